import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asOrdinaryUser, giveToOrdinaryUser } from '../contract/ordinary-user.suite.js';
import { Directory, within } from './directory.js';
import { removeFolder, removeIn } from './removal.js';

describe('removing a folder', () => {
  let place: string;
  let folder: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'guildhall-removal-'));
    folder = join(place, 'agent');
    mkdirSync(join(folder, 'home/pkg/mod/lib@v1'), { recursive: true });
    writeFileSync(join(folder, 'home/pkg/mod/lib@v1/lib.go'), 'package lib');
    writeFileSync(join(folder, 'home/.auth_token'), 'secret');
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it('removes entries that their owner made read-only or closed', async () => {
    chmodSync(join(folder, 'home/pkg/mod/lib@v1'), 0o555);
    chmodSync(join(folder, 'home/pkg/mod'), 0o000);
    giveToOrdinaryUser(place);
    await asOrdinaryUser(() => removeFolder(folder));
    expect(readdirSync(place)).toEqual([]);
  });

  it('ignores a missing folder', async () => {
    await removeFolder(join(place, 'nobody'));
    await removeFolder(join(place, 'no/body'));
    expect(readdirSync(place)).toEqual(['agent']);
  });

  it('fails for an entry of another owner and leaves its mode unchanged', async () => {
    const home = join(folder, 'home');
    chmodSync(home, 0o555);
    giveToOrdinaryUser(place);
    await asOrdinaryUser(async () => {
      await within(await Directory.open('/'), (root) =>
        expect(root.unlock('usr')).rejects.toMatchObject({ code: 'EPERM' }),
      );
      await within(await Directory.open(folder), async (top) => {
        top.unlock = () => Promise.reject(Object.assign(new Error('not ours'), { code: 'EPERM' }));
        await expect(removeIn(top, 'home')).rejects.toMatchObject({ code: 'EACCES' });
      });
    });
    expect(existsSync(join(home, 'pkg/mod/lib@v1/lib.go'))).toBe(true);
    expect(statSync(home).mode & 0o777).toBe(0o555);
  });

  it('reaches entries deeper than the limit of descriptors', async () => {
    const names = Array.from({ length: 650 }, (_, level) => `d${level}`);
    const script = `for name in ${names.join(' ')}; do mkdir $name; cd $name; : > file; done; chmod 500 .`;
    execFileSync('sh', ['-c', script], { cwd: folder });
    await removeFolder(folder);
    expect(readdirSync(place)).toEqual([]);
  });

  it('removes a link without its target, whose mode stays', async () => {
    const outside = join(place, 'outside');
    mkdirSync(outside);
    chmodSync(outside, 0o555);
    symlinkSync(outside, join(folder, 'home/out'));
    await within(await Directory.open(join(folder, 'home')), async (home) => {
      await expect(home.unlock('out')).rejects.toMatchObject({ code: 'ENOTDIR' });
    });
    await removeFolder(folder);
    expect(statSync(outside).mode & 0o777).toBe(0o555);
  });

  it('reports busy files while a writer keeps adding to the folder', async () => {
    let written = 0;
    await within(await Directory.open(place), async (top) => {
      const { child } = top;
      top.child = async (name) => {
        const opened = await child.call(top, name);
        const { names } = opened;
        opened.names = async (limit) => {
          const listed = await names.call(opened, limit);
          writeFileSync(join(folder, `again-${(written += 1)}`), '');
          return listed;
        };
        return opened;
      };
      await expect(removeIn(top, 'agent')).rejects.toMatchObject({ code: 'FILES_BUSY' });
    });
  });
});
