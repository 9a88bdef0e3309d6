import { causeSentence, type Cause } from '@guildhall/contracts';
import type { TokenIssuer } from '../../identity/token-issuer.js';
import { AgentLaunch } from './agent-launch.js';
import type { AgentVariables } from './agent-variables.js';
import { BackendFailure, type AgentBackend, type RunningAgent } from '../../backend-port/backend.js';
import type { Intent } from '../intents.js';

const intent = {
  workspaceId: 'coder',
  incarnation: 2,
  runtime: 'command',
  command: 'cat',
  model: null,
  tier: 1,
} as Intent;
const running: RunningAgent = {
  workspaceId: 'coder',
  incarnation: 2,
  handle: { kind: 'process', pid: 1 },
  adopted: false,
};

describe('the launch of an agent', () => {
  let log: string[];
  let asked: string[];
  let issued: number;

  const launch = (): AgentLaunch => {
    const issuer = {
      issue: () => {
        issued += 1;
        log.push(`issue ${issued}`);
        return Promise.resolve({ credentialId: `token ${issued}`, token: 'secret' });
      },
      revoke: (id: string, _workspaceId: string, cause: Cause) => {
        log.push(`revoke ${id}: ${causeSentence(cause)}`);
        return Promise.resolve();
      },
      ofEarlierStarts: () => ['older'],
    } as unknown as TokenIssuer;
    const files = {
      requireTemplate: () => Promise.resolve(),
      write: () => Promise.resolve(void log.push('write files')),
    };
    const variables = { all: () => new Map(), has: () => false } as unknown as AgentVariables;
    return new AgentLaunch(issuer, files, { of: () => Promise.resolve(asked) }, variables, { tiers: () => [1, 2] });
  };
  const backend = (start: () => Promise<RunningAgent>, problem: string | null = null): AgentBackend =>
    ({ start, check: () => Promise.resolve(problem) }) as unknown as AgentBackend;
  const starts = backend(() => Promise.resolve(running));
  const fails = (error: Error): AgentBackend => backend(() => Promise.reject(error));

  beforeEach(() => ([log, asked, issued] = [[], [], 0]));

  it('makes a token for this start, and ends those of earlier ones once it runs', async () => {
    await launch().start(starts, intent);
    expect(log).toEqual(['write files', 'issue 1', 'revoke older: a newer start']);
  });

  it('gives the model under the name that the reference has for it', async () => {
    asked = ['MODEL_PROVIDER'];
    let given: ReadonlyMap<string, string> = new Map();
    const notes: AgentBackend['start'] = ({ variables }) => {
      given = variables;
      return Promise.resolve(running);
    };
    await launch().start({ ...starts, start: notes }, { ...intent, model: 'openai:gpt' });
    expect([...given]).toEqual([['MODEL_PROVIDER', 'openai:gpt']]);
  });

  it('leaves what runs already the token that it has', async () => {
    await launch().start(
      backend(() => Promise.resolve({ ...running, adopted: true })),
      intent,
    );
    expect(log).toEqual(['write files', 'issue 1', 'revoke token 1: not needed']);
  });

  it('makes no token while the engine does not answer', async () => {
    const away = backend(() => Promise.resolve(running), 'no answer');
    await expect(launch().start(away, intent)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', passing: true });
    expect(log).toEqual([]);
  });

  it.each<[what: string, code: string, change: Partial<Intent>, needs: string[]]>([
    ['a tier that the operator did not allow', 'TIER_NOT_ALLOWED', { tier: 3 }, []],
    ['an agent without a program', 'START_FAILED', { command: null }, []],
    ['an agent whose variables nobody gives', 'AGENT_ENVIRONMENT_MISSING', {}, ['API_KEY']],
  ])('refuses %s by name, without a token', async (_what, code, change, needs) => {
    asked = needs;
    await expect(launch().start(starts, { ...intent, ...change })).rejects.toMatchObject({ code, passing: false });
    expect(issued).toBe(0);
  });

  it('ends the token of a start that failed', async () => {
    await expect(launch().start(fails(new Error('no such program')), intent)).rejects.toThrow('no such program');
    expect(log.at(-1)).toBe('revoke token 1: the start failed');
  });

  it('keeps it when the engine was lost in the middle: the agent may run with it', async () => {
    const lost = new BackendFailure('ENGINE_UNREACHABLE', 'gone', true);
    await expect(launch().start(fails(lost), intent)).rejects.toBe(lost);
    expect(log).toEqual(['write files', 'issue 1']);
  });
});
