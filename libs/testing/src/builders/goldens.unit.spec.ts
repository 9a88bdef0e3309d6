import * as contracts from '@guildhall/contracts';
import {
  declarationOf,
  fileEvents,
  identityEvents,
  messageEvents,
  messageStatusAfter,
  organisationEvents,
  provisioningEvents,
  registryEvents,
  terminalEvents,
  treeEvents,
  workspaceEvents,
  type AnyFact,
  type MessageFact,
  type WorkspaceCreatedData,
} from '@guildhall/contracts';
import * as domain from '@guildhall/domain';
import {
  agentDecider,
  conversationDecider,
  credentialDecider,
  filesDecider,
  foldAll,
  organisationDecider,
  provisioningDecider,
  terminalDecider,
  treeDecider,
  workspaceDecider,
  type Decider,
} from '@guildhall/domain';
import { createGraphFold } from '@guildhall/org-graph';
import { readGoldens, withOpeners } from './goldens.js';

const goldens = readGoldens();
const byName = goldens.map((golden) => [golden.name, golden] as const);
const creation = goldens.find(({ event }) => event.type === 'WorkspaceCreated')?.event.data as WorkspaceCreatedData;

interface Stream {
  events: object;
  decider: unknown;
  openers?: string[];
}
/** Events whose decider has another name than they have, or folds only after an opening event. */
const named: readonly Stream[] = [
  { events: organisationEvents, decider: organisationDecider, openers: ['OrganisationFounded'] },
  { events: treeEvents, decider: treeDecider, openers: ['WorkspaceCreated'] },
  { events: workspaceEvents, decider: workspaceDecider(creation) },
  { events: registryEvents, decider: agentDecider, openers: ['AgentRegistered'] },
  { events: provisioningEvents, decider: provisioningDecider, openers: ['ProvisioningRequested'] },
  { events: identityEvents, decider: credentialDecider },
  { events: messageEvents, decider: conversationDecider, openers: ['MessageSent'] },
  { events: fileEvents, decider: filesDecider, openers: ['FileChangeBegun'] },
  { events: terminalEvents, decider: terminalDecider, openers: ['TerminalOpened'] },
];

const deciderOf = (events: string): string => events.replace(/Events$/, 'Decider');
/** `reviewEvents` are folded by `reviewDecider`. */
const byConvention: readonly Stream[] = Object.entries(contracts)
  .filter(([name]) => name.endsWith('Events'))
  .map(([name, events]) => ({
    events: Object(events) as object,
    decider: Object.entries(domain).find(([d]) => d === deciderOf(name))?.[1],
  }))
  .filter(({ decider }) => decider !== undefined);

describe('the golden events', () => {
  it.each(byName)('fold in the decider of their stream: %s', (_name, golden) => {
    const { type } = golden.event;
    const stream = [...named, ...byConvention].find(({ events }) => Object.hasOwn(events, type));
    if (stream === undefined) throw new Error(`no decider folds ${type}: add its stream type to this test`);
    const events = withOpeners(goldens, golden, stream.openers ?? []) as unknown as AnyFact[];
    expect(foldAll(stream.decider as Decider<object, never, AnyFact>, events)).toBeDefined();
  });

  it.each(byName)('change the graph exactly when they say so: %s', (_name, golden) => {
    const { type, data } = golden.event;
    const fold = createGraphFold('default');
    const touched = withOpeners(goldens, golden, ['WorkspaceCreated']).map((event) => fold.apply(event));
    const isDelivery = messageStatusAfter[type as MessageFact['type']] === 'delivered';
    const changes = declarationOf(type)?.foldsGraph === true && !isDelivery;
    expect(touched.at(-1)).toEqual(changes ? [(data as { workspaceId: string }).workspaceId] : []);
  });
});
