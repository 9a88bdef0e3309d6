import { describe, expect, it } from '@jest/globals';
import type { ContainerInspectInfo } from 'dockerode';
import type { BackendExit } from '../../backend-port/backend.js';
import { ExitEvents } from './exit-events.js';

/** What an inspection finds, which the test says. */
const seen = (state: { Running: boolean; ExitCode: number; OOMKilled?: boolean }): ContainerInspectInfo =>
  ({ State: state, HostConfig: { Memory: 0 } }) as ContainerInspectInfo;
const runs = seen({ Running: true, ExitCode: 0 });

const watching = () => {
  const told: BackendExit[] = [];
  const engine = { inspect: (): Promise<ContainerInspectInfo | null> => Promise.resolve(runs) };
  const exits = new ExitEvents({ inspect: () => engine.inspect() }, (exit) => void told.push(exit));
  exits.started('c', 'w', 1);
  return { exits, told, engine };
};
const died = {
  action: 'die',
  containerId: 'c',
  attributes: {
    'guildhall.role': 'agent',
    'guildhall.workspace': 'w',
    'guildhall.incarnation': '1',
    exitCode: '3',
  },
} as const;

describe('the ends of containers', () => {
  it('are not told of one that was started after the list was asked for', async () => {
    const { exits, told, engine } = watching();
    engine.inspect = () => Promise.resolve(null);
    const known = exits.known();
    exits.started('later', 'v', 1);
    await exits.compare(known, new Set(['c']));
    expect(told).toEqual([]);
  });

  it('are not told of one that still runs, and its real end is', async () => {
    const { exits, told } = watching();
    await exits.compare(exits.known(), new Set());
    expect(told).toEqual([]);
    await exits.onRecorded(died);
    expect(told).toMatchObject([{ workspaceId: 'w', incarnation: 1, exitCode: 3 }]);
  });

  it('wait for the next comparison while nobody can look', async () => {
    const { exits, told, engine } = watching();
    engine.inspect = () => Promise.reject(new Error('the engine is away'));
    await exits.compare(exits.known(), new Set());
    expect(told).toEqual([]);
    engine.inspect = () => Promise.resolve(seen({ Running: false, ExitCode: 137, OOMKilled: true }));
    await exits.compare(exits.known(), new Set());
    expect(told).toMatchObject([{ exitCode: 137, signal: 'SIGKILL', cause: 'out of memory' }]);
  });

  it('are told once, however they are found out', async () => {
    const { exits, told, engine } = watching();
    engine.inspect = () => Promise.resolve(null);
    const known = exits.known();
    await Promise.all([exits.compare(known, new Set()), exits.onRecorded(died), exits.compare(known, new Set())]);
    expect(told).toHaveLength(1);
  });
});
