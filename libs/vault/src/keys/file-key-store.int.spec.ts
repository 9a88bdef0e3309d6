import { openFileBlobStore } from '@guildhall/blob-store';
import { randomBytes } from 'node:crypto';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vaultContract } from '../contract/vault.suite.js';
import { KeysDamaged, WrongMasterKey } from '../errors.js';
import { openVault } from '../vault.js';
import { hasMasterKey, openFileKeyStore } from './file-key-store.js';

const directory = mkdtempSync(join(tmpdir(), 'guildhall-vault-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

vaultContract('the vault over files', async () => {
  const blobs = await openFileBlobStore({ directory: join(directory, 'shared-blobs') });
  const keys = await openFileKeyStore({ directory: join(directory, 'shared-keys') });
  return { vault: await openVault({ blobs, keys }), blobs };
});

describe('keys in files', () => {
  let root: string;
  let stores = 0;
  beforeEach(() => (root = join(directory, `own-${(stores += 1)}`)));

  const masterKey = (): string => randomBytes(32).toString('base64');
  const everyFile = (): string[] =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const onlyKeyFile = (): string => {
    const [name] = readdirSync(join(root, 'subjects'));
    return join(root, 'subjects', name ?? 'none');
  };

  it('are readable by their owner only, and never stored in the clear', async () => {
    const keys = await openFileKeyStore({ directory: root, masterKey: masterKey() });
    const { key } = await keys.current('operator:ada');
    expect(key).toHaveLength(32);
    for (const folder of [root, join(root, 'subjects')]) expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of everyFile()) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const content = readFileSync(file);
      for (const form of ['hex', 'base64'] as const)
        expect(content.includes(Buffer.from(key).toString(form))).toBe(false);
    }
    expect(everyFile().some((file) => file.endsWith('master.key'))).toBe(false);
  });

  it('have a generated master key if none is given', async () => {
    const first = await openFileKeyStore({ directory: root });
    const { id, key } = await first.current('a');
    const file = join(root, 'master.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
    await first.close();
    const second = await openFileKeyStore({ directory: root });
    expect(await second.byId(id)).toEqual({ id, subject: 'a', key });
  });

  it('have one master key if two processes open them for the first time at once', async () => {
    const [one, other] = await Promise.all([
      openFileKeyStore({ directory: root }),
      openFileKeyStore({ directory: root }),
    ]);
    const { id, key } = await one.current('a');
    expect((await other.byId(id))?.key).toEqual(key);
  });

  it('refuse a wrong, missing or malformed master key with a sentence', async () => {
    const right = masterKey();
    await (await openFileKeyStore({ directory: root, masterKey: right })).current('a');
    const opening = async (given?: string): Promise<unknown> =>
      openFileKeyStore({ directory: root, ...(given === undefined ? {} : { masterKey: given }) }).catch(
        (error: unknown) => error,
      );
    const cases: [string | undefined, RegExp][] = [
      [masterKey(), /made under another master key; start with that key/],
      [undefined, /set GUILDHALL_MASTER_KEY to the key they were made under/],
      ['c2hvcnQ=', /is not 32 bytes in base64/],
      ['not base64 at all', /is not 32 bytes in base64/],
    ];
    for (const [given, sentence] of cases) {
      const error = await opening(given);
      expect(error).toBeInstanceOf(WrongMasterKey);
      expect((error as Error).message).toMatch(sentence);
    }
    expect(await opening(right)).not.toBeInstanceOf(Error);
  });

  it('refuse a new or a wrong master key also when their mark is gone, and take the right one', async () => {
    const { id } = await (await openFileKeyStore({ directory: root })).current('a');
    const masterFile = join(root, 'master.key');
    const right = readFileSync(masterFile, 'utf8');
    for (const file of [masterFile, join(root, 'master.mark')]) rmSync(file);
    expect(await hasMasterKey(root)).toBe(false);
    await expect(openFileKeyStore({ directory: root })).rejects.toThrow(/need a master key.*restore .*master\.key/);
    await expect(openFileKeyStore({ directory: root, masterKey: masterKey() })).rejects.toThrow(
      /made under another master key/,
    );
    expect(await hasMasterKey(root)).toBe(false);
    writeFileSync(masterFile, right);
    expect((await (await openFileKeyStore({ directory: root })).byId(id))?.subject).toBe('a');
    expect(await hasMasterKey(root)).toBe(true);
  });

  it.each([
    ['cut', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 40))],
    [
      'moved to another subject',
      (file: string) => writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"b"')),
    ],
  ])('that were %s are reported, not replaced', async (_case, inflict) => {
    const given = masterKey();
    const { id } = await (await openFileKeyStore({ directory: root, masterKey: given })).current('a');
    inflict(onlyKeyFile());
    const keys = await openFileKeyStore({ directory: root, masterKey: given });
    await expect(keys.current('a')).rejects.toBeInstanceOf(KeysDamaged);
    await expect(keys.byId(id)).rejects.toBeInstanceOf(KeysDamaged);
    expect(readdirSync(join(root, 'subjects'))).toHaveLength(1);
  });

  it('are overwritten before they are removed', async () => {
    const keys = await openFileKeyStore({ directory: root });
    await keys.current('a');
    const file = onlyKeyFile();
    const before = readFileSync(file);
    const second = join(root, 'second-name');
    linkSync(file, second);
    await keys.shred('a');
    expect(readdirSync(join(root, 'subjects'))).toEqual([]);
    const after = readFileSync(second);
    expect(after).toHaveLength(before.length);
    expect(after.equals(before)).toBe(false);
    expect(after.includes('wrapped')).toBe(false);
  });

  it('that a caller holds stay intact when they are shredded', async () => {
    const keys = await openFileKeyStore({ directory: root });
    const held = await keys.current('a');
    const bytes = Buffer.from(held.key);
    await keys.shred('a');
    expect(bytes.equals(held.key)).toBe(true);
    expect(await keys.byId(held.id)).toBeNull();
  });

  it('are not returned after closing', async () => {
    const keys = await openFileKeyStore({ directory: root });
    await keys.current('a');
    await keys.close();
    await expect(keys.current('a')).rejects.toThrow('closed');
    await expect(keys.current('b')).rejects.toThrow('closed');
  });

  it('leave no unfinished file', async () => {
    const keys = await openFileKeyStore({ directory: root });
    await Promise.all(Array.from({ length: 20 }, (_, index) => keys.current(`s${index % 10}`)));
    const names = everyFile().map((file) => file.slice(root.length));
    expect(names.filter((name) => name.includes('.new'))).toEqual([]);
    expect(names).toHaveLength(10 + 2);
  });
});
