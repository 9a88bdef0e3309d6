import { openEmbeddedEventStore, type EmbeddedEventStore } from '@guildhall/event-store';
import type { Server as GrpcServer } from '@grpc/grpc-js';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { appendCall, batchAppendCall } from './calls/append-calls.js';
import { startControl, type Control } from './control.js';
import { Faults } from './faults.js';
import { deleteCall, featuresCall, gossipCall, tombstoneCall } from './calls/other-calls.js';
import { GossipService, grpc, ServerFeaturesService, StreamsService } from './calls/protocol.js';
import { readCall } from './calls/read-calls.js';
import { RecordFormat } from './log/record.js';
import type { Counts, ServerContext } from './server-context.js';
import { WireLog } from './log/wire-log.js';

export interface EventStoreDbServerOptions {
  /** Folder of its data, created if missing. Acknowledged events survive a kill. */
  directory: string;
  /** 0 or absent: a free one. */
  port?: number;
  /** Port for faults over HTTP; absent: none is opened. */
  controlPort?: number;
  /** How long a retry waits that meets its original in flight, in milliseconds (2 000). */
  inFlightMs?: number;
  /** Unread events after which a live subscription is dropped (200). */
  slowConsumerLimit?: number;
  /** Number of appends between two events of the system's own (0: never). */
  systemEventEvery?: number;
  /** How far its clock is ahead, in milliseconds (0): it drops appends whose deadline has passed by its clock. */
  clockOffsetMs?: number;
  /** Version that it reports. */
  version?: string;
  /** `user:password` that reads must carry; absent: no check. */
  credentials?: string;
  /** Nobody may read `$all`. */
  hidesAll?: boolean;
}

const localhost = '127.0.0.1';

/** Starts a server for tests that the official client takes for the real one. It is no product and never shipped. */
export const startEventStoreDbServer = async (options: EventStoreDbServerOptions): Promise<EventStoreDbServer> => {
  const server = new EventStoreDbServer(options);
  await server.start();
  return server;
};

export class EventStoreDbServer {
  readonly faults = new Faults(() => this.breakConnections());
  readonly counts: Counts = {
    connections: 0,
    batchStreams: 0,
    batchAppends: 0,
    unaryAppends: 0,
    appendsWithoutRevision: 0,
    reads: 0,
    subscriptions: 0,
  };
  port: number;
  private readonly sockets = new Set<Socket>();
  private listener: Server | null = null;
  private rpc: GrpcServer | null = null;
  private store: EmbeddedEventStore | null = null;
  private control: Control | null = null;

  constructor(private readonly options: EventStoreDbServerOptions) {
    this.port = options.port ?? 0;
  }

  /** Connection string for the official client. */
  get url(): string {
    return `esdb://${localhost}:${this.port}?tls=false`;
  }

  /** Address of the control port; null: there is none. */
  get controlUrl(): string | null {
    return this.control === null ? null : `http://${localhost}:${this.control.port}`;
  }

  async start(): Promise<void> {
    const { directory, controlPort } = this.options;
    const { inFlightMs = 2_000, systemEventEvery = 0 } = this.options;
    this.store = await openEmbeddedEventStore({ directory: join(directory, 'log') });
    const log = new WireLog(this.store, new RecordFormat(directory), this.faults, { inFlightMs, systemEventEvery });
    await log.open();
    const { slowConsumerLimit = 200, credentials = null, clockOffsetMs = 0, hidesAll = false } = this.options;
    const context = {
      log,
      faults: this.faults,
      counts: this.counts,
      slowConsumerLimit,
      credentials,
      clockOffsetMs,
      hidesAll,
    };
    this.rpc = this.serve(context);
    await this.listen(this.rpc);
    if (controlPort !== undefined && this.control === null) this.control = await startControl(this, controlPort);
  }

  /** As a killed node: connections break and no call is answered. */
  async down(): Promise<void> {
    this.listener?.close();
    this.breakConnections();
    this.rpc?.forceShutdown();
    await this.store?.close();
  }

  /** Down and up again on the same port and data; ids are known by exact revision only. */
  async restart(): Promise<void> {
    await this.down();
    await this.start();
  }

  async stop(): Promise<void> {
    this.faults.heal();
    await this.down();
    this.control?.close();
    this.control = null;
  }

  private serve(context: ServerContext): GrpcServer {
    const limit = 17 * 1_048_576;
    const rpc = new grpc.Server({ 'grpc.max_receive_message_length': limit });
    rpc.addService(StreamsService, {
      read: readCall(context),
      append: appendCall(context),
      batchAppend: batchAppendCall(context),
      delete: deleteCall(context),
      tombstone: tombstoneCall(context),
    });
    const { version = '23.10.6' } = this.options;
    rpc.addService(ServerFeaturesService, { getSupportedMethods: featuresCall(context, version) });
    rpc.addService(GossipService, { read: gossipCall(context, () => this.port) });
    return rpc;
  }

  /** Accepts connections and hands them over, so that all can be broken at once. */
  private async listen(rpc: GrpcServer): Promise<void> {
    const injector = rpc.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    this.listener = createServer((socket) => {
      this.counts.connections += 1;
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
      injector.injectConnection(socket);
    });
    this.listener.listen(this.port, localhost);
    await once(this.listener, 'listening');
    this.port = (this.listener.address() as AddressInfo).port;
  }

  private breakConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
