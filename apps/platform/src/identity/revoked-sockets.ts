import { Injectable } from '@nestjs/common';
import { LiveGateway } from '../live/live.gateway.js';
import { LogFollower } from '../log/log-follower.js';
import { TerminalGateway } from '../terminal/terminal.gateway.js';
import { CredentialIndex } from './credential-index.js';

/** A credential that ended keeps no open socket, whatever ended it. */
@Injectable()
export class RevokedSockets {
  constructor(credentials: CredentialIndex, follower: LogFollower, live: LiveGateway, terminals: TerminalGateway) {
    credentials.whenEnded((credentialId) => {
      // Before that nobody could have come in.
      if (!follower.caughtUp) return;
      live.close(credentialId);
      terminals.closeAll(credentialId);
    });
  }
}
