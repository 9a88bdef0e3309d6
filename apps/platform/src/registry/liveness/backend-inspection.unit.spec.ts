import { causeSentence, type GraphWorkspace } from '@guildhall/contracts';
import type { BeatState } from '@guildhall/leases';
import type { AgentBackend, RunningAgent } from '../../backend-port/backend.js';
import { BackendInspection } from './liveness-checker.js';

const silent = { key: 'coder', ageMs: 30_000 } as BeatState;
const workspace = { id: 'coder' } as GraphWorkspace;
const engine = (name: 'docker' | 'process', running: () => Promise<string[]>): AgentBackend =>
  ({
    name,
    running: async () => (await running()).map((workspaceId) => ({ workspaceId }) as RunningAgent),
  }) as unknown as AgentBackend;

describe('of an agent that is silent', () => {
  const verdictOf = (backend: AgentBackend | null) => new BackendInspection(() => backend).verdict(silent, workspace);

  it('is said what the engine sees', async () => {
    const cause = (backend: AgentBackend) => verdictOf(backend).then((verdict) => causeSentence(verdict.cause));
    expect(await cause(engine('docker', async () => ['coder']))).toBe(
      'no heartbeat for 30 s; its container still runs',
    );
    expect(await cause(engine('process', async () => []))).toBe('no heartbeat for 30 s; its process is gone');
  });

  it('is said nothing while the engine does not answer', async () => {
    const away = engine('docker', () => Promise.reject(new Error('connect ENOENT')));
    expect(await verdictOf(away)).toMatchObject({ isAlive: null });
  });

  it('is said that it is gone where nothing here runs it', async () => {
    expect(await verdictOf(null)).toEqual({ isAlive: false, cause: { code: 'silent', details: { seconds: 30 } } });
  });
});
