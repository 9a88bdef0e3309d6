import { describe, expect, it } from '@jest/globals';
import type { ContainerInspectInfo } from 'dockerode';
import type { BackendExit } from '../../backend-port/backend.js';
import { ExitEvents } from './exit-events.js';

/** What an inspection finds, which the test says. */
const seen = (state: { Running: boolean; ExitCode: number; OOMKilled?: boolean }): ContainerInspectInfo =>
  ({ State: state, HostConfig: { Memory: 0 } }) as ContainerInspectInfo;
const runs = seen({ Running: true, ExitCode: 0 });

const watching = () => {
  const reported: BackendExit[] = [];
  const engine = { inspect: (): Promise<ContainerInspectInfo | null> => Promise.resolve(runs) };
  const exits = new ExitEvents({ inspect: () => engine.inspect() }, (exit) => void reported.push(exit));
  exits.started('c', 'w', 1);
  return { exits, reported, engine };
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
  it('report no end of one that was started after the list was asked for', async () => {
    const { exits, reported, engine } = watching();
    engine.inspect = () => Promise.resolve(null);
    const known = exits.known();
    exits.started('later', 'v', 1);
    await exits.compare(known, new Set(['c']));
    expect(reported).toEqual([]);
  });

  it('report no end of one that still runs, and its real end later', async () => {
    const { exits, reported } = watching();
    await exits.compare(exits.known(), new Set());
    expect(reported).toEqual([]);
    await exits.onRecorded(died);
    expect(reported).toMatchObject([{ workspaceId: 'w', incarnation: 1, exitCode: 3 }]);
  });

  it('wait for the next comparison while nobody can look', async () => {
    const { exits, reported, engine } = watching();
    engine.inspect = () => Promise.reject(new Error('the engine is away'));
    await exits.compare(exits.known(), new Set());
    expect(reported).toEqual([]);
    engine.inspect = () => Promise.resolve(seen({ Running: false, ExitCode: 137, OOMKilled: true }));
    await exits.compare(exits.known(), new Set());
    expect(reported).toMatchObject([{ exitCode: 137, signal: 'SIGKILL', cause: { code: 'out_of_memory' } }]);
  });

  it('are reported once, however they are found out', async () => {
    const { exits, reported, engine } = watching();
    engine.inspect = () => Promise.resolve(null);
    const known = exits.known();
    await Promise.all([exits.compare(known, new Set()), exits.onRecorded(died), exits.compare(known, new Set())]);
    expect(reported).toHaveLength(1);
  });
});
