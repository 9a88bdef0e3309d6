import { jest } from '@jest/globals';
import { StoreUnavailable } from '@guildhall/event-store';
import { named, nameOf } from '@guildhall/event-store/contract-events';
import { openEventStoreDb, type EventStoreDbStore } from '@guildhall/event-store/eventstoredb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../installation/until.js';
import { EventStoreProcess } from './event-store-process.js';
import { nodeAnswers } from './node-answers.js';
import { commandVariable } from './node-command.js';

jest.setTimeout(120_000);

const entry = fileURLToPath(new URL('../../../../tools/servers/event-store.mjs', import.meta.url));
const built = new URL('../../dist/index.js', import.meta.url).href;
const ownServer = `'${process.execPath}' '${entry}' --data {data} --port {port}`;
/** Stands in for Docker: its containers are processes that no signal to the group of the command reaches. */
const engine = `#!/bin/sh
case $1 in kill) signal=KILL ;; pause) signal=STOP ;; unpause) signal=CONT ;; stop) signal=TERM; shift 2 ;; esac
exec kill -$signal "$2"
`;
const path = process.env['PATH'];
/** Short: a store that is away is to be noticed soon. */
const times = { call: 500, unavailable: 300, giveUp: 2_000, pause: 5, maxPause: 50 };

/** A frozen node answers nothing, but still has its port. */
const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

describe('a node that a command starts', () => {
  let directory: string;
  let node: EventStoreProcess | null;
  let store: EventStoreDbStore | null;

  const prepared = async (command: string): Promise<EventStoreProcess> => {
    process.env[commandVariable] = command;
    node = await EventStoreProcess.on(directory);
    return node;
  };
  const started = async (command: string): Promise<[EventStoreProcess, EventStoreDbStore]> => {
    const running = await prepared(command);
    await running.start();
    store = await openEventStoreDb({ url: running.url, times });
    return [running, store];
  };
  const namesIn = async (from: EventStoreDbStore): Promise<string[]> =>
    (await from.readStream('s', { direction: 'forwards', limit: 10 })).map(nameOf);
  /** Frozen, the node answers nothing; then it has what it had. */
  const expectPause = async (running: EventStoreProcess, opened: EventStoreDbStore): Promise<void> => {
    await opened.append('s', named('a'), 'none');
    await running.freeze();
    await expect(opened.head()).rejects.toBeInstanceOf(StoreUnavailable);
    await running.thaw();
    expect(await namesIn(opened)).toEqual(['a']);
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'guildhall-node-'));
    [node, store] = [null, null];
  });
  afterEach(async () => {
    await store?.close();
    await node?.end();
    delete process.env[commandVariable];
    process.env['PATH'] = path;
    await rm(directory, { recursive: true, force: true });
  });

  it('is killed, ended and started again on the same files and port', async () => {
    const [running, opened] = await started(ownServer);
    expect(running.name).toMatch(commandVariable);
    await opened.append('s', named('a'), 'none');
    await running.kill();
    expect(await nodeAnswers(running.url)).toBe(false);
    await running.start();
    await opened.append('s', named('b'), 0);
    await running.end();
    expect(await nodeAnswers(running.url)).toBe(false);
    await running.start();
    expect(await namesIn(opened)).toEqual(['a', 'b']);
  });

  it('does nothing while it is frozen, and continues afterwards', async () => {
    const [running, opened] = await started(ownServer);
    await expectPause(running, opened);
    await running.freeze();
    await running.end();
    expect(await nodeAnswers(running.url)).toBe(false);
  });

  it('ends with everything that its command started', async () => {
    const [running] = await started(`${ownServer} & sleep 600 & wait`);
    await running.kill();
    expect(await nodeAnswers(running.url)).toBe(false);
    await running.start();
    await running.end();
    expect(await nodeAnswers(running.url)).toBe(false);
  });

  it('carries signals out on the container that the command names, whose file is gone before the next start', async () => {
    writeFileSync(join(directory, 'docker'), engine, { mode: 0o755 });
    process.env['PATH'] = `${directory}:${path}`;
    const outside = `[ ! -e {data}/container ] || exit 9; setsid ${ownServer} & echo $! >{data}/container; wait`;
    const [running, opened] = await started(outside);
    await expectPause(running, opened);
    await running.freeze();
    await running.kill();
    await running.start();
    await running.end();
    await running.start();
    expect(await namesIn(opened)).toEqual(['a']);
  });

  it.each([
    ['that runs', ''],
    ['that is frozen', 'await node.freeze();'],
  ])('%s does not survive the process that started it, however that ended', async (_, step) => {
    const program = `import { EventStoreProcess } from '${built}';
      const node = await EventStoreProcess.on('${directory}');
      await node.start();
      ${step}
      console.log(node.port);
      setInterval(() => undefined, 1_000);`;
    const tests = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, [commandVariable]: ownServer },
    });
    const [line] = (await once(tests.stdout, 'data')) as [Buffer];
    const port = Number(line.toString());
    expect(await isTaken(port)).toBe(true);
    tests.kill('SIGKILL');
    await until('the node to be gone', async () => !(await isTaken(port)));
  });

  it.each(['{port}', '{data}'])('is refused when its command lacks %s', async (placeholder) => {
    await expect(prepared(ownServer.replace(placeholder, 'x'))).rejects.toThrow(
      `${commandVariable} lacks ${placeholder}: the node has to use the port and the folder`,
    );
  });

  it('is refused with its output when its command ends at once', async () => {
    const running = await prepared('echo no disk for {data} on {port} >&2; exit 3');
    await expect(running.start()).rejects.toThrow(
      new RegExp(
        `ended \\(code 3\\) before it answered.*Command: echo no disk.*no disk for ${directory}.*by hand`,
        's',
      ),
    );
  });
});
