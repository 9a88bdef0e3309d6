import type { ActorKind } from '../declarations/envelope.js';
import type { Instant, Ordinal, OrganisationId, Position, WorkspaceId } from '../ids.js';

/** One row of the view `feed`: where an event stands and whom it concerns. The event itself stays in the log. */
export interface FeedDocument {
  /** The same as `position`. */
  id: Position;
  position: Position;
  ordinal: Ordinal;
  type: string;
  org: OrganisationId;
  stream: string;
  revision: number;
  /** The workspace of the event and its ancestors as the tree was at that moment; of a placement also those it left. */
  workspaces: WorkspaceId[];
  actor_kind: ActorKind;
  actor_id: string;
  /** `metadata.recordedAt` */
  at: Instant;
}

/** One row of the view `graph_keyframes`. The blob is the JSON of a `SavedGraph` after the event at `position`. */
export interface KeyframeDocument {
  /** `<org>:<foldVersion>:<ordinal, ten digits>` */
  id: string;
  org: OrganisationId;
  foldVersion: number;
  ordinal: Ordinal;
  position: Position;
  at: Instant;
  digest: string;
  /** Bytes of the blob. */
  size: number;
}
