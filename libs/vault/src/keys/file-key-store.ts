import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeysDamaged } from '../errors.js';
import type { DataKey, KeyStore } from '../port.js';
import { openBytes, sealBytes } from '../sealing.js';
import { KeyNames } from './key-names.js';
import { loadMasterKey, type MasterKeyProof } from './master-key.js';
import { createPrivateFile, destroyFile, flushFolder, missingIsNull } from './private-file.js';

export interface FileKeyStoreOptions {
  /** Created if missing, accessible to its owner only. Used by one process at a time. */
  directory: string;
  /** 32 bytes in base64; default: a file in the directory, created at the first start. */
  masterKey?: string;
}

/** Rejects with `WrongMasterKey` if the keys in the directory were made under another one. */
export const openFileKeyStore = async ({ directory, masterKey }: FileKeyStoreOptions): Promise<KeyStore> => {
  const subjects = join(directory, 'subjects');
  await mkdir(subjects, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  await flushFolder(directory);
  const proof = (await hasMasterKey(directory)) ? null : await proofIn(subjects);
  return new FileKeyStore(subjects, await loadMasterKey(directory, masterKey, proof));
};

/** True: a master key was made for this directory before. */
export const hasMasterKey = async (directory: string): Promise<boolean> =>
  (await stat(join(directory, 'master.mark')).catch(missingIsNull)) !== null;

/** Key files that are read at most to test a master key: one that opens is enough. */
const testedFiles = 20;

const proofIn = async (subjects: string): Promise<MasterKeyProof> => {
  const names = (await readdir(subjects)).filter((name) => name.endsWith('.json')).slice(0, testedFiles);
  if (names.length === 0) return null;
  const texts = await Promise.all(names.map((name) => readFile(join(subjects, name), 'utf8')));
  return (masterKey) => texts.some((text) => opens(wrapKeyOf(masterKey), text));
};

const opens = (wrapKey: Buffer, text: string): boolean => {
  try {
    unwrapped(wrapKey, JSON.parse(text) as KeyFile);
    return true;
  } catch {
    return false;
  }
};

const wrapKeyOf = (masterKey: Buffer): Buffer => Buffer.from(hkdfSync('sha256', masterKey, '', wrapPurpose, 32));

const unwrapped = (wrapKey: Buffer, { id, subject, wrapped }: KeyFile): Uint8Array =>
  openBytes(wrapKey, contextOf(id, subject), Buffer.from(wrapped, 'base64'));

/** Most keys in memory; the least used ones are read again from their file. */
const maxCachedKeys = 10_000;
const wrapPurpose = 'guildhall/wrap';
const idForm = /^([0-9a-f]{32})-([0-9a-f]{16})$/;

interface KeyFile {
  id: string;
  subject: string;
  /** The data key, sealed under the master key; base64. */
  wrapped: string;
}

/**
 * One file for each subject, named by a keyed hash: a list of the files does not reveal the subjects, and the id of a key
 * leads to its file.
 */
class FileKeyStore implements KeyStore {
  private readonly wrapKey: Buffer;
  /** Keys by the name of the subject's file. */
  private readonly kept = new Map<string, DataKey>();
  private readonly names: KeyNames;
  /** The last task on each subject's file; the next one waits for it. */
  private readonly lastTasks = new Map<string, Promise<unknown>>();
  private isClosed = false;

  constructor(
    private readonly directory: string,
    masterKey: Buffer,
  ) {
    this.wrapKey = wrapKeyOf(masterKey);
    this.names = new KeyNames(masterKey);
  }

  async current(subject: string): Promise<DataKey> {
    const name = this.names.of(subject);
    const kept = this.kept.get(name);
    if (kept !== undefined) return copyOf(kept);
    return this.queued(name, async () => (await this.load(name)) ?? this.create(name, subject));
  }

  async byId(keyId: string): Promise<DataKey | null> {
    const name = idForm.exec(keyId)?.[1];
    if (name === undefined) return null;
    const kept = this.kept.get(name);
    const key = kept === undefined ? await this.queued(name, () => this.load(name)) : copyOf(kept);
    return key?.id === keyId ? key : null;
  }

  /** Overwrites the file before removing it; a file system that keeps old blocks has only wrapped keys. */
  async shred(subject: string): Promise<void> {
    const name = this.names.of(subject);
    this.forget(name);
    await this.queued(name, async () => {
      this.forget(name);
      await destroyFile(this.fileOf(name));
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.lastTasks.values());
    for (const name of [...this.kept.keys()]) this.forget(name);
    this.names.clear();
  }

  /** Runs one task at a time on each file, so that no read can bring back a key that is being shredded. */
  private queued<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    if (this.isClosed) return Promise.reject(new Error('the key store is closed'));
    const before = this.lastTasks.get(name) ?? Promise.resolve();
    const turn = before.then(work, work);
    const end = (): void => {
      if (this.lastTasks.get(name) === turn) this.lastTasks.delete(name);
    };
    this.lastTasks.set(name, turn);
    turn.then(end, end);
    return turn;
  }

  /** A copy of the key, from memory if an earlier task has loaded it meanwhile. */
  private async load(name: string): Promise<DataKey | null> {
    const kept = this.kept.get(name);
    if (kept !== undefined) return copyOf(kept);
    const file = this.fileOf(name);
    const text = await readFile(file, 'utf8').catch(missingIsNull);
    if (text === null) return null;
    try {
      const content = JSON.parse(text) as KeyFile;
      const key = unwrapped(this.wrapKey, content);
      return this.keep(name, { id: content.id, subject: content.subject, key });
    } catch (cause) {
      throw new KeysDamaged(file, { cause });
    }
  }

  private async create(name: string, subject: string): Promise<DataKey> {
    const id = `${name}-${randomBytes(8).toString('hex')}`;
    const key = randomBytes(32);
    const wrapped = sealBytes(this.wrapKey, contextOf(id, subject), key).toString('base64');
    const content: KeyFile = { id, subject, wrapped };
    const made = await createPrivateFile(this.fileOf(name), JSON.stringify(content));
    if (made) return this.keep(name, { id, subject, key });
    return (await this.load(name)) ?? this.create(name, subject);
  }

  private keep(name: string, key: DataKey): DataKey {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= maxCachedKeys && oldest !== undefined) this.forget(oldest);
    this.kept.set(name, key);
    return copyOf(key);
  }

  private forget(name: string): void {
    this.kept.get(name)?.key.fill(0);
    this.kept.delete(name);
  }

  private fileOf(name: string): string {
    return join(this.directory, `${name}.json`);
  }
}

const contextOf = (id: string, subject: string): string => JSON.stringify(['guildhall/data-key/1', id, subject]);

/** The cached bytes are overwritten when a key is shredded; a caller that holds the key must not see zeros. */
const copyOf = ({ id, subject, key }: DataKey): DataKey => ({ id, subject, key: Uint8Array.from(key) });
