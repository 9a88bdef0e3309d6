import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('mongo.mjs', import.meta.url));

describe('the server for tests that speaks the protocol of MongoDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-servers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (args: string[], env: Record<string, string>) =>
    spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });

  it.each([[[]], [['--data', folder, '--port', 'none']], [['--folder', folder]]])(
    'says how it is started when it was asked %j',
    (args) => {
      const { status, stderr } = run(args, {});
      expect(status).toBe(2);
      expect(stderr).toMatch(/node tools\/servers\/mongo\.mjs --data <folder>/);
    },
  );

  it('says what is missing where it cannot be had, and leaves nothing behind', () => {
    const { status, stderr } = run(['--install'], { PATH: folder, GUILDHALL_SERVERS_CACHE: join(folder, 'cache') });
    expect(status).toBe(1);
    expect(stderr).toBe('Maven is not installed (Debian: apt-get install maven); it fetches the server for tests\n');
  });
});
