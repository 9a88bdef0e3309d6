import { streams, type RecordedEvent, type Tier, type WorkspaceId } from '@guildhall/contracts';
import {
  organisationDecider,
  treeDecider,
  workspaceDecider,
  type TreeState,
  type WorkspaceChanges,
} from '@guildhall/domain';
import type { HistoryWriter } from './history-writer.js';

const tiers: readonly [Tier, ...Tier[]] = [1, 2, 3, 4];
const names: readonly [string, ...string[]] = ['Lead', 'Coder', 'Reviewer', 'Tester', 'Writer', 'Analyst', 'Archivist'];
const runtimes: readonly [string, ...string[]] = ['command', 'command', 'command', 'langgraph', 'external'];
/** Larger teams stay: otherwise a history could remove every workspace. */
const largestRemovedTeam = 8;
const rememberedForUndo = 64;

/** Random commands of people: the organisation, its tree and the facts of its workspaces. */
export class RandomStructure {
  readonly ids: WorkspaceId[] = [];
  private readonly removed: WorkspaceId[] = [];
  private readonly undoable: { event: RecordedEvent; workspaceId: WorkspaceId }[] = [];

  constructor(private readonly history: HistoryWriter) {}

  get tree(): TreeState | undefined {
    return this.history.state<TreeState>(streams.tree(this.history.org));
  }

  someone(): WorkspaceId | undefined {
    return this.history.random.pick(this.ids);
  }

  found(): void {
    const { org } = this.history;
    this.history.run(organisationDecider, streams.organisation(org), { type: 'found', org, name: 'My organisation' });
  }

  organisation(): void {
    const { org, random } = this.history;
    const command = random.chance(0.3)
      ? ({ type: 'rename', org, name: `Guild ${random.below(50)}` } as const)
      : ({
          type: 'setViewport',
          org,
          x: random.below(1_000),
          y: random.below(1_000),
          zoom: 1 + random.below(4) / 2,
        } as const);
    this.history.run(organisationDecider, streams.organisation(org), command);
  }

  create(): WorkspaceId | undefined {
    const { random } = this.history;
    const workspaceId = this.history.newId();
    const runtime = random.one(runtimes);
    const events = this.onTree(workspaceId, {
      type: 'create',
      workspaceId,
      name: `${random.one(names)} ${this.ids.length + 1}`,
      role: random.chance(0.5) ? 'Does what is needed' : '',
      parentId: random.chance(0.08) ? null : (this.someone() ?? null),
      ...(random.chance(0.3) ? { x: random.below(2_000), y: random.below(2_000) } : { x: null, y: null }),
      tier: random.one(tiers),
      runtime,
      command: runtime === 'command' ? 'node agent.mjs' : null,
      access: 'none',
      workspaceDir: null,
      model: null,
      tags: random.chance(0.2) ? ['blue'] : [],
    });
    if (events.length === 0) return undefined;
    this.ids.push(workspaceId);
    return workspaceId;
  }

  place(): void {
    const { random } = this.history;
    const workspaceId = this.someone();
    if (workspaceId === undefined) return;
    const parentId = random.chance(0.1) ? null : (this.someone() ?? null);
    const where = random.chance(0.5) ? { x: random.below(2_000), y: random.below(2_000) } : {};
    this.onTree(workspaceId, { type: 'place', workspaceId, parentId, ...where });
  }

  remove(): void {
    const workspaceId = this.someone();
    if (workspaceId === undefined || (this.tree?.descendantsOf(workspaceId).length ?? 0) > largestRemovedTeam) return;
    const command = { type: 'remove', workspaceId, removalId: this.history.newId(), confirm: true } as const;
    if (this.onTree(workspaceId, command).length > 0) this.removed.push(workspaceId);
    if (this.history.random.chance(0.2)) this.purge(this.history.random.pick(this.removed));
  }

  private purge(workspaceId: WorkspaceId | undefined): void {
    if (workspaceId === undefined) return;
    const removalId = this.history.newId();
    this.onTree(workspaceId, { type: 'remove', workspaceId, removalId, confirm: true, purge: true });
    const left = this.removed.filter((id) => this.tree?.has(id) === true);
    this.removed.splice(0, this.removed.length, ...left);
  }

  restore(): void {
    const { random } = this.history;
    const index = random.below(this.removed.length);
    const workspaceId = this.removed[index];
    if (workspaceId === undefined) return;
    const elsewhere = random.chance(0.3) ? { parentId: this.someone() ?? null } : {};
    this.onTree(workspaceId, { type: 'restore', workspaceId, ...elsewhere });
    if (this.tree?.isRemoved(workspaceId) === false) this.removed.splice(index, 1);
  }

  change(): void {
    const workspaceId = this.someone();
    const creation = workspaceId === undefined ? undefined : this.tree?.creationFacts(workspaceId);
    if (workspaceId === undefined || creation === undefined) return;
    const command = { type: 'change', workspaceId, ...this.changes() } as const;
    this.remember(workspaceId, this.history.run(workspaceDecider(creation), streams.workspace(workspaceId), command));
  }

  undo(): void {
    const { random } = this.history;
    const found = random.pick(this.undoable);
    const creation = found === undefined ? undefined : this.tree?.creationFacts(found.workspaceId);
    if (found === undefined || creation === undefined) return;
    const { event, workspaceId } = found;
    const command = { type: 'undo', eventId: event.id, workspaceId } as const;
    if (event.stream === streams.workspace(workspaceId)) {
      this.remember(workspaceId, this.history.run(workspaceDecider(creation), event.stream, command));
    } else if ((this.tree?.descendantsOf(workspaceId).length ?? 0) <= largestRemovedTeam) {
      const removalId = this.history.newId();
      this.onTree(workspaceId, { ...command, removalId });
      if (this.tree?.isRemoved(workspaceId) === true) this.removed.push(workspaceId);
    }
  }

  private changes(): WorkspaceChanges {
    const { random } = this.history;
    const choices: readonly [() => WorkspaceChanges, ...(() => WorkspaceChanges)[]] = [
      () => ({ name: `${random.one(names)} ${random.below(10_000)}` }),
      () => ({ role: `Role ${random.below(100)}` }),
      () => ({ tier: random.one(tiers), model: random.chance(0.5) ? 'small' : null }),
      () =>
        random.chance(0.6)
          ? { runtime: 'command', command: `node agent-${random.below(9)}.mjs` }
          : { runtime: random.one(runtimes) },
      () =>
        random.chance(0.5) ? { access: 'read_only', workspaceDir: `/srv/${random.below(9)}` } : { access: 'none' },
      () => ({ x: random.below(2_000), y: random.below(2_000) }),
      () => ({ x: random.below(2_000), y: random.below(2_000) }),
      () => ({ collapsed: random.chance(0.5) }),
      () => ({ tags: [`tag-${random.below(5)}`, `tag-${5 + random.below(5)}`] }),
    ];
    return random.one(choices)();
  }

  private onTree(
    workspaceId: WorkspaceId,
    command: Parameters<typeof treeDecider.decide>[1],
  ): readonly RecordedEvent[] {
    const events = this.history.run(treeDecider, streams.tree(this.history.org), command);
    this.remember(workspaceId, events);
    return events;
  }

  private remember(workspaceId: WorkspaceId, events: readonly RecordedEvent[]): void {
    for (const event of events) this.undoable.push({ event, workspaceId });
    if (this.undoable.length > rememberedForUndo) this.undoable.splice(0, this.undoable.length - rememberedForUndo);
  }
}
