import type { Position } from '@guildhall/contracts';
import { hash } from 'node:crypto';
import { canonicalJson } from '../embedded/canonical-json.js';
import { chainStart } from '../embedded/chain/chain.js';
import type { ChainValue } from './log-chain.js';

/** The chain of the log up to and including `position`. */
export interface ChainCheckpoint extends ChainValue {
  /** From 0, without gaps. */
  number: number;
  position: Position;
  /** SHA-256 over the previous seal and this checkpoint: reveals an edited, added or removed checkpoint. */
  seal: string;
}

/** Where checkpoints are kept: append-only, durable when `append` resolves. */
export interface ChainRecord {
  last(): Promise<ChainCheckpoint | null>;
  /** Throws `ChainRecordTaken` if the record holds a different checkpoint of that number. */
  append(checkpoint: ChainCheckpoint): Promise<void>;
  list(): AsyncIterable<ChainCheckpoint>;
}

/** A second auditor wrote that checkpoint. This one must stop and start again from the last. */
export class ChainRecordTaken extends Error {
  constructor(readonly number: number) {
    super(`another auditor wrote checkpoint ${number}`);
    this.name = 'ChainRecordTaken';
  }
}

/** The record holds something that is not a checkpoint. */
export class ChainRecordDamaged extends Error {
  constructor(where: string) {
    super(`${where} is not a checkpoint of an audit`);
    this.name = 'ChainRecordDamaged';
  }
}

export const sealOf = (previous: string, { number, position, count, link }: Omit<ChainCheckpoint, 'seal'>): string =>
  hash('sha256', `${previous}\n${canonicalJson({ number, position, count, link })}`, 'hex');

export const nextCheckpoint = (
  previous: ChainCheckpoint | null,
  position: Position,
  { count, link }: ChainValue,
): ChainCheckpoint => {
  const content = { number: (previous?.number ?? -1) + 1, position, count, link };
  return { ...content, seal: sealOf(previous?.seal ?? chainStart, content) };
};

/** Throws `ChainRecordDamaged`. Checks the form only; the verification checks the values. */
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
