import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseSync } from 'node:sqlite';
import { GroupWriter } from './group-writer.js';
import { schema } from '../schema.js';
import type { FromWriter, ToWriter, WriterData } from './writer-protocol.js';

/** The one writer of the log, in a thread of its own: an fsync must not hold up anybody's request. */
const { file, crashAt, maxPages } = workerData as WriterData;
const db = new DatabaseSync(file);
db.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -65536',
);
db.exec(schema);
if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);

const writer = new GroupWriter(db, (step) => {
  if (step === crashAt) process.kill(process.pid, 'SIGKILL');
});
const say = (message: FromWriter): void => parentPort?.postMessage(message);

/** The log beside grows by this before it is folded into the file, in bytes. */
const foldAfterBytes = 16 * 1_048_576;
const pageBytes = 4_096;
let writtenSinceFold = 0;

/** After the answers have left: nobody waits for it. */
const foldWal = (): void => {
  if (writtenSinceFold < foldAfterBytes) return;
  const row = db.prepare('PRAGMA wal_checkpoint(RESTART)').get();
  writtenSinceFold = Number(row?.['busy']) === 0 ? 0 : foldAfterBytes / 2;
};

parentPort?.on('message', (message: ToWriter) => {
  if (message.kind === 'close') {
    db.close();
    say({ kind: 'closed' });
    return;
  }
  const answers = writer.commit(message.appends);
  say({ kind: 'answers', answers, head: writer.head });
  for (const { events } of message.appends)
    for (const event of events) writtenSinceFold += event[2].length + event[3].length + pageBytes / 4;
  foldWal();
});

say({ kind: 'ready', head: writer.head });
