import { RemoteFiles, type ProgramAnswer } from '@guildhall/agent-files';
import { agentFilesContract } from '@guildhall/agent-files/contract';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { buffer, text } from 'node:stream/consumers';

const entry = resolve(import.meta.dirname, '../../../dist/runtime/main.js');

/** Runs it as a container engine does: the input stays open. */
const runIn =
  (folder: string) =>
  async (args: string[], input: Buffer): Promise<ProgramAnswer> => {
    const child = spawn(process.execPath, [entry, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        WORKSPACE_CONFIG_PATH: join(folder, 'configs'),
        GUILDHALL_WORKSPACE_PATH: join(folder, 'workspace'),
        GUILDHALL_HOME_PATH: join(folder, 'home'),
        PLUGINS_DIR: join(folder, 'plugins'),
      },
    });
    child.stdin.write(input);
    const ended = once(child, 'close') as Promise<[number]>;
    const [stdout, stderr, [exitCode]] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
    return { exitCode, stdout, stderr };
  };

agentFilesContract('RemoteFiles over the runtime', (folder) => ({
  files: new RemoteFiles(runIn(folder)),
  folderOf: (root) => join(folder, root),
}));

describe('the files command', () => {
  it('checks its requests itself, because its input is not trusted', async () => {
    const head = { operation: 'read', root: 'workspace', path: '../../etc/passwd', limit: 1_000 };
    const { stdout } = await runIn('/nowhere')(['files', 'read'], Buffer.from(`${JSON.stringify(head)}\n`));
    expect(JSON.parse(stdout.toString())).toMatchObject({ ok: false, code: 'PATH_REFUSED' });
  });

  it('fails without an answer for a malformed request', async () => {
    const head = { operation: 'list', root: 'etc', path: '', depth: 1, limit: 1 };
    const { exitCode, stdout, stderr } = await runIn('/nowhere')(
      ['files', 'list'],
      Buffer.from(`${JSON.stringify(head)}\n`),
    );
    expect([exitCode, stdout.length]).toEqual([1, 0]);
    expect(stderr).toContain('there is no root etc');
  });

  it('loads no checks of requests, because a person waits for it', () => {
    const watch = `
      import { registerHooks } from 'node:module';
      const load = (url, context, next) => {
        if (/class-validator|class-transformer/.test(url)) console.error('loads ' + url);
        return next(url, context);
      };
      registerHooks({ load });`;
    const hooks = `data:text/javascript,${encodeURIComponent(watch)}`;
    const input = `${JSON.stringify({ operation: 'list', root: 'workspace', path: '', depth: 1, limit: 1 })}\n`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', hooks, entry, 'files', 'list'], { input });
    expect([stderr.toString(), stdout.toString()]).toEqual(['', expect.stringContaining('"ok":')]);
  });
});
