import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Directory, within } from '../directory.js';
import { FolderFiles } from '../folder-files.js';
import { finishReplacements, silenceLimitMs } from './leftovers.js';
import { markOf, ownMark } from './owner.js';
import { replaceIn } from './replacement.js';

const text = (content: string): Buffer => Buffer.from(content);
const gone = ownMark.replace(/^\d+\.\d*/, '1.1');
const elsewhere = ownMark.replace(/[0-9a-f]+$/, '00ff');

describe('a replacement', () => {
  let workspace: string;
  let files: FolderFiles;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'guildhall-replacement-'));
    files = new FolderFiles({ workspace: { path: workspace, readOnly: false } });
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  const put = (path: string, content = ''): void => {
    mkdirSync(join(workspace, path, '..'), { recursive: true });
    writeFileSync(join(workspace, path), content);
  };
  const paths = async (): Promise<string[]> =>
    (await files.list('workspace', '', 5, 100)).entries.filter(({ kind }) => kind === 'file').map(({ path }) => path);
  const hidden = (): string[] => readdirSync(workspace).filter((name) => name.startsWith('.guildhall-'));
  const replaced = async (paths: string[], change: (top: Directory) => void = () => undefined): Promise<unknown> =>
    within(await Directory.open(workspace), async (top) => {
      change(top);
      return replaceIn(top, new Map(paths.map((path) => [path, text('new')])));
    });
  /** Calls `happens` at the `count`th sync of the root: 1 ready, 2 all is put away, 3 all is moved in. */
  const atSync =
    (count: number, happens: () => void) =>
    (top: Directory): void => {
      let synced = 0;
      top.sync = async () => {
        if ((synced += 1) === count) happens();
      };
    };
  const fails = (): void => {
    throw Object.assign(new Error('no more'), { code: 'EIO' });
  };

  it('stays done if the old files cannot be removed, and the next access removes them', async () => {
    put('logs/old.txt', 'old');
    await replaced(['logs/new.txt'], (top) => {
      const { stat } = top;
      top.stat = async (name) => (name.startsWith('.guildhall-old-') ? (fails() ?? null) : stat.call(top, name));
    });
    expect([readdirSync(join(workspace, 'logs')), hidden().length]).toEqual([['new.txt'], 1]);
    expect([await paths(), hidden()]).toEqual([['logs/new.txt'], []]);
  });

  it('puts aside entries that the agent creates in between', async () => {
    put('logs/old.txt');
    put('was-folder/old.txt');
    const again = (): void => {
      put('logs/x');
      put('was-folder/x');
      put('new-folder');
    };
    await replaced(['logs/new.txt', 'was-folder', 'new-folder/new.txt'], atSync(2, again));
    expect([await paths(), hidden()]).toEqual([['logs/new.txt', 'new-folder/new.txt', 'was-folder'], []]);
  });

  it('has no effect if it fails before the new files are moved in, whatever the agent creates in between', async () => {
    put('logs/old.txt', 'old');
    const again = (): never => {
      put('logs/x');
      return fails() as never;
    };
    await expect(replaced(['logs/new.txt'], atSync(2, again))).rejects.toMatchObject({ code: 'EIO' });
    expect([await paths(), hidden()]).toEqual([['logs/old.txt'], []]);
    expect(readFileSync(join(workspace, 'logs/old.txt'), 'utf8')).toBe('old');
  });

  it('is finished by the next access if it fails after that, also in the same process', async () => {
    put('old.txt');
    await expect(replaced(['new.txt'], atSync(3, fails))).rejects.toThrow('the next access resumes it');
    expect(hidden().length).toBe(2);
    expect([await paths(), hidden()]).toEqual([['new.txt'], []]);
  });

  it('is rolled back by the next access if the rollback failed the first time', async () => {
    put('old.txt');
    await expect(
      replaced(['new.txt'], (top) => {
        top.sync = async () => {
          if (!existsSync(join(workspace, 'old.txt'))) fails();
        };
      }),
    ).rejects.toMatchObject({ code: 'EIO' });
    expect([await paths(), hidden()]).toEqual([['old.txt'], []]);
  });

  it('is finished once, however many processes find it at the same time', async () => {
    put('old.txt');
    put(`.guildhall-ready-${gone}-00/new.txt`);
    await Promise.all(Array.from({ length: 8 }, () => files.list('workspace', '', 1, 100)));
    expect([await paths(), hidden()]).toEqual([['new.txt'], []]);
  });

  it('is not finished again by a process that found it before', async () => {
    put('old.txt');
    const ready = `.guildhall-ready-${gone}-00`;
    put(`${ready}/new.txt`);
    await within(await Directory.open(workspace), async (top) => {
      const { stat } = top;
      top.stat = async (name) => {
        const found = await stat.call(top, name);
        if (name === ready) await files.write('workspace', 'mine.txt', text(''));
        return found;
      };
      expect(await finishReplacements(top, 'write')).toBeNull();
    });
    expect([await paths(), hidden()]).toEqual([['mine.txt', 'new.txt'], []]);
  });

  it('ignores files with the name of a staging folder', async () => {
    put('kept.txt');
    for (const phase of ['new', 'ready', 'moving', 'old']) put(`.guildhall-${phase}-${gone}-00`);
    expect([await paths(), hidden()]).toEqual([['kept.txt'], []]);
    put(`.guildhall-ready-${elsewhere}-00`);
    await files.write('workspace', 'more.txt', text(''));
    expect([await paths(), hidden()]).toEqual([['kept.txt', 'more.txt'], []]);
  });

  it('of an invisible process blocks changes until it is silent', async () => {
    put('old.txt');
    const staging = `.guildhall-ready-${elsewhere}-00`;
    put(`${staging}/new.txt`);
    const refused = { code: 'FILES_BUSY', details: { retryAfter: 60 } };
    await expect(files.write('workspace', 'mine', text(''))).rejects.toMatchObject(refused);
    await expect(files.remove('workspace', 'old.txt')).rejects.toMatchObject(refused);
    await expect(files.replace('workspace', new Map())).rejects.toMatchObject(refused);
    expect([await paths(), hidden()]).toEqual([['old.txt'], [staging]]);
    const changed = new Date(Date.now() - silenceLimitMs - 60_000);
    utimesSync(join(workspace, staging), changed, changed);
    expect([await paths(), hidden()]).toEqual([['new.txt'], []]);
  });

  it('of another process on this machine is left alone while that runs', async () => {
    put('old.txt');
    put(`.guildhall-ready-${markOf(1)}-00/new.txt`);
    await expect(files.write('workspace', 'mine', text(''))).rejects.toMatchObject({ code: 'FILES_BUSY' });
    expect([await paths(), hidden().length]).toEqual([['old.txt'], 1]);
  });

  it('delays a change in the same process, which would be put away with the old files', async () => {
    put('old.txt');
    let written: Promise<unknown> = Promise.resolve();
    await replaced(['new.txt'], (top) => {
      top.sync = async () => {
        if (hidden().every((name) => !name.startsWith('.guildhall-ready-'))) return;
        written = files.write('workspace', 'mine.txt', text(''));
        // Long enough for a write that does not wait.
        for (let count = 0; count < 20; count += 1) expect(await paths()).toEqual(['old.txt']);
      };
    });
    await written;
    expect([await paths(), hidden()]).toEqual([['mine.txt', 'new.txt'], []]);
  });

  it('keeps no folder open when it blocks a change', async () => {
    put(`.guildhall-ready-${elsewhere}-00/new.txt`);
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let count = 0; count < 5; count += 1)
      await expect(files.write('workspace', 'mine', text(''))).rejects.toMatchObject({ code: 'FILES_BUSY' });
    expect(open()).toBe(before);
  });
});
