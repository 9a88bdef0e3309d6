import type { Instant, OrganisationId, Position, WorkspaceId } from '../ids.js';
import type { TokenKind } from './events.js';

/** One credential of the view `tokens`; never the token or its digest. When it was last used is telemetry. */
export interface TokenDocument {
  id: string;
  org: OrganisationId;
  kind: TokenKind;
  workspace_id: WorkspaceId | null;
  prefix: string;
  name: string;
  created_at: Instant;
  expires_at: Instant | null;
  revoked_at: Instant | null;
  /** Of the last event folded into it. */
  position: Position;
}
