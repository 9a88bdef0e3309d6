import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { named } from '../contract/events.suite.js';
import { chainText, nextLink, type ChainRow } from '../embedded/chain/chain.js';
import { logFile } from '../embedded/schema.js';
import { fill, StoresFolder } from '../move/stores.suite.js';

/** Each test starts several processes. */
jest.setTimeout(30_000);

const program = join(dirname(fileURLToPath(import.meta.url)), '../../dist/cli/log.js');

describe('npm run log', () => {
  let folder: StoresFolder;

  beforeEach(async () => {
    folder = await StoresFolder.make();
    await fill(await folder.store('source'), 50);
  });
  afterEach(() => folder.remove());

  const at = (name: string): string => join(folder.path, name);
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: at('source') },
    });
    return { status, stdout, stderr };
  };

  it('exports while the log is in use, imports and verifies, each with one closing line', async () => {
    const { link } = await folder.ownChain('source');
    const exported = run('export', '--to', at('log.gz'));
    expect(exported).toEqual({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Exported to .*: 50 events .*\n$/),
    });
    const imported = run('import', '--from', at('log.gz'), '--data', at('target'));
    expect(imported).toEqual({ status: 0, stderr: '', stdout: expect.stringContaining(`Last link: ${link}`) });
    expect(run('import', '--from', at('source'), '--data', at('target')).stdout).toContain(
      '50 of them were already there',
    );
    expect(run('verify', '--data', at('target'))).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^The log is intact: 50 events .*\\nLast link: ${link}\\n$`)),
    });
  });

  it('prints its help', () => {
    expect(run('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('Exit codes') });
  });

  it('names an unknown command and prints the usage', () => {
    const { status, stdout, stderr } = run('compare');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^Unknown command "compare"\.\n\nUsage:/);
  });

  it('says what is missing and creates nothing', () => {
    expect(run('verify', '--data', at('none'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no event log'),
    });
    expect(run('export', '--to', at('x'), '--data', at('none'))).toMatchObject({ status: 2 });
    expect(run('import', '--from', at('none.gz'), '--data', at('new'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('cannot be read'),
    });
    expect([existsSync(at('none')), existsSync(at('x')), existsSync(at('new'))]).toEqual([false, false, false]);
  });

  it('refuses to overwrite a file or to write to a log that is in use', async () => {
    await writeFile(at('kept'), 'kept');
    expect(run('export', '--to', at('kept'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('already exists'),
    });
    expect(await readFile(at('kept'), 'utf8')).toBe('kept');
    run('export', '--to', at('log'));
    expect(run('import', '--from', at('log'))).toMatchObject({ status: 2, stderr: expect.stringContaining('in use') });
  });

  it('ends with 1 for a damaged file, before anything is written', async () => {
    run('export', '--to', at('log'));
    const text = await readFile(at('log'), 'utf8');
    await writeFile(at('log'), text.replace('RoleAssigned', 'RoleAssumed'));
    const { status, stderr } = run('import', '--from', at('log'), '--data', at('target'));
    expect({ status, made: existsSync(at('target')) }).toEqual({ status: 1, made: false });
    expect(stderr).toContain('is damaged: within its first events');
  });

  it('ends with 1 for another history and says where they differ', async () => {
    await (await folder.store('target')).append('other-1', named('a'), 'none');
    await folder.close();
    const { status, stderr } = run('import', '--from', at('source'), '--data', at('target'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/they differ at event 1 .*workspace-0.*other-1/);
  });

  it('ends with 1 for a damaged log', async () => {
    await folder.close();
    const db = new DatabaseSync(join(folder.directory('source'), logFile));
    db.exec(`UPDATE events SET type = 'Forged' WHERE position = 7`);
    db.close();
    expect(run('verify')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('damaged at position 0000000000000007; the 6 events before it are intact'),
    });
  });

  it('finds a rewritten chain with a record that is kept elsewhere', async () => {
    const witness = (): ReturnType<typeof run> => run('verify', '--record', at('witness'));
    expect(witness()).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^No checkpoint yet: 50 events/),
    });
    await (await folder.store('source')).append('later-1', named('a'), 'none');
    expect(witness()).toMatchObject({ status: 0, stdout: expect.stringMatching(/all 1 checkpoints: 51 events/) });
    expect(witness()).toMatchObject({ status: 0, stdout: expect.not.stringContaining('Recorded') });
    await folder.close();
    await rewriteChain(folder.directory('source'), 51);
    expect(run('verify')).toMatchObject({ status: 0 });
    expect(witness()).toMatchObject({ status: 1, stderr: expect.stringMatching(/among events 51 to 51/) });
  });
});

/** As an attacker would who knows how the chain is made: changes the last event and its link. */
const rewriteChain = async (directory: string, last: number): Promise<void> => {
  const db = new DatabaseSync(join(directory, logFile));
  const select = `SELECT s.name AS stream, e.*, lower(hex(e.hash)) AS link FROM events e JOIN streams s ON s.id = e.stream WHERE position = ?`;
  const row = db.prepare(select).get(last) as unknown as ChainRow;
  const before = db.prepare(select).get(last - 1) as unknown as { link: string };
  const link = nextLink(before.link, chainText({ ...row, type: 'Forged', stream: 'later-1' }));
  db.prepare('UPDATE events SET type = ?, hash = ? WHERE position = ?').run('Forged', Buffer.from(link, 'hex'), last);
  db.close();
};
