import type { Position, RecordedEvent } from '@guildhall/contracts';
import { nextCheckpoint, type ChainRecord } from '../audit/chain-record.js';
import { FileChainRecord } from '../audit/file-chain-record.js';
import { verifyAudit, type AuditVerification } from '../audit/verify-audit.js';
import { verifyWholeChain } from '../embedded/chain/parallel-verifier.js';
import type { EventStore } from '../port.js';
import { schemaVersionOf } from '../upcasting/schema-version.js';
import type { StoreAddress } from './arguments.js';
import { openForReading, recordOf, requireLogFile } from './open-store.js';
import { grouped, Progress } from './progress.js';

const backup = 'Stop Guildhall and restore the log from a backup.';

/** Checks the chain; works while Guildhall runs. Returns false after printing a finding. */
export const runVerify = async (address: StoreAddress, recordFile: string | null): Promise<boolean> => {
  if (address.kind === 'data' && recordFile === null) return verifyFolder(address.folder);
  const store = await openForReading(address);
  try {
    return recordFile === null ? await verifyServer(store) : await witness(store, recordFile);
  } finally {
    await store.close();
  }
};

/** The embedded log carries its chain. */
const verifyFolder = async (folder: string): Promise<boolean> => {
  const progress = new Progress(null);
  const { checked, mark, damagedAt } = await verifyWholeChain(requireLogFile(folder));
  if (damagedAt !== null) {
    console.error(`The log is damaged at position ${damagedAt}; the ${checked} events before it are intact.`);
    console.error(backup);
    return false;
  }
  console.log(`The log is intact: ${progress.summary(checked)}.`);
  console.log(`Last link: ${mark.link}`);
  return true;
};

/** A server's log is compared with the checkpoints that the auditor wrote while it grew. */
const verifyServer = async (store: EventStore): Promise<boolean> => {
  const { result, progress } = await compare(store, recordOf(store));
  const { checkpoints, count, link } = result;
  if (checkpoints > 0 || count === 0) return report(result, progress);
  console.error(`This log has no checkpoint: its ${grouped(count)} events cannot be verified.`);
  console.error(`Last link: ${link}`);
  return false;
};

/** Compares the log with a file that is kept elsewhere, and adds a checkpoint for the next time. */
const witness = async (store: EventStore, file: string): Promise<boolean> => {
  const record = await FileChainRecord.open(file, store.logId);
  const { result, progress } = await compare(store, record);
  const isIntact = report(result, progress);
  const { position, count, covered } = result;
  if (!isIntact || position === null || count === covered) return isIntact;
  await record.append(nextCheckpoint(await record.last(), position, result));
  console.log(`Recorded in ${file}.`);
  return true;
};

const compare = async (
  store: EventStore,
  record: ChainRecord,
): Promise<{ result: AuditVerification; progress: Progress }> => {
  const progress = new Progress((await store.head()).ordinal);
  const onProgress = (count: number): void => progress.at('verified', count);
  return { result: await verifyAudit({ store, record, onProgress, onUnreadable }), progress };
};

const onUnreadable = (event: RecordedEvent): void =>
  console.error(
    `This version of Guildhall cannot read the event at position ${event.position}: ${event.type}, schema version ${schemaVersionOf(event)}. The chain is compared all the same.`,
  );

const report = (result: AuditVerification, progress: Progress): boolean => {
  const { count, covered, checkpoints, badRange, badCheckpoints, link } = result;
  for (const number of badCheckpoints)
    console.error(`Checkpoint ${number} of the audit, or the one before it, was changed after it was written.`);
  if (badRange !== null) {
    const { after, to, first, last } = badRange;
    console.error(
      `The log was changed after it was audited: the first difference is among events ${grouped(first)} to ${grouped(last)}, ${placeOf(after)} and up to position ${to}. ${backup}`,
    );
    return false;
  }
  if (badCheckpoints.length > 0) {
    console.error(`The log matches the other ${grouped(checkpoints - badCheckpoints.length)} checkpoints.`);
    return false;
  }
  const uncovered = count - covered;
  const rest = uncovered === 0 ? '' : ` No checkpoint covers the last ${grouped(uncovered)} yet.`;
  const found = checkpoints === 0 ? 'No checkpoint yet' : `The log matches all ${grouped(checkpoints)} checkpoints`;
  console.log(`${found}: ${progress.summary(count)}.${rest}`);
  console.log(`Last link: ${link}`);
  return true;
};

const placeOf = (after: Position | null): string => (after === null ? 'from the start' : `after position ${after}`);
