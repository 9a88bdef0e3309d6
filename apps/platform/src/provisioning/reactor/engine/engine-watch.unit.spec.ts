import { jest } from '@jest/globals';
import { pino } from 'pino';
import type { AgentBackend, AgentEngine } from '../../../backend-port/backend.js';
import { Backends } from '../../../backend-port/backends.js';
import { EngineWatch } from './engine-watch.js';

const engine = (name: 'docker' | 'process', check: () => string | null): AgentEngine =>
  ({ name, runtimes: [], check: () => Promise.resolve(check()) }) as unknown as AgentEngine;

describe('looking at the engines', () => {
  const silent = pino({ level: 'silent' });
  let seen: [name: string, problem: string | null][];
  let watch: EngineWatch;
  let broken: string | null;

  const watching = async (backends: Backends): Promise<void> => {
    const changed = ({ name }: AgentBackend, problem: string | null): Promise<void> => {
      seen.push([name, problem]);
      return name === 'docker' && broken !== null ? Promise.reject(new Error(broken)) : Promise.resolve();
    };
    watch = new EngineWatch(backends, silent);
    await watch.start(changed);
  };
  const aSecond = () => jest.advanceTimersByTimeAsync(1_000);

  beforeEach(() => {
    jest.useFakeTimers();
    [seen, broken] = [[], null];
  });
  afterEach(() => {
    watch.stop();
    jest.useRealTimers();
  });

  it('goes on to the others where nothing can be done with one, and tries that one again until it can', async () => {
    broken = 'listen EADDRNOTAVAIL';
    const backends = new Backends([engine('docker', () => null), engine('process', () => null)]);
    await watching(backends);
    expect(seen).toEqual([
      ['docker', null],
      ['process', null],
    ]);
    expect(backends.problemOf('docker')).toBe('listen EADDRNOTAVAIL');
    expect(backends.problemOf('process')).toBeNull();

    await aSecond();
    expect(seen.slice(2)).toEqual([['docker', null]]);
    broken = null;
    await aSecond();
    expect(backends.problemOf('docker')).toBeNull();
    await aSecond();
    expect(seen.slice(3)).toEqual([['docker', null]]);
  });

  it('says once that an engine is gone, and again until that could be acted on', async () => {
    let problem: string | null = null;
    const backends = new Backends([engine('docker', () => problem)]);
    await watching(backends);
    [problem, broken] = ['it does not answer', 'the log cannot be written'];
    await aSecond();
    broken = null;
    await aSecond();
    await aSecond();
    expect(seen.slice(1)).toEqual([
      ['docker', 'it does not answer'],
      ['docker', 'it does not answer'],
    ]);
    expect(backends.problemOf('docker')).toBe('it does not answer');
  });
});
