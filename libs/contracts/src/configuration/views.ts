import type { JsonObject } from '../json.js';

/** A problem at a place of `config.yaml`; line and column count from 1. A warning does not prevent its use. */
export interface ConfigProblem {
  line: number;
  column: number;
  /** Keys from the top, joined by dots. */
  path: string;
  problem: string;
  severity: 'error' | 'warning';
}

/** `GET /workspaces/:id/config` */
export interface ConfigView {
  /** As it is understood; null: the text cannot be read. */
  data: JsonObject | null;
  text: string;
  problems: ConfigProblem[];
  /** In quotes it is the ETag; empty: there is none yet. */
  version: string;
}

/** Answer to a change of it. */
export interface ConfigChangedView extends ConfigView {
  status: 'updated';
  /** The agent that runs has not read it yet. */
  needs_restart: boolean;
}
