import type { AgentEngine } from './backend.js';
import { Backends } from './backends.js';

const engine = (name: 'docker' | 'process', ...runtimes: string[]): AgentEngine =>
  ({ name, runtimes }) as unknown as AgentEngine;
const containers = engine('docker', 'command', 'langgraph');
const processes = engine('process', 'command');

describe('where the next start of an agent is', () => {
  const next = (order: AgentEngine[], runtime: string, last: string | null): string | null =>
    new Backends(order).forNextStart(runtime, last)?.name ?? null;

  it.each<[what: string, order: AgentEngine[], runtime: string, last: string | null, expected: string | null]>([
    ['a first one, in the preferred engine', [processes, containers], 'command', null, 'process'],
    ['one out of a container, in a container', [processes, containers], 'command', 'docker', 'docker'],
    ['one out of a container, where containers are not used any more', [processes], 'command', 'docker', 'process'],
    ['a process, in a container once these are preferred', [containers, processes], 'command', 'process', 'docker'],
    [
      'a runtime that its engine cannot run, in another one',
      [processes, engine('docker')],
      'command',
      'docker',
      'process',
    ],
    ['a runtime that nothing here can run, nowhere', [processes], 'langgraph', 'docker', null],
  ])('%s', (_what, order, runtime, last, expected) => expect(next(order, runtime, last)).toBe(expected));

  it('is not settled by whether the engine answers', () => {
    const backends = new Backends([processes, containers]);
    backends.noteProblem('docker', 'it does not answer');
    expect(backends.forNextStart('command', 'docker')).toBe(containers);
  });
});
