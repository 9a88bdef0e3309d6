import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const script = join(import.meta.dirname, '../../deploy/image/entrypoint.sh');
const print = (name: string): string => `process.stdout.write(String(process.env.${name}))`;

describe('the entry script of an image', () => {
  let folder: string;
  let secret: string;
  let entry: string;

  const enter = (env: NodeJS.ProcessEnv, ...args: string[]) =>
    spawnSync('sh', [entry, ...args], { encoding: 'utf8', env: { PATH: searchPath(), ...env } });
  const searchPath = (): string => `${dirname(process.execPath)}:/usr/bin:/bin`;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-entry-'));
    mkdirSync(join(folder, 'image'));
    entry = join(folder, 'image/entrypoint.sh');
    copyFileSync(script, entry);
    writeFileSync(join(folder, 'node-flags'), '--max-semi-space-size=8 --title=guildhall\n');
    secret = join(folder, 'secret');
    writeFileSync(secret, 'it is $HOME `here` "quoted"\n');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['ADMIN_TOKEN', 'GUILDHALL_MASTER_KEY', 'EVENTSTORE_URL', 'MONGODB_URL'])(
    'takes %s from its file, to the letter',
    (name) => {
      const { stdout, status } = enter({ [`${name}_FILE`]: secret }, '-e', print(name));
      expect([status, stdout]).toEqual([0, 'it is $HOME `here` "quoted"']);
    },
  );

  it('hands over neither the name of the file nor unset variables', () => {
    expect(enter({ ADMIN_TOKEN_FILE: secret }, '-e', print('ADMIN_TOKEN_FILE')).stdout).toBe('undefined');
    expect(enter({}, '-e', print('ADMIN_TOKEN')).stdout).toBe('undefined');
  });

  it('leaves a value alone that is given without a file', () => {
    expect(enter({ ADMIN_TOKEN: 'given', ADMIN_TOKEN_FILE: '' }, '-e', print('ADMIN_TOKEN')).stdout).toBe('given');
  });

  it('refuses a value that is given twice', () => {
    const { status, stderr } = enter({ ADMIN_TOKEN: 'a', ADMIN_TOKEN_FILE: secret }, '-e', '');
    expect(status).toBe(78);
    expect(stderr).toBe('Both ADMIN_TOKEN and ADMIN_TOKEN_FILE are set, and only one can count: unset one of them.\n');
  });

  it('refuses a file that is missing, a folder, or empty, and never shows a secret', () => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '');
    for (const [file, sentence] of [
      [join(folder, 'none'), 'cannot read'],
      [folder, 'cannot read'],
      [empty, 'is empty'],
    ] as const) {
      const { status, stderr } = enter({ MONGODB_URL_FILE: file, ADMIN_TOKEN_FILE: secret }, '-e', '');
      expect(status).toBe(78);
      expect(stderr).toContain(`MONGODB_URL_FILE names ${file}, `);
      expect(stderr).toContain(sentence);
      expect(stderr).not.toContain('quoted');
    }
  });

  it('becomes Node with the flags of the image, so that signals reach it', async () => {
    chmodSync(entry, 0o755);
    const program = `process.once('SIGTERM', () => { console.log('stopped'); process.exit(7); });
      setInterval(() => {}, 1000);
      console.log([process.pid, ...process.execArgv.slice(0, 2)].join());`;
    const child = spawn(entry, ['-e', program], { env: { PATH: searchPath() } });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number];
    expect(said).toBe(`${child.pid},--max-semi-space-size=8,--title=guildhall\nstopped\n`);
    expect(code).toBe(7);
  });
});
