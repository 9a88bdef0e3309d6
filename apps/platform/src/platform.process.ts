import { defaultOrganisation } from '@guildhall/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { clock } from './clock/clock.js';
import type { PlatformConfig } from './config/platform.config.js';
import { createHttpApplication, listen } from './application/http-application.js';
import { PlatformAddress } from './http/server/platform-address.js';
import { Authenticator } from './identity/authenticator.js';
import { Refusals } from './identity/refusals.js';
import { Sessions } from './identity/sessions.js';
import { LogFollower } from './log/log-follower.js';
import { Readiness } from './operations/readiness.js';
import { OrganisationFounder } from './organisations/organisation-founder.js';
import { writeOwnFile } from './own-file.js';
import { ConfiguredBackends } from './provisioning/launch/configured-backends.js';
import { OrgGraphs } from './graph/org-graphs.js';
import { sayLeftRunning } from './provisioning/launch/left-running.js';
import { ContainerGateway } from './provisioning/launch/container-gateway.js';
import { LeasedReactors } from './reactors/leased-reactors.js';
import { dataLayout } from './stores/data-layout.js';
import { openStores } from './stores/open-stores.js';
import type { Stores } from './stores/stores.js';
import { TerminalSessions } from './terminal/session/terminal-sessions.js';
import { OrganisationImport } from './templates/organisation/organisation-import.js';

export { PortTaken } from './application/http-application.js';

/** One platform from start to stop; what `main` runs, and integration tests too. */
export class PlatformProcess {
  private clockEnds: () => void = () => undefined;

  private constructor(
    private readonly config: PlatformConfig,
    private readonly stores: Stores,
    private readonly log: Logger,
    readonly app: NestFastifyApplication,
  ) {}

  /** Resolves when the platform listens, its folds are at the head of the log, and its reactors run. */
  static async start(config: PlatformConfig, log: Logger): Promise<PlatformProcess> {
    const stores = await openStores(config);
    try {
      const app = await createHttpApplication(config, stores, log);
      return await new PlatformProcess(config, stores, log, app).begun();
    } catch (error) {
      await stores.close();
      throw error;
    }
  }

  get url(): string {
    return this.app.get(PlatformAddress).url;
  }

  async stop(): Promise<void> {
    await this.app.get(TerminalSessions).stop();
    await this.app.get(LeasedReactors).stop();
    const nameOf = (id: string): string => this.app.get(OrgGraphs).find(id)?.name ?? id;
    await sayLeftRunning(this.app.get(ConfiguredBackends), nameOf, this.log);
    await this.app.get(ContainerGateway).close();
    await this.app.get(ConfiguredBackends).close();
    await this.app.get(Refusals).flush();
    await this.app.close();
    await this.app.get(LogFollower).stop();
    this.clockEnds();
    await this.stores.close();
  }

  private async begun(): Promise<this> {
    try {
      await this.begin();
      return this;
    } catch (error) {
      await this.app.close();
      throw error;
    }
  }

  private async begin(): Promise<void> {
    const { app, config, stores, log } = this;
    if (stores.time !== null) this.clockEnds = await clock.follow(stores.time);
    await app.get(Readiness).begin();
    await app.get(LogFollower).start();
    await app.get(OrganisationFounder).ensure(defaultOrganisation);
    this.allowTokens();
    await listen(app, config);
    await this.writeRunFiles();
    if (config.demo === '1') await app.get(OrganisationImport).importDemo(defaultOrganisation);
    await app.get(ConfiguredBackends).settle();
    await app.get(LeasedReactors).start();
    log.info({ url: this.url, data_dir: config.dataDir }, 'listening');
  }

  private readonly localToken = randomBytes(32).toString('base64url');

  private allowTokens(): void {
    const authenticator = this.app.get(Authenticator);
    authenticator.allowFixed(this.localToken, 'local-tools');
    if (this.config.adminToken !== undefined) authenticator.allowFixed(this.config.adminToken, 'admin');
  }

  /** For the supervisor and the local tools, readable by the owner only: the login link, and a token of this run. */
  private async writeRunFiles(): Promise<void> {
    const { run } = dataLayout(this.config.dataDir);
    await mkdir(run, { recursive: true, mode: 0o700 });
    await rm(join(run, 'login-link'), { force: true });
    await writeOwnFile(
      join(run, 'local.json'),
      JSON.stringify({ url: this.url, token: this.localToken, pid: process.pid }),
    );
    try {
      const { token } = await this.app.get(Sessions).loginToken(defaultOrganisation);
      await writeOwnFile(join(run, 'login-link'), `${this.url}/login?token=${token}\n`);
    } catch (error) {
      this.log.error({ err: error }, 'no login link could be made: the event log cannot be written');
    }
  }
}
