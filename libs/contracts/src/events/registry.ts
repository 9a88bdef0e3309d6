import { fileEvents, type FileFact } from '../files/events.js';
import { identityEvents, type CredentialFact } from '../identity/events.js';
import { messageEvents, type MessageFact } from '../messages/events.js';
import { organisationEvents, type OrganisationFact } from '../organisations/events.js';
import { provisioningEvents, type ProvisioningFact } from '../provisioning/events.js';
import { registryEvents, type AgentFact } from '../registry/events.js';
import { templateEvents, type TemplateFact } from '../templates/events.js';
import { terminalEvents, type TerminalFact } from '../terminal/events.js';
import { treeEvents, workspaceEvents, type TreeFact, type WorkspaceFact } from '../workspaces/events.js';
import { causeSentence } from './causes.js';
import type { NewEvent, RecordedEvent } from '../declarations/envelope.js';
import type { DataOf, EventDeclaration } from '../declarations/event.js';
import type { SentenceWords } from '../declarations/sentence.js';

/** Every event type of the product. An event that is not declared here cannot be appended or folded. */
export const eventDeclarations = {
  ...organisationEvents,
  ...treeEvents,
  ...workspaceEvents,
  ...registryEvents,
  ...provisioningEvents,
  ...identityEvents,
  ...messageEvents,
  ...fileEvents,
  ...terminalEvents,
  ...templateEvents,
} as const;

export type EventType = keyof typeof eventDeclarations;
export type AnyFact =
  | OrganisationFact
  | TreeFact
  | WorkspaceFact
  | AgentFact
  | ProvisioningFact
  | CredentialFact
  | MessageFact
  | FileFact
  | TerminalFact
  | TemplateFact;
/** A fact as recorded: narrows `data` by `type`. */
export type Recorded<F extends AnyFact = AnyFact> = F extends AnyFact ? RecordedEvent<F['type'], F['data']> : never;
export type Unrecorded<F extends AnyFact = AnyFact> = F extends AnyFact ? NewEvent<F['type'], F['data']> : never;

/** The declaration of a type, or undefined when this version does not know it. */
export const declarationOf = (type: string): EventDeclaration | undefined =>
  Object.hasOwn(eventDeclarations, type) ? eventDeclarations[type as EventType] : undefined;

/** The data of every event type: the source of `docs/reference/events.json`. */
export type EventData = { [Type in EventType]: DataOf<(typeof eventDeclarations)[Type]> };

/** What happened, in one sentence without a subject; for a type of a newer version: its name. */
export const eventSentence = ({ type, data }: { type: string; data: unknown }, words: SentenceWords): string =>
  declarationOf(type)?.sentence(data, { ...words, becauseOf: causeSentence }) ?? type;
