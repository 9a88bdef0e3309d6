import type { Fact, WorkspaceCreatedData } from '@guildhall/contracts';
import fc from 'fast-check';
import { foldAll, foldOnto, forkOf, type Decider } from './decider.js';
import { filesDecider, type FilesCommand } from './files/files.js';
import { conversationDecider, type ConversationCommand } from './messages/conversation.js';
import { organisationDecider, type OrganisationCommand } from './organisations/organisation.js';
import { creationFacts, treeCommand } from './workspaces/tree-commands.suite.js';
import { treeToJson } from './workspaces/tree-snapshot.js';
import type { TreeCommand } from './workspaces/tree.js';
import { treeDecider } from './workspaces/tree.js';
import { workspaceDecider, type WorkspaceCommand } from './workspaces/workspace.js';

/** Commands that are decided together, and those of another writer: when there are any, they come first. */
interface Round<Command> {
  together: readonly Command[];
  others: readonly Command[];
}

const outcome = <State, Command, F extends Fact>(decider: Decider<State, Command, F>, state: State, what: Command) => {
  try {
    return decider.decide(state, what);
  } catch (refusal) {
    return String(refusal);
  }
};

type Stored<F extends Fact> = F & { eventId: string };

/** A committed state, forks of it, and the log that they must agree with. */
class ForkedHistory<State, Command, F extends Fact> {
  committed: State;
  log: Stored<F>[] = [];

  constructor(private readonly decider: Decider<State, Command, F>) {
    this.committed = decider.initialState();
  }

  get refolded(): State {
    return foldAll(this.decider, this.log);
  }

  run({ together, others }: Round<Command>): void {
    const decided = this.decideOnFork(together);
    if (others.length === 0) return this.commit(decided);
    for (const what of others) this.commit(this.decideOnFork([what]));
  }

  private decideOnFork(commands: readonly Command[]): Stored<F>[] {
    const { decider, log } = this;
    const decided: Stored<F>[] = [];
    let fork = forkOf(decider, this.committed);
    for (const what of commands) {
      const facts = outcome(decider, fork, what);
      expect(facts).toEqual(outcome(decider, foldAll(decider, [...log, ...decided]), what));
      if (typeof facts === 'string') continue;
      const from = log.length + decided.length;
      const stored = facts.map((fact, index) => ({ ...fact, eventId: `event-${from + index}` }));
      fork = foldOnto(decider, fork, stored, from);
      decided.push(...stored);
    }
    return decided;
  }

  private commit(events: readonly Stored<F>[]): void {
    this.committed = foldOnto(this.decider, this.committed, events, this.log.length);
    this.log.push(...events);
  }
}

const check = <State, Command, F extends Fact>(
  decider: Decider<State, Command, F>,
  command: fc.Arbitrary<Command>,
  compare: (committed: State, refolded: State) => void = () => undefined,
): void => {
  const commands = fc.array(command, { maxLength: 6 });
  const rounds = fc.array(fc.record({ together: commands, others: fc.oneof(fc.constant([]), commands) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(rounds, commands, (all, last) => {
      const history = new ForkedHistory(decider);
      for (const round of all) history.run(round);
      history.run({ together: last, others: [] });
      compare(history.committed, history.refolded);
    }),
  );
};

const workspaceId = 'coder';
const creation: WorkspaceCreatedData = { ...creationFacts, workspaceId, name: 'Coder', parentId: null, tags: [] };
const body = { digest: 'd', keyId: 'k', size: 1, mediaType: 'application/json' };
const cause = { code: 'agent_not_ready' };
const few = fc.constantFrom('1', '2', '3');
const undone = fc.nat(30).map((revision) => `event-${revision}`);

const changeWorkspace: fc.Arbitrary<WorkspaceCommand> = fc.oneof(
  few.map((name) => ({ type: 'change' as const, workspaceId, name })),
  fc.record({ type: fc.constant('change' as const), workspaceId: fc.constant(workspaceId), collapsed: fc.boolean() }),
  undone.map((eventId) => ({ type: 'undo' as const, workspaceId, eventId })),
);
const changeOrganisation: fc.Arbitrary<OrganisationCommand> = fc.oneof(
  few.map((name) => ({ type: 'found' as const, org: 'o', name })),
  few.map((name) => ({ type: 'rename' as const, org: 'o', name })),
  few.map((template) => ({ type: 'import' as const, org: 'o', template, name: 'n', workspaces: 1, error: null })),
  undone.map((eventId) => ({ type: 'undo' as const, org: 'o', eventId })),
);
const stepOfMessage: fc.Arbitrary<ConversationCommand> = fc
  .tuple(few, fc.constantFrom('send', 'queue', 'dispatch', 'answer', 'cancel', 'requeue'))
  .map(([messageId, type]) => {
    const messageRef = { messageId, conversationId: 'c', workspaceId };
    const from = { kind: 'operator', id: 'operator' } as const;
    switch (type) {
      case 'send':
        return { type, ...messageRef, contextId: 'x', from, body, hop: 0, expiresAt: '2026-12-01T00:00:00.000Z' };
      case 'dispatch':
        return { type, messageId, incarnation: 1 };
      case 'answer':
        return { type, messageId, body, durationMs: 1 };
      case 'cancel':
        return { type, messageId };
      default:
        return { type: type === 'queue' ? 'queue' : 'requeue', messageId, cause };
    }
  });
const changeFiles: fc.Arbitrary<FilesCommand> = fc
  .tuple(few, fc.constantFrom('begin', 'done', 'failed'), fc.option(fc.nat(3)))
  .map(([changeId, type, seen]) => {
    const intent = {
      change: 'write',
      root: 'configs',
      path: 'a',
      files: [{ path: 'a', digest: 'd', size: 1 }],
    } as const;
    if (type === 'begin') return { type, workspaceId, changeId, seen, ...intent, files: [...intent.files] };
    return type === 'done' ? { type, workspaceId, changeId } : { type: 'failed', workspaceId, changeId, cause };
  });

describe('a fork of a state, committed or lost at any point, decides as the log folded again', () => {
  it('of a tree, which in the end is the same to the last node', () => {
    const purge: fc.Arbitrary<TreeCommand> = fc
      .constantFrom('a', 'b', 'c')
      .map((id) => ({ type: 'remove', workspaceId: id, removalId: 'r', confirm: true, purge: true }));
    check(treeDecider, fc.oneof({ weight: 9, arbitrary: treeCommand }, { weight: 1, arbitrary: purge }), (mine, log) =>
      expect(treeToJson(mine)).toEqual(treeToJson(log)),
    );
  });

  it('of a workspace', () => check(workspaceDecider(creation), changeWorkspace));
  it('of an organisation', () => check(organisationDecider, changeOrganisation));
  it('of a conversation', () => check(conversationDecider, stepOfMessage));
  it('of the files of an agent', () => check(filesDecider, changeFiles));
});
