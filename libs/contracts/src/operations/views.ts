import type { Ordinal, Position } from '../ids.js';

/** `GET /health/ready` */
export interface ReadinessView {
  status: 'ready' | 'starting' | 'failing';
  position: Position | null;
  ordinal: Ordinal;
  checks: { name: string; ok: boolean; sentence: string }[];
  projections: {
    name: string;
    state: string;
    position: Position | null;
    ordinal: Ordinal;
    lag: number;
    /** What stopped it, as a sentence that names the event; null: nothing. */
    error: string | null;
  }[];
}
