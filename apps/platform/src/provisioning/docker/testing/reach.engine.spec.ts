import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startOf, until } from '../../../backend-port/agent-place.suite.js';
import type { AgentStart, TerminalSession } from '../../../backend-port/backend.js';
import type { DockerBackend } from '../docker-backend.js';
import { CutEngine } from './cut-engine.suite.js';
import { describeWithEngine, EnginePlace, image } from './engine-place.suite.js';
import { inside } from './inside.suite.js';

describeWithEngine('reaching into a container', () => {
  let place: EnginePlace;
  let backend: DockerBackend;

  beforeAll(async () => {
    place = await EnginePlace.prepare();
    backend = place.open();
  });
  afterAll(async () => {
    await backend.close();
    await place.clear();
    await place.platform.close();
  });

  const started = async (start: AgentStart = startOf(1)): Promise<AgentStart> => {
    await backend.start(start);
    await place.platform.arrival(start.token);
    return start;
  };
  const textOf = async (workspaceId: string, path: string): Promise<string> =>
    (await backend.files(workspaceId).read('configs', path, 1_000)).toString();

  it('finds the files of an agent before its first start, while it runs, and after its end', async () => {
    const start = startOf(1);
    const files = backend.files(start.workspaceId);
    await files.write('configs', 'prompts/first.md', Buffer.from('laid before'));
    await started(start);
    expect(
      await inside(
        place,
        start.workspaceId,
        `console.log(require('node:fs').readFileSync('/configs/prompts/first.md', 'utf8'))`,
      ),
    ).toBe('laid before\n');
    await files.write('configs', 'second.md', Buffer.from('while it runs'));
    await backend.stop(start.workspaceId);
    expect(await textOf(start.workspaceId, 'second.md')).toBe('while it runs');
    await files.write('workspace', 'third', Buffer.from('after its end'));
    await started({ ...start, incarnation: 2, token: startOf(2).token });
    expect((await files.read('workspace', 'third', 100)).toString()).toBe('after its end');
    const { entries } = await files.list('configs', '', 2, 100);
    expect(entries.map(({ path }) => path)).toEqual(['prompts', 'prompts/first.md', 'second.md']);
  });

  it('moves bytes as they are, also many', async () => {
    const files = backend.files(startOf(1).workspaceId);
    const content = Buffer.alloc(8 * 1_048_576, 'åß\0\x01\x02');
    await files.write('home', 'large', content);
    expect((await files.read('home', 'large', content.length)).equals(content)).toBe(true);
  });

  it('refuses what leads out of a root, by path or by link', async () => {
    const { workspaceId } = await started();
    const files = backend.files(workspaceId);
    await expect(files.read('configs', '../etc/passwd', 100)).rejects.toMatchObject({ code: 'PATH_REFUSED' });
    await inside(place, workspaceId, `require('node:fs').symlinkSync('/etc/passwd', '/configs/out')`);
    await expect(files.read('configs', 'out', 10_000)).rejects.toMatchObject({ code: 'PATH_REFUSED' });
  });

  it('writes to the workspace of tier 1', async () => {
    const { workspaceId } = await started(startOf(1, { tier: 1 }));
    const change = await backend.files(workspaceId).write('workspace', 'x', Buffer.from('x'));
    expect(change).toMatchObject({ path: 'x', size: 1 });
  });

  it('leaves nothing running that only kept files open', async () => {
    const { workspaceId } = startOf(1);
    await backend.files(workspaceId).list('configs', '', 1, 10);
    const keepers = () =>
      place.docker.listContainers({
        all: true,
        filters: place.at.filter({ 'guildhall.role': 'files', 'guildhall.workspace': workspaceId }),
      });
    expect(await keepers()).toMatchObject([{ State: 'running', HostConfig: { NetworkMode: 'none' } }]);
    await until(keepers, (all) => all.length === 0);
  });

  it('finds the folder that a foreign program was given, whoever opened its files while it was started', async () => {
    const way = new CutEngine();
    await way.mend();
    const runtimeImages = new Map([['mine', image]]);
    const [starting, looking] = [
      place.open({ runtimeImages, engine: { socketPath: way.socketPath } }),
      place.open({ runtimeImages }),
    ];
    const workspaceDir = place.folders.given;
    const start = startOf(1, { runtime: 'mine', command: null, access: 'read_only', workspaceDir });
    const look = way.holdAnswerTo(/GET \/containers\/[^ ]+-files\/json/);
    const started = starting.start(start);
    await look.reached;
    expect((await looking.files(start.workspaceId).list('workspace', '', 1, 10)).entries).toEqual([]);
    look.release();
    await started;
    const files = looking.files(start.workspaceId);
    expect((await files.read('workspace', 'note', 100)).toString()).toBe('in given');
    await starting.purge(start.workspaceId);
    for (const each of [starting, looking]) await each.close();
    way.close();
  });

  describe('by a terminal', () => {
    const opened = async (workspaceId: string) => {
      const session = await backend.openTerminal(workspaceId, { columns: 91, rows: 31 });
      const seen = { text: '', ended: [] as (number | null)[] };
      session.onOutput((output) => (seen.text += output.toString()));
      session.onEnd((exitCode) => seen.ended.push(exitCode));
      return { session, seen };
    };
    const asks = async (session: TerminalSession, seen: { text: string }, line: string, answer: RegExp) => {
      session.write(`${line}\r`);
      await until(
        () => seen.text,
        (text) => answer.test(text),
      );
    };

    it('is a real one: it knows its size, follows it, and ends with the code of its shell', async () => {
      const { workspaceId } = await started();
      const { session, seen } = await opened(workspaceId);
      await asks(session, seen, 'stty size; id -u; pwd', /31 91\r\n1000\r\n\/workspace\r\n/);
      session.resize({ columns: 120, rows: 40 });
      await until(
        async () => {
          session.write('stty size\r');
          await new Promise((resolve) => setTimeout(resolve, 50));
          return seen.text;
        },
        (text) => text.includes('40 120\r\n'),
      );
      session.write('exit 3\r');
      await until(
        () => seen.ended,
        (ended) => ended.length > 0,
      );
      expect(seen.ended).toEqual([3]);
    });

    it('ends with everything that was started in it when it is closed', async () => {
      const { workspaceId } = await started();
      const { session, seen } = await opened(workspaceId);
      await asks(session, seen, 'sleep 1000 & echo be""gun', /begun/);
      const script = `console.log(require('node:child_process').spawnSync('sh', ['-c', 'grep -l sleep /proc/[0-9]*/comm']).stdout.toString().trim())`;
      const sleeping = () => inside(place, workspaceId, script);
      expect(await sleeping()).toMatch(/^\/proc\/\d+\/comm\n$/);
      session.close();
      await until(
        () => seen.ended,
        (ended) => ended.length > 0,
      );
      await until(sleeping, (found) => found === '\n');
    });

    it('knows how much of what is typed its program does not read', async () => {
      const { workspaceId } = await started();
      const { session, seen } = await opened(workspaceId);
      await asks(session, seen, 'stty raw -echo; echo re""ady; sleep 1000', /ready/);
      expect(session.unread()).toBe(0);
      session.write('x'.repeat(4 * 1_048_576));
      expect(session.unread()).toBeGreaterThan(1_048_576);
      session.close();
    });

    it('ends when the agent does', async () => {
      const { workspaceId } = await started();
      const { seen } = await opened(workspaceId);
      await backend.stop(workspaceId);
      await until(
        () => seen.ended,
        (ended) => ended.length > 0,
      );
    });

    it('is not there for what does not run', async () => {
      const size = { columns: 80, rows: 24 };
      await expect(backend.openTerminal(randomUUID(), size)).rejects.toMatchObject({ code: 'AGENT_NOT_RUNNING' });
      const { workspaceId } = await started();
      await backend.stop(workspaceId);
      await expect(backend.openTerminal(workspaceId, size)).rejects.toMatchObject({ code: 'AGENT_NOT_RUNNING' });
    });
  });
});
