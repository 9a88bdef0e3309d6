import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { LiveGateway } from '../live/live.gateway.js';
import { LogFollower } from '../log/log-follower.js';
import { TerminalGateway } from '../terminal/terminal.gateway.js';

const endings = new Set(['TokenRevoked', 'SessionEnded']);

/** A credential that ended keeps no open socket. */
@Injectable()
export class RevokedSockets {
  constructor(follower: LogFollower, live: LiveGateway, terminals: TerminalGateway) {
    follower.listen((events) => {
      for (const event of events.filter(({ type }) => endings.has(type))) {
        live.close(credentialOf(event));
        terminals.closeAll(credentialOf(event));
      }
    });
  }
}

const credentialOf = (event: RecordedEvent): string => (event.data as { credentialId: string }).credentialId;
