import type { Position } from '@guildhall/contracts';
import { hash } from 'node:crypto';
import { canonicalJson } from '../embedded/canonical-json.js';
import { chainStart } from '../embedded/chain/chain.js';
import type { ChainValue } from './log-chain.js';

/** How the log was when the auditor had read up to `position`. */
export interface ChainCheckpoint extends ChainValue {
  /** From 0, without gaps. */
  number: number;
  position: Position;
  /** SHA-256 over the seal before and this checkpoint: one that was edited, added or taken out is found. */
  seal: string;
}

/** Where checkpoints are kept: append-only, durable when `append` resolves. */
export interface ChainRecord {
  last(): Promise<ChainCheckpoint | null>;
  /** Throws `ChainRecordTaken` when a checkpoint of that number is there already and is another one. */
  append(checkpoint: ChainCheckpoint): Promise<void>;
  list(): AsyncIterable<ChainCheckpoint>;
}

/** Two auditors at once: somebody else wrote that checkpoint. This one must stop and begin again from the last. */
export class ChainRecordTaken extends Error {
  constructor(readonly number: number) {
    super(`another auditor wrote checkpoint ${number}`);
    this.name = 'ChainRecordTaken';
  }
}

/** What is kept as a checkpoint cannot be one. */
export class ChainRecordDamaged extends Error {
  constructor(where: string) {
    super(`${where} is no checkpoint of an audit`);
    this.name = 'ChainRecordDamaged';
  }
}

export const sealOf = (before: string, { number, position, count, link }: Omit<ChainCheckpoint, 'seal'>): string =>
  hash('sha256', `${before}\n${canonicalJson({ number, position, count, link })}`, 'hex');

export const nextCheckpoint = (
  before: ChainCheckpoint | null,
  position: Position,
  { count, link }: ChainValue,
): ChainCheckpoint => {
  const content = { number: (before?.number ?? -1) + 1, position, count, link };
  return { ...content, seal: sealOf(before?.seal ?? chainStart, content) };
};

/** Throws `ChainRecordDamaged`; whether the values are right is the verification's business. */
export const parseCheckpoint = (value: unknown, where: string): ChainCheckpoint => {
  const { number, position, count, link, seal } = (value ?? {}) as Partial<Record<keyof ChainCheckpoint, unknown>>;
  const isCheckpoint =
    Number.isSafeInteger(number) &&
    Number.isSafeInteger(count) &&
    typeof position === 'string' &&
    typeof link === 'string' &&
    typeof seal === 'string';
  if (!isCheckpoint) throw new ChainRecordDamaged(where);
  return { number: number as number, position, count: count as number, link, seal };
};
