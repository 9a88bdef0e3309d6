import type { Instant, Ordinal, Position } from '../ids.js';

/** `stopped`: a poison event, see `error`. `rebuilding`: no copy of the view has reached the head yet. */
export type ProjectionState = 'running' | 'stopped' | 'rebuilding';

/** How a projection is doing; kept as the read store's setting `projectionSetting(name)`. */
export interface ProjectionStatus {
  state: ProjectionState;
  /** null: nothing folded yet. */
  position: Position | null;
  ordinal: Ordinal;
  /** Events between the projection and the head of the log. */
  lag: number;
  /** What stopped it, as a sentence that names the event. */
  error: string | null;
  /** By the projector's clock; an old one means that no projector runs. */
  heartbeatAt: Instant;
}

export const projectionSetting = (view: string): string => `projection:${view}`;

/** A request to the running projector; kept as the setting `rebuildSetting(name)`. */
export interface RebuildRequest {
  id: string;
  state: 'requested' | 'running' | 'done' | 'failed';
  error: string | null;
}

export const rebuildSetting = (view: string): string => `rebuild:${view}`;
