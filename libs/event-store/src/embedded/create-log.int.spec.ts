import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { createLog } from './create-log.js';
import { openLog } from './open-log.js';
import { logFile } from './schema.js';

/** Opens the file again and again, as a reader that waits for it, and counts the times when it was there incomplete. */
const watching = `
  const { existsSync } = require('node:fs');
  const { DatabaseSync } = require('node:sqlite');
  const { parentPort, workerData } = require('node:worker_threads');
  let incomplete = 0;
  let isComplete = false;
  parentPort.postMessage('watching');
  while (!isComplete) {
    if (!existsSync(workerData)) continue;
    try {
      const database = new DatabaseSync(workerData, { readOnly: true });
      isComplete = database.prepare("SELECT value FROM meta WHERE name = 'log id'").get() !== undefined;
      database.close();
    } catch {}
    if (!isComplete) incomplete += 1;
  }
  parentPort.postMessage(incomplete);
`;

/** Holds the file for itself for a moment, as SQLite does while it recovers the file after a crash. */
const holding = `
  const { DatabaseSync } = require('node:sqlite');
  const { parentPort, workerData } = require('node:worker_threads');
  const database = new DatabaseSync(workerData);
  database.exec("PRAGMA locking_mode = EXCLUSIVE; UPDATE meta SET value = value");
  parentPort.postMessage('holding');
  setTimeout(() => database.close(), 300);
`;

describe('a new log', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'guildhall-new-log-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const message = (worker: Worker): Promise<unknown> => new Promise((resolve) => worker.once('message', resolve));

  it('is complete as soon as a reader sees it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const file = join(directory, `${round}.db`);
      const worker = new Worker(watching, { eval: true, workerData: file });
      await message(worker);
      const counted = message(worker);
      createLog(file);
      expect(await counted).toBe(0);
    }
  });

  it('is begun again after a crash that left a part of it', () => {
    const file = join(directory, 'log.db');
    const part = new DatabaseSync(`${file}.new`);
    part.exec('CREATE TABLE meta (name TEXT) STRICT');
    part.close();
    createLog(file);
    const log = new DatabaseSync(file, { readOnly: true });
    expect(log.prepare("SELECT count(*) AS ids FROM meta WHERE name = 'log id'").get()).toMatchObject({ ids: 1 });
    log.close();
  });

  it('is read although another process holds the file for a moment', async () => {
    const file = join(directory, logFile);
    createLog(file);
    await message(new Worker(holding, { eval: true, workerData: file }));
    const log = openLog(file, { readOnly: true });
    expect(log.prepare('SELECT count(*) AS events FROM events').get()).toEqual({ events: 0 });
    log.close();
  });

  it('keeps its identity when it is opened again', () => {
    const file = join(directory, 'log.db');
    const identity = (): unknown => {
      createLog(file);
      const log = new DatabaseSync(file, { readOnly: true });
      const row = log.prepare("SELECT value FROM meta WHERE name = 'log id'").get();
      log.close();
      return row?.['value'];
    };
    expect(identity()).toBe(identity());
  });
});
