import type { Provider } from '@nestjs/common';
import { currentHolderId } from '@guildhall/leases';
import type { Logger } from 'pino';
import { PipelinedAppends, SharedAppends } from './commands/executor/stream-appends.js';
import { StreamCache } from './commands/executor/stream-cache.js';
import { StreamExecutor } from './commands/executor/stream-executor.js';
import type { PlatformConfig } from './config/platform.config.js';
import { CredentialIndex } from './identity/credential-index.js';
import { LogFreshness } from './log/log-freshness.js';
import { TokenIssuer } from './identity/token-issuer.js';
import { LiveHub } from './live/live-hub.js';
import { FollowerSnapshots } from './log/follower-snapshots.js';
import { LogFollower } from './log/log-follower.js';
import { SnapshotFiles } from './log/snapshot-files.js';
import { Mailboxes } from './messages/mailboxes.js';
import { MessageDispatcher } from './messages/message-dispatcher.js';
import { AuditReactor } from './operations/audit.reactor.js';
import { Readiness } from './operations/readiness.js';
import { AgentFilesService } from './files/agent-files.service.js';
import { FileChanges } from './files/changes/file-changes.js';
import { InterruptedChanges } from './files/changes/interrupted-changes.reactor.js';
import { OpenFileChanges } from './files/changes/open-file-changes.js';
import { OrgGraphs } from './graph/org-graphs.js';
import { Intents } from './provisioning/intents.js';
import { RequiredVariables } from './configuration/required-variables.js';
import { AgentVariables } from './provisioning/launch/agent-variables.js';
import { AgentLaunch } from './provisioning/launch/agent-launch.js';
import { backendProviders } from './provisioning/launch/backend.providers.js';
import { Backends } from './backend-port/backends.js';
import { ContainerGateway } from './provisioning/launch/container-gateway.js';
import { GrantedLeads } from './provisioning/commands/granted-leads.js';
import { Hibernation } from './provisioning/reactor/hibernation.reactor.js';
import { Lifecycle } from './provisioning/commands/lifecycle.js';
import { ProvisioningRecord } from './provisioning/provisioning-record.js';
import { ProvisioningReactor } from './provisioning/reactor/provisioning.reactor.js';
import { FirstStarts } from './templates/first-starts.js';
import { ImportedTemplates } from './templates/imported-templates.js';
import { TemplateFolders } from './templates/template-folders.js';
import { TemplateFiles } from './templates/template-files.js';
import { LeasedReactors, type Reactor } from './reactors/leased-reactors.js';
import { Agents } from './registry/agents.js';
import { Liveness } from './registry/liveness/liveness.js';
import { NetworkGuard } from './registry/network/network-guard.js';
import type { Stores } from './stores/stores.js';
import { portTokens } from './stores/injection.js';
import { Views } from './stores/views.js';
import { AbandonedTerminals } from './terminal/abandoned-terminals.reactor.js';
import { OpenTerminals } from './terminal/open-terminals.js';
import { TerminalLimit } from './terminal/terminal-limit.js';
import { TerminalRecord } from './terminal/terminal-record.js';
import { TerminalSessions } from './terminal/terminal-sessions.js';
import { TreeSnapshots } from './workspaces/streams/tree-snapshots.js';

/** Our own runtime, next to this program in the build. */

const ports = (stores: Stores, log: Logger): Provider[] => [
  { provide: portTokens.eventStore, useValue: stores.events },
  { provide: portTokens.blobStore, useValue: stores.blobs },
  { provide: portTokens.vault, useValue: stores.vault },
  { provide: portTokens.heartbeats, useValue: stores.heartbeats },
  { provide: portTokens.logger, useValue: log },
];

const foldsOfFiles = () => [new OpenFileChanges(), new OpenTerminals()] as const;

/** The folds of this process and the one follower that feeds them. */
const folds = (stores: Stores, snapshots: SnapshotFiles): Provider[] => {
  const graphs = new OrgGraphs();
  const state = [
    graphs,
    new CredentialIndex(graphs),
    new Agents(),
    new Intents(),
    new GrantedLeads(),
    new ImportedTemplates(),
    new FirstStarts(),
    new Mailboxes(),
    ...foldsOfFiles(),
  ] as const;
  const follower = new LogFollower(stores.events, new FollowerSnapshots(snapshots));
  for (const fold of state) follower.add(fold);
  return [
    ...state.map((fold) => ({ provide: fold.constructor, useValue: fold })),
    { provide: LogFollower, useValue: follower },
  ];
};

type ReactorParts = [
  LogFollower,
  Intents,
  OrgGraphs,
  Backends,
  ContainerGateway,
  AgentLaunch,
  Liveness,
  ProvisioningRecord,
];

