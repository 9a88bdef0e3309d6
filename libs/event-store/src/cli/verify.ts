import type { Position } from '@guildhall/contracts';
import { FileChainRecord } from '../audit/file-chain-record.js';
import { verifyAudit, type AuditVerification } from '../audit/verify-audit.js';
import { verifyWholeChain } from '../embedded/parallel-verifier.js';
import type { StoreAddress } from './arguments.js';
import { openForReading, recordOf, requireLogFile } from './open-store.js';
import { grouped, Progress } from './progress.js';

const backup = 'Stop Guildhall and put back the log from a backup.';

/** Checks the chain; works while Guildhall runs. false: something does not fit, and was said. */
export const runVerify = (address: StoreAddress, record: string | null): Promise<boolean> =>
  address.kind === 'data' ? verifyFolder(address.folder) : verifyServer(address, record);

/** The embedded log carries its chain. */
const verifyFolder = async (folder: string): Promise<boolean> => {
  const progress = new Progress(null);
  const { checked, mark, damagedAt } = await verifyWholeChain(requireLogFile(folder));
  if (damagedAt !== null) {
    console.error(`The log is damaged at position ${damagedAt}; the ${checked} events before it are whole.`);
    console.error(backup);
    return false;
  }
  console.log(`The log is whole: ${progress.summary(checked)}.`);
  console.log(`Last link: ${mark.link}`);
  return true;
};

/** A server's log is compared with what the auditor wrote down while it grew. */
const verifyServer = async (address: StoreAddress, file: string | null): Promise<boolean> => {
  const store = await openForReading(address);
  try {
    const record = file === null ? recordOf(store) : await FileChainRecord.open(file, store.logId);
    const progress = new Progress((await store.head()).ordinal);
    const result = await verifyAudit({ store, record, onProgress: (count) => progress.at('verified', count) });
    return report(result, progress);
  } finally {
    await store.close();
  }
};

const report = (result: AuditVerification, progress: Progress): boolean => {
  const { count, covered, checkpoints, badRange, badCheckpoints, link } = result;
  for (const number of badCheckpoints)
    console.error(`Checkpoint ${number} of the audit, or the one before it, was changed after it was written.`);
  if (badRange !== null) {
    const { after, to, first, last } = badRange;
    console.error(
      `The log is not what was audited: the first difference is among events ${grouped(first)} to ${grouped(last)}, ${placeOf(after)} and up to position ${to}. ${backup}`,
    );
    return false;
  }
  if (badCheckpoints.length > 0) {
    console.error(`The log fits the other ${grouped(checkpoints - badCheckpoints.length)} checkpoints.`);
    return false;
  }
  if (checkpoints === 0 && count > 0) {
    console.error(`No checkpoint was ever written for this log: nothing vouches for its ${grouped(count)} events.`);
    console.error(`Last link: ${link}`);
    return false;
  }
  const open = count - covered;
  const rest =
    open === 0 ? '' : ` ${grouped(open)} events are younger than the last checkpoint: nothing vouches for them yet.`;
  console.log(`The log fits all ${grouped(checkpoints)} checkpoints: ${progress.summary(count)}.${rest}`);
  console.log(`Last link: ${link}`);
  return true;
};

const placeOf = (after: Position | null): string => (after === null ? 'from the start' : `after position ${after}`);
