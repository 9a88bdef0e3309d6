import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '../../../backend-port/agent-place.suite.js';
import type { TerminalSession } from '../../../backend-port/backend.js';
import { runInContainer } from '../engine/container-exec.js';
import { openContainerTerminal } from '../engine/container-terminal.js';
import { Engine } from '../engine/engine.js';
import { agentUser } from '../container-spec.js';
import { CutEngine } from './cut-engine.suite.js';
import { describeWithEngine, EnginePlace, image } from './engine-place.suite.js';

const size = { columns: 80, rows: 24 };
/** Room for the engine's own threads while it begins a program; what a test starts until there is none. */
const processes = 24;
const tooMany = Array.from({ length: processes + 1 }, (_, index) => index + 1).join(' ');

describeWithEngine('what the platform starts in a container of a foreign image', () => {
  let place: EnginePlace;
  let way: CutEngine;
  let id: string;

  beforeAll(async () => {
    place = await EnginePlace.prepare();
  });
  /** As of an image that has a shell and no Node: none is found on its PATH. */
  beforeEach(async () => {
    way = new CutEngine();
    await way.mend();
    const made = await place.docker.createContainer({
      name: `${place.at.network}-${randomUUID()}`,
      Image: image,
      User: agentUser,
      Entrypoint: ['sleep', '1000'],
      Env: ['PATH=/usr/bin:/bin'],
      Labels: place.at.labels(),
      HostConfig: { Init: true, PidsLimit: processes },
    });
    await made.start();
    id = made.id;
  });
  afterEach(() => way.close());
  afterAll(async () => {
    await place.clear();
    await place.platform.close();
  });

  const commands = async (): Promise<string[]> => {
    const { Processes, Titles } = (await place.docker.getContainer(id).top()) as {
      Processes: string[][];
      Titles: string[];
    };
    return Processes.map((row) => row[Titles.indexOf('CMD')] ?? '');
  };
  const onlyItsOwn = () => until(commands, (all) => all.every((one) => one.includes('sleep 1000')));
  const opened = async (): Promise<{ session: TerminalSession; sees: (what: RegExp) => Promise<string> }> => {
    const session = await openContainerTerminal(new Engine(), id, '/', size);
    if (session === null) throw new Error('the container does not run');
    let text = '';
    session.onOutput((output) => (text += output.toString()));
    const sees = (what: RegExp) =>
      until(
        () => text,
        (all) => what.test(all),
      );
    return { session, sees };
  };

  it('ends with its terminal, also what is deaf to hanging up, also when no more processes may be started', async () => {
    const { session, sees } = await opened();
    session.write(`command -v node || echo no-"node"; for i in ${tooMany}; do nohup sleep 90$i & done\r`);
    await sees(/no-node/);
    await sees(/fork/);
    session.close();
    await onlyItsOwn();
  });

  it('ends when its shell does, with what that left in the background', async () => {
    const { session, sees } = await opened();
    session.write('nohup sleep 91 >/dev/null 2>&1 & echo be""gun; exit\r');
    await sees(/begun/);
    await onlyItsOwn();
  });

  it('ends when it takes too long', async () => {
    const deaf = ['sh', '-c', 'trap "" HUP; while :; do sleep 92; done'];
    const running = runInContainer(new Engine(), id, deaf, Buffer.alloc(0), 200);
    await expect(running).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', passing: true });
    await onlyItsOwn();
  });

  it.each([
    ['a terminal', (engine: Engine) => openContainerTerminal(engine, id, '/', size)],
    ['a program', (engine: Engine) => runInContainer(engine, id, ['sleep', '93'], Buffer.alloc(0))],
  ])('ends when the engine says too late that it began: %s', async (_, begin) => {
    const engine = new Engine({ socketPath: way.socketPath }, 300);
    const answer = way.holdAnswerTo(/POST \/exec\/[^ ]+\/start/);
    const beginning = expect(begin(engine)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    await answer.reached;
    await beginning;
    expect((await commands()).length).toBeGreaterThan(2);
    answer.release();
    await onlyItsOwn();
  });
});
