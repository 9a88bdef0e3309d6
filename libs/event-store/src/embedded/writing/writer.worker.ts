import { parentPort, workerData } from 'node:worker_threads';
import { GroupWriter } from './group-writer.js';
import { schema } from '../schema.js';
import type { FromWriter, ToWriter, WriterData } from './writer-protocol.js';
import { openLog } from '../open-log.js';

/** The only writer of the log, in a thread of its own, so that an fsync holds up no request. */
const { file, crashAt, maxPages } = workerData as WriterData;
const db = openLog(file, { readOnly: false });
db.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536',
);
db.exec(schema);
if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);

const writer = new GroupWriter(db, (step) => {
  if (step === crashAt) process.kill(process.pid, 'SIGKILL');
});
const post = (message: FromWriter): void => parentPort?.postMessage(message);

/** Bytes that the write-ahead log grows by before a checkpoint copies it into the file. */
const checkpointAfterBytes = 16 * 1_048_576;
const pageBytes = 4_096;
let writtenSinceCheckpoint = 0;

/** Runs after the answers are sent, so that no append waits for it. */
const checkpoint = (): void => {
  if (writtenSinceCheckpoint < checkpointAfterBytes) return;
  writtenSinceCheckpoint = copiesWrittenAhead() ? 0 : checkpointAfterBytes / 2;
};

/** False: it has to be tried again. Without room for it, or after an error of the disk, the log itself is still whole. */
const copiesWrittenAhead = (): boolean => {
  try {
    return Number(db.prepare('PRAGMA wal_checkpoint(RESTART)').get()?.['busy']) === 0;
  } catch {
    return false;
  }
};

parentPort?.on('message', (message: ToWriter) => {
  if (message.kind === 'close') {
    db.close();
    post({ kind: 'closed' });
    return;
  }
  const answers = writer.commit(message.appends);
  post({ kind: 'answers', answers, head: writer.head });
  for (const { events } of message.appends)
    for (const event of events) writtenSinceCheckpoint += event[2].length + event[3].length + pageBytes / 4;
  checkpoint();
});

post({ kind: 'ready', head: writer.head });
