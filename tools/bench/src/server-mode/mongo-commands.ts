import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { CommandReader } from './command-reader.js';

const channel = 'net.client.socket';
/** With these the driver looks at the server, the second where it is old, on connections that serve nothing else. */
const looks: ReadonlySet<string> = new Set(['hello', 'ismaster']);

interface Connection {
  /** Port of the process that commands. */
  port: number;
  hasCommanded: boolean;
  commands: number;
}

/**
 * Counts commands to MongoDB as they pass the proxy of an installation, which runs in this process. The driver's own
 * looks at the server are not counted.
 */
export class MongoCommands {
  private readonly connections = new Set<Connection>();

  private constructor(private readonly mongoPort: number) {}

  /** Counts on every connection that a proxy makes to this port from now on. */
  static to(mongoPort: number): MongoCommands {
    const commands = new MongoCommands(mongoPort);
    subscribe(channel, commands.onSocket);
    return commands;
  }

  /** Commands since the last call, by the local port of the connection in the process that sent them. */
  take(): Map<number, number> {
    const counts = new Map<number, number>();
    for (const connection of this.connections) {
      if (connection.hasCommanded) counts.set(connection.port, connection.commands);
      connection.commands = 0;
    }
    return counts;
  }

  stop(): void {
    unsubscribe(channel, this.onSocket);
  }

  private readonly onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    socket.once('pipe', (source: Socket) => {
      if (socket.remotePort === this.mongoPort) this.follow(source);
    });
  };

  private follow(source: Socket): void {
    const connection: Connection = { port: source.remotePort ?? 0, hasCommanded: false, commands: 0 };
    const reader = new CommandReader();
    this.connections.add(connection);
    source.on('data', (bytes: Buffer) => {
      for (const name of reader.read(bytes)) {
        connection.commands += 1;
        connection.hasCommanded ||= !looks.has(name);
      }
    });
  }
}
