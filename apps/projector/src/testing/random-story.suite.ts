import { streams, type RecordedEvent } from '@guildhall/contracts';
import { at, ref, Story } from './story.suite.js';

/** Numbers between 0 and 1 that depend on nothing but the seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface Node {
  parent: string | null;
  removal: string | null;
  incarnation: number;
  open: string[];
}

/** A history that the domain would accept: no cycles, nothing answered twice, restores of what was removed. */
class RandomStory {
  readonly story = new Story();
  private readonly nodes = new Map<string, Node>();
  private readonly removals: { id: string; root: string; nodes: string[] }[] = [];
  private serial = 0;

  constructor(private readonly random: () => number) {
    this.story.add(streams.organisation('default'), 'OrganisationFounded', { org: 'default', name: 'Acme' });
    this.create();
  }

  step(): void {
    const steps = [
      () => this.create(),
      () => this.place(),
      () => this.remove(),
      () => this.restore(),
      () => this.rename(),
      () => this.provision(),
      () => this.report(),
      () => this.send(),
      () => this.send(),
      () => this.advance(),
      () => this.advance(),
      () => this.token(),
    ];
    this.pick(steps)?.();
  }

  private pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  private living(): string[] {
    return [...this.nodes].filter(([, node]) => node.removal === null).map(([id]) => id);
  }

  private name(kind: string): string {
    this.serial += 1;
    return `${kind}-${String(this.serial).padStart(5, '0')}`;
  }

  private subtree(root: string): string[] {
    const children = this.living().filter((id) => this.nodes.get(id)?.parent === root);
    return [root, ...children.flatMap((child) => this.subtree(child))];
  }

  private create(): void {
    const id = this.name('w');
    const parent = this.random() < 0.3 ? null : (this.pick(this.living()) ?? null);
    this.nodes.set(id, { parent, removal: null, incarnation: 0, open: [] });
    this.story.created(id, parent, { tags: [this.name('tag')], model: this.random() < 0.5 ? 'large' : null });
  }

  private place(): void {
    const id = this.pick(this.living());
    const node = id === undefined ? undefined : this.nodes.get(id);
    if (id === undefined || node === undefined) return;
    const below = new Set(this.subtree(id));
    const parent = this.pick([null, ...this.living().filter((other) => !below.has(other))]) ?? null;
    this.story.placed(id, parent, node.parent);
    node.parent = parent;
  }

  private remove(): void {
    const root = this.living().length > 3 ? this.pick(this.living()) : undefined;
    if (root === undefined) return;
    const nodes = this.subtree(root);
    const id = this.name('removal');
    for (const gone of nodes) (this.nodes.get(gone) as Node).removal = id;
    this.removals.push({ id, root, nodes });
    this.story.removed(root, id, nodes.length);
  }

  private restore(): void {
    const removal = this.removals.pop();
    if (removal === undefined) return;
    const parent = this.pick([null, ...this.living()]) ?? null;
    for (const back of removal.nodes) (this.nodes.get(back) as Node).removal = null;
    (this.nodes.get(removal.root) as Node).parent = parent;
    this.story.restored(removal.root, removal.id, parent, removal.nodes.length);
  }

  private rename(): void {
    const id = this.pick([...this.nodes.keys()]) as string;
    this.story.renamed(id, this.name('name'));
  }

  private provision(): void {
    const [id, node] = this.pick([...this.nodes]) as [string, Node];
    node.incarnation += 1;
    const { incarnation } = node;
    const facts = { workspaceId: id, incarnation };
    const intent = { ...facts, backend: 'process', runtime: 'command', reason: 'created', notBefore: null };
    this.story.add(streams.provisioning(id), 'ProvisioningRequested', intent);
    if (this.random() < 0.7) {
      this.story.add(streams.provisioning(id), 'ProcessStarted', { ...facts, pid: 1, adopted: false });
    } else {
      this.story.add(streams.provisioning(id), 'ProvisioningFailed', { ...facts, code: 'X', cause: 'no program' });
    }
  }

  private report(): void {
    const [id, node] = this.pick([...this.nodes]) as [string, Node];
    const incarnation = Math.max(0, node.incarnation - (this.random() < 0.2 ? 1 : 0));
    const facts = { workspaceId: id, incarnation };
    const url = `http://127.0.0.1/${this.name('agent')}`;
    this.story.add(streams.agent(id), 'AgentRegistered', { ...facts, url, card: { name: id } });
    this.story.add(streams.agent(id), 'AgentWentOnline', { ...facts, cause: 'registered' });
    if (this.random() < 0.4) this.story.add(streams.agent(id), 'AgentWentOffline', { ...facts, cause: 'no beat' });
  }

  private send(): void {
    const [id, node] = this.pick([...this.nodes]) as [string, Node];
    const message = this.name('m');
    node.open.push(message);
    this.story.sent(message, id).message('MessageQueued', message, id, { cause: 'offline' });
  }

  private advance(): void {
    const [id, node] = this.pick([...this.nodes]) as [string, Node];
    const message = node.open.shift();
    if (message === undefined) return;
    this.story.message('MessageDispatched', message, id, { attempt: 1, incarnation: node.incarnation });
    if (this.random() < 0.6) {
      this.story.message('MessageAnswered', message, id, { body: ref(`answer-${message}`), durationMs: 5 });
    } else if (this.random() < 0.5) {
      this.story.message('MessageFailed', message, id, { code: 'AGENT_DIED', cause: 'gone' });
    } else {
      this.story.message('MessageQueued', message, id, { cause: 'busy' });
      node.open.push(message);
    }
  }

  private token(): void {
    const id = this.pick([...this.nodes.keys()]) as string;
    const credentialId = this.name('token');
    const issued = { kind: 'workspace', incarnation: null, name: '', prefix: 'p', digest: 'd', expiresAt: at(9_999) };
    this.story.add(streams.credential(credentialId), 'TokenIssued', { ...issued, credentialId, workspaceId: id });
    if (this.random() < 0.5) {
      const revoked = { credentialId, workspaceId: id, cause: 'by hand' };
      this.story.add(streams.credential(credentialId), 'TokenRevoked', revoked);
    }
  }
}

/** The same history for the same seed, with at least `size` events. */
export const randomEvents = (seed: number, size: number): readonly RecordedEvent[] => {
  const writer = new RandomStory(seeded(seed));
  while (writer.story.events.length < size) writer.step();
  return writer.story.events;
};
