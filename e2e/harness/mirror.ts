import { createLiveClient, type LiveClient, type LiveSocket } from '@guildhall/client';
import { liveNamespace, type OrgGraph } from '@guildhall/contracts';
import { createGraphFold } from '@guildhall/org-graph';
import { until, type Installation } from '@guildhall/testing';
import { io, type Socket } from 'socket.io-client';

/** A live client that folds the events it receives and detects every gap and repeat in the ordinals. */
export class Mirror {
  readonly gaps: string[] = [];
  position = '';
  private ordinal = -1;
  private fold = createGraphFold('default');
  private readonly socket: Socket;
  private readonly client: LiveClient;

  constructor(installation: Installation) {
    this.socket = io(`${installation.url}${liveNamespace}`, {
      auth: { token: installation.adminToken },
      transports: ['websocket'],
      reconnectionDelay: 10,
    });
    this.client = createLiveClient({ baseUrl: installation.url, socket: this.socket as unknown as LiveSocket });
    this.client.subscribe(
      { kind: 'organisation' },
      {
        snapshot: (frame) => {
          if (frame.graph !== null) this.fold = createGraphFold('default', frame.graph);
          this.at(frame.position, frame.ordinal);
        },
        events: (frame) => {
          for (const item of frame.items) {
            if (item.ordinal !== this.ordinal + 1) this.gaps.push(`${this.ordinal} then ${item.ordinal}`);
            this.fold.apply(item);
            this.ordinal = item.ordinal;
          }
          this.at(frame.to, frame.ordinal);
        },
      },
    );
  }

  started(): Promise<unknown> {
    return until('the mirror to have a snapshot', () => this.position !== '');
  }

  graph(): OrgGraph {
    return this.fold.toGraph();
  }

  cut(): void {
    this.socket.io.engine.close();
  }

  close(): void {
    this.client.close();
  }

  private at(position: string, ordinal: number): void {
    this.position = position;
    this.ordinal = ordinal;
  }
}
