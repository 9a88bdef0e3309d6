import {
  declarationOf,
  fileEvents,
  identityEvents,
  messageEvents,
  messageStatusAfter,
  organisationEvents,
  provisioningEvents,
  registryEvents,
  templateEvents,
  terminalEvents,
  treeEvents,
  workspaceEvents,
  type AnyFact,
  type MessageFact,
  type WorkspaceCreatedData,
} from '@guildhall/contracts';
import {
  agentDecider,
  conversationDecider,
  credentialDecider,
  filesDecider,
  foldAll,
  organisationDecider,
  provisioningDecider,
  templateDecider,
  terminalDecider,
  treeDecider,
  workspaceDecider,
  type Decider,
} from '@guildhall/domain';
import { createGraphFold } from '@guildhall/org-graph';
import { readGoldens, withOpeners } from './goldens.js';

const goldens = readGoldens();
const named = goldens.map((golden) => [golden.file, golden] as const);
const creation = goldens.find(({ event }) => event.type === 'WorkspaceCreated')?.event.data as WorkspaceCreatedData;

interface Stream {
  events: object;
  decider: unknown;
  openers?: string[];
}
/** Every stream type with the decider that folds its events. A new slice adds its line. */
const streams: readonly Stream[] = [
  { events: organisationEvents, decider: organisationDecider, openers: ['OrganisationFounded'] },
  { events: treeEvents, decider: treeDecider, openers: ['WorkspaceCreated'] },
  { events: workspaceEvents, decider: workspaceDecider(creation) },
  { events: registryEvents, decider: agentDecider, openers: ['AgentRegistered'] },
  { events: provisioningEvents, decider: provisioningDecider, openers: ['ProvisioningRequested'] },
  { events: identityEvents, decider: credentialDecider },
  { events: messageEvents, decider: conversationDecider, openers: ['MessageSent'] },
  { events: fileEvents, decider: filesDecider, openers: ['FileChangeBegun'] },
  { events: terminalEvents, decider: terminalDecider, openers: ['TerminalOpened'] },
  { events: templateEvents, decider: templateDecider },
];

describe('the golden events', () => {
  it.each(named)('fold in the decider of their stream: %s', (_file, golden) => {
    const { type } = golden.event;
    const stream = streams.find(({ events }) => Object.hasOwn(events, type));
    if (stream === undefined) throw new Error(`no decider folds ${type}: add its stream type to this test`);
    const events = withOpeners(goldens, golden, stream.openers ?? []) as unknown as AnyFact[];
    expect(foldAll(stream.decider as Decider<object, never, AnyFact>, events)).toBeDefined();
  });

  it.each(named)('change the graph exactly when they say so: %s', (_file, golden) => {
    const { type, data } = golden.event;
    const fold = createGraphFold('default');
    const touched = withOpeners(goldens, golden, ['WorkspaceCreated']).map((event) => fold.apply(event));
    const isDelivery = messageStatusAfter[type as MessageFact['type']] === 'delivered';
    const changes = declarationOf(type)?.foldsGraph === true && !isDelivery;
    expect(touched.at(-1)).toEqual(changes ? [(data as { workspaceId: string }).workspaceId] : []);
  });
});