const provisioning = (config: PlatformConfig, stores: Stores, log: Logger): Provider[] => [
  ...backendProviders(config, stores, log),
  {
    provide: AgentLaunch,
    inject: [TokenIssuer, TemplateFiles, RequiredVariables, AgentVariables],
    useFactory: (...parts: [TokenIssuer, TemplateFiles, RequiredVariables, AgentVariables]) =>
      new AgentLaunch(...parts, config.tiers()),
  },
  {
    provide: Hibernation,
    inject: [LogFollower, Intents, Mailboxes, OrgGraphs, Lifecycle],
    useFactory: (...parts: [LogFollower, Intents, Mailboxes, OrgGraphs, Lifecycle]) =>
      new Hibernation(...parts, config.hibernateAfterMs, log),
  },
  {
    provide: ProvisioningReactor,
    inject: [LogFollower, Intents, OrgGraphs, Backends, ContainerGateway, AgentLaunch, Liveness, ProvisioningRecord],
    useFactory: (...parts: ReactorParts) =>
      new ProvisioningReactor(...parts, { startTimeoutMs: (runtime) => config.startTimeoutOf(runtime) }, log),
  },
];

/** One writer alone may send an append before the last one is answered; where others write too, they are shared. */
const commands = ({ events, reactorLeases }: Stores): Provider[] => {
  const cache = new StreamCache(events);
  const appends = reactorLeases === null ? new PipelinedAppends(events) : new SharedAppends(events);
  const useFactory = (follower: LogFollower): StreamExecutor => {
    if (reactorLeases !== null) follower.listen((recorded) => cache.onRecorded(recorded));
    return new StreamExecutor(appends, cache);
  };
  return [{ provide: StreamExecutor, inject: [LogFollower], useFactory }];
};

const files = (config: PlatformConfig, { reactorLeases }: Stores, log: Logger): Provider[] => {
  const platform = reactorLeases?.holder ?? currentHolderId();
  const isAlone = reactorLeases === null;
  return [
    {
      provide: TerminalLimit,
      inject: [OpenTerminals, TerminalRecord, LogFreshness],
      useFactory: (open: OpenTerminals, record: TerminalRecord, freshness: LogFreshness) =>
        new TerminalLimit({
          countOf: (workspaceId) => open.countOf(workspaceId),
          caughtUp: () => record.settled().then(() => freshness.caughtUp()),
        }),
    },
    {
      provide: TerminalSessions,
      inject: [AgentFilesService, OrgGraphs, TerminalLimit, TerminalRecord, LogFollower],
      useFactory: (...parts: [AgentFilesService, OrgGraphs, TerminalLimit, TerminalRecord, LogFollower]) =>
        new TerminalSessions(...parts, { idleMs: config.terminalIdleMs, platform }, log),
    },
    {
      provide: AbandonedTerminals,
      inject: [OpenTerminals, TerminalRecord],
      useFactory: (open: OpenTerminals, record: TerminalRecord) =>
        new AbandonedTerminals(open, record, platform, isAlone, log),
    },
    {
      provide: InterruptedChanges,
      inject: [OpenFileChanges, AgentFilesService, FileChanges],
      useFactory: (...parts: [OpenFileChanges, AgentFilesService, FileChanges]) =>
        new InterruptedChanges(...parts, isAlone, log),
    },
  ];
};

/** Liveness before provisioning before messages: a message finds its agent where it was. */
const reactors = ({ events, auditRecord, reactorLeases }: Stores, log: Logger): Provider => ({
  provide: LeasedReactors,
  inject: [
    LogFreshness,
    ...[Liveness, ProvisioningReactor, Hibernation, MessageDispatcher, AbandonedTerminals, InterruptedChanges],
  ],
  useFactory: (freshness: LogFreshness, ...all: Reactor[]) => {
    const audit = auditRecord === null ? [] : [new AuditReactor(events, auditRecord, log)];
    const shared = reactorLeases && { ...reactorLeases, caughtUp: () => freshness.caughtUp() };
    return new LeasedReactors([...all, ...audit], shared, log);
  },
});

/** Everything that is made of ports and settings rather than of other classes alone. */
export const platformProviders = (config: PlatformConfig, stores: Stores, log: Logger): Provider[] => {
  const snapshots = new SnapshotFiles(stores.blobs, stores.reads, (name, error) =>
    log.warn({ err: error, snapshot: name }, 'a snapshot could not be used'),
  );
  const { events, reads } = stores;
  const agentVariables = new AgentVariables(config.agentVariables(), process.env);
  return [
    ...commands(stores),
    reactors(stores, log),
    ...ports(stores, log),
    ...folds(stores, snapshots),
    ...provisioning(config, stores, log),
    ...files(config, stores, log),
    { provide: TemplateFolders, useValue: new TemplateFolders(config.templatesDir ?? null) },
    { provide: AgentVariables, useValue: agentVariables },
    { provide: TreeSnapshots, useValue: new TreeSnapshots(snapshots, events.logId) },
    { provide: Views, useValue: new Views(reads, stores.views) },
    {
      provide: NetworkGuard,
      useValue: new NetworkGuard(config.agentNetworks ?? (config.store === 'server' ? 'public' : 'loopback')),
    },
    {
      provide: LogFreshness,
      inject: [LogFollower],
      useFactory: (follower: LogFollower) => new LogFreshness(events, follower),
    },
    {
      provide: Readiness,
      inject: [LogFollower],
      useFactory: (follower: LogFollower) => new Readiness(events, reads, follower),
    },
    {
      provide: LiveHub,
      inject: [LogFollower, OrgGraphs],
      useFactory: (follower: LogFollower, graphs: OrgGraphs) => new LiveHub(follower, graphs, events.logId),
    },
  ];
};
