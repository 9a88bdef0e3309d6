import type { RecordedEvent } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { LiveGateway } from '../live/live.gateway.js';
import { LogFollower } from '../log/log-follower.js';

const endings = new Set(['TokenRevoked', 'SessionEnded']);

/** A credential that ended keeps no open socket. */
@Injectable()
export class RevokedSockets {
  constructor(follower: LogFollower, gateway: LiveGateway) {
    follower.listen((events) => {
      for (const event of events) if (endings.has(event.type)) gateway.close(credentialOf(event));
    });
  }
}

const credentialOf = (event: RecordedEvent): string => (event.data as { credentialId: string }).credentialId;
