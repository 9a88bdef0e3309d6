import {
  fileChangeStatusAfter,
  messageStatusAfter,
  provisioningStepOf,
  restartReasons,
  typesLeadingTo,
  workspaceSettable,
  type DataOf,
  type EventType,
  type GraphWorkspace,
  type Instant,
  type MessageFact,
  type RestartReason,
  type WorkspaceDetails,
  type WorkspaceId,
  type WorkspaceSettable,
  type eventDeclarations,
} from '@guildhall/contracts';
import { dueFor, filesChanged } from './restart-due.js';
import { setStatus, statusAfter, statusEventTypes, type StatusFact } from './status.js';
import { chooseAccess, chooseRuntime } from './runtime-and-access.js';
import { createWorkspace, placeWorkspace, purgeWorkspace, removeTeam, restoreTeam } from './structure.js';
import { foldMessage } from './work.js';
import type { WorkspaceTable } from './workspace-table.js';

type Data<Type extends EventType> = DataOf<(typeof eventDeclarations)[Type]>;
/** Updates the table and gives the ids of the workspaces that the event touched. */
type Fold<D> = (table: WorkspaceTable, data: D, at: Instant) => readonly WorkspaceId[];

/** A fold that touches one workspace. Facts about an unknown workspace change nothing. */
const ofWorkspace =
  <D extends { workspaceId: WorkspaceId }>(
    change: (workspace: GraphWorkspace, data: D, at: Instant) => void,
  ): Fold<D> =>
  (table, data, at) => {
    const workspace = table.edit(data.workspaceId);
    if (workspace === undefined) return [];
    change(workspace, data, at);
    return [workspace.id];
  };

/** Changes the details of the workspace, too. */
const withDetails =
  <D extends { workspaceId: WorkspaceId }>(fold: Fold<D>, details: (data: D) => Partial<WorkspaceDetails>): Fold<D> =>
  (table, data, at) => {
    const touched = fold(table, data, at);
    if (touched.length > 0) table.changeDetails(data.workspaceId, details(data));
    return touched;
  };

const isRestartReason = (field: string): field is RestartReason => restartReasons.some((reason) => reason === field);

/** Sets a field that one event replaces whole. */
const setting = (field: WorkspaceSettable & keyof GraphWorkspace): Fold<{ workspaceId: WorkspaceId }> =>
  ofWorkspace((workspace, data) => {
    Object.assign(workspace, { [field]: (data as unknown as GraphWorkspace)[field] });
    if (isRestartReason(field)) dueFor(workspace, field);
  });

const settings = Object.fromEntries(
  (Object.keys(workspaceSettable) as WorkspaceSettable[]).map((field) => [workspaceSettable[field], setting(field)]),
) as Record<(typeof workspaceSettable)[WorkspaceSettable], Fold<{ workspaceId: WorkspaceId }>>;

/**
 * Replaced whole by each event that carries words, whatever was there: a fold that knows the graph alone counts the same
 * revisions of the details.
 */
const setWords = (table: WorkspaceTable, { type, data }: StatusFact): void => {
  if (type !== 'AgentDegraded' && type !== 'ProvisioningFailed') return;
  const { workspaceId, cause, words } = data;
  table.changeDetails(workspaceId, { words: words && { of: cause.code, ref: words } });
};

/** Reports of an older incarnation are ignored, so that a dying agent cannot speak for its successor. */
const ofStatus =
  (type: StatusFact['type']): Fold<StatusFact['data']> =>
  (table, data, at) => {
    const fact = { type, data } as StatusFact;
    const { workspaceId, incarnation } = data;
    const known = table.peek(workspaceId)?.incarnation;
    const workspace = known === undefined || incarnation < known ? undefined : table.edit(workspaceId);
    if (workspace === undefined) return [];
    workspace.incarnation = incarnation;
    const after = workspace.removed === null ? statusAfter(workspace.status, fact, workspace.runtime) : null;
    if (after !== null) {
      setStatus(workspace, after, at);
      setWords(table, fact);
    }
    if (changesRun(type)) workspace.restartDue = [];
    if (fact.type === 'ProvisioningRequested') workspace.backend = fact.data.backend;
    return [workspace.id];
  };

/** A backend that begins or ends its run: no restart is due after it. */
const changesRun = (type: string): boolean =>
  Object.hasOwn(provisioningStepOf, type) && provisioningStepOf[type as keyof typeof provisioningStepOf].phase !== null;

const ofMessage = (type: MessageFact['type']): Fold<MessageFact['data']> =>
  messageStatusAfter[type] === 'delivered'
    ? () => []
    : ofWorkspace((workspace, data) => foldMessage(workspace, { type, data } as MessageFact));

const messageEventTypes = Object.keys(messageStatusAfter) as MessageFact['type'][];

/** The same kind of fold for each of the types. */
const each = <Type extends EventType>(
  types: readonly Type[],
  fold: (type: Type) => Fold<Data<Type>>,
): { [T in Type]: Fold<Data<T>> } =>
  Object.fromEntries(types.map((type) => [type, fold(type)])) as { [T in Type]: Fold<Data<T>> };

/** What each event that folds into the graph does to it; every other declared event changes nothing. */
export const graphFolds: { readonly [Type in EventType]?: Fold<Data<Type>> } = {
  WorkspaceCreated: createWorkspace,
  WorkspacePlaced: placeWorkspace,
  WorkspaceRemoved: removeTeam,
  WorkspaceRestored: restoreTeam,
  WorkspacePurged: purgeWorkspace,
  ...settings,
  RuntimeChosen: withDetails(ofWorkspace(chooseRuntime), ({ command }) => ({ command })),
  AccessChosen: withDetails(ofWorkspace(chooseAccess), ({ workspaceDir }) => ({ folder: workspaceDir })),
  WorkspaceMoved: ofWorkspace((workspace, { x, y }) => {
    workspace.x = x;
    workspace.y = y;
  }),
  TeamCollapsed: ofWorkspace((workspace) => void (workspace.collapsed = true)),
  TeamUncollapsed: ofWorkspace((workspace) => void (workspace.collapsed = false)),
  ...each(typesLeadingTo(fileChangeStatusAfter, ['done']), () => ofWorkspace(filesChanged)),
  ...each(statusEventTypes, ofStatus),
  ...each(messageEventTypes, ofMessage),
};
