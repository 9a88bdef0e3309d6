import type { RunningAgent } from '../../backend-port/backend.js';
import { leftRunning } from './left-running.js';

const process = (pid: number): RunningAgent => ({
  workspaceId: `w${pid}`,
  incarnation: 1,
  handle: { kind: 'process', pid },
  adopted: false,
});
const nameOf = (id: string): string => `Agent ${id}`;

describe('who goes on when the platform stops', () => {
  it('is nobody', () => {
    expect(leftRunning([], nameOf)).toBeNull();
  });

  it('is named with what ends it', () => {
    expect(leftRunning([process(7)], nameOf)).toBe(
      '1 agent goes on without Guildhall: Agent w7 (process 7). The next start takes it up again. To end it now: kill 7',
    );
  });

  it('is one of many, in processes and containers', () => {
    const container = { kind: 'container', containerId: '0123456789abcdef', image: 'a' } as const;
    const agents = [...[1, 2, 3, 4, 5].map(process), { ...process(6), handle: container }];
    const sentence = leftRunning(agents, nameOf);
    expect(sentence).toContain('6 agents go on without Guildhall: Agent w1 (process 1), ');
    expect(sentence).toContain(' and 1 more. ');
    expect(sentence).toMatch(/To end them now: kill 1 2 3 4 5 && docker stop 0123456789ab$/);
  });
});
