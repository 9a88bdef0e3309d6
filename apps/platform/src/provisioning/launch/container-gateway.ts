import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { PlatformConfig } from '../../config/platform.config.js';
import { AgentListeners } from '../../http/server/agent-listeners.js';
import { PlatformAddress } from '../../http/server/platform-address.js';
import { InjectLogger } from '../../stores/injection.js';
import { BackendFailure, type AgentBackend } from '../../backend-port/backend.js';

/** A second listener of the platform, for agents only. */
export interface OpenListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a listener; rejects with the system's error. */
export interface Listeners {
  open(host: string, port: number): Promise<OpenListener>;
}

/** What the gateway needs of a backend whose agents live in a network of their own. */
export interface WithGateway {
  /** Address of this machine as its agents see it. */
  gateway(): Promise<string>;
}

const hasGateway = (backend: AgentBackend): backend is AgentBackend & WithGateway => 'gateway' in backend;

const notHere =
  'the platform cannot listen where containers would look for it, so the engine is not on this machine. ' +
  'Use an engine of this machine, or start agents with GUILDHALL_BACKEND=process';

/** Addresses that are reached from everywhere, so also from the agents' network. */
const everywhere = new Set(['0.0.0.0', '::']);

/**
 * Where agents in containers reach the platform. It listens on this machine alone by default, and what is bound to
 * loopback cannot be reached from a container: so a second listener is opened at the gateway of the agents' network.
 */
@Injectable()
export class ContainerGateway {
  private listener: OpenListener | null = null;
  private address: string | null = null;
  private opening: Promise<void> | null = null;

  constructor(
    @Inject(PlatformConfig) private readonly config: Pick<PlatformConfig, 'host'>,
    @Inject(PlatformAddress) private readonly platform: Pick<PlatformAddress, 'port'>,
    @Inject(AgentListeners) private readonly listeners: Listeners,
    @InjectLogger() private readonly log: Logger,
  ) {}

  /** Throws when no container was to be started yet. */
  get url(): string {
    if (this.address === null) throw new Error('the listener for agents in containers is not open yet');
    return this.address;
  }

  /**
   * Before anything is started there. Concurrent callers wait for the same opening. Rejects with a `BackendFailure`
   * when the engine has its agents on another machine than this one.
   */
  prepare(backend: AgentBackend): Promise<void> {
    if (!hasGateway(backend) || this.address !== null) return Promise.resolve();
    this.opening ??= this.openAt(backend).finally(() => (this.opening = null));
    return this.opening;
  }

  private async openAt(backend: WithGateway): Promise<void> {
    const gateway = await backend.gateway();
    if (!everywhere.has(this.config.host)) this.listener = await this.openFor(gateway);
    this.address = `http://${gateway}:${this.listener?.port ?? this.platform.port}`;
    this.log.info({ url: this.address }, 'agents in containers reach the platform here');
  }

  private async openFor(gateway: string): Promise<OpenListener> {
    try {
      return await this.listeners.open(gateway, this.platform.port);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE') return this.listeners.open(gateway, 0);
      if (code !== 'EADDRNOTAVAIL') throw error;
      throw new BackendFailure('START_FAILED', `${message}: ${notHere}`, false, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.listener?.close();
  }
}
