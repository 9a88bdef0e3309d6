import type { AgentFact } from '@guildhall/contracts';
import { given } from '../testing/given.js';
import { agentDecider } from './agent.js';

const workspaceId = 'coder';
const url = 'http://127.0.0.1:8001';
const card = { name: 'Coder', version: '1' };
const addressAt = (url: string) => ({
  url,
  endpoint: { digest: `sealed ${url}`, keyId: 'key-1', size: 60, mediaType: 'text/plain' },
  endpointDigest: `digest of ${url}`,
});
const registered = (incarnation: number, at = url): AgentFact & { type: 'AgentRegistered' } => ({
  type: 'AgentRegistered',
  data: { workspaceId, incarnation, ...addressAt(at), card },
});
const online = (incarnation: number, code = 'registered'): AgentFact => ({
  type: 'AgentWentOnline',
  data: { workspaceId, incarnation, cause: { code } },
});
const offline = (incarnation: number, code = 'no_sign_of_life'): AgentFact => ({
  type: 'AgentWentOffline',
  data: { workspaceId, incarnation, cause: { code } },
});
const register = (incarnation: number, at = url) =>
  ({ type: 'register', workspaceId, incarnation, ...addressAt(at), card, byOperator: false }) as const;
const told: AgentFact = { type: 'AgentRegistered', data: { ...registered(1).data, byOperator: true } };
const goOnline = (incarnation: number) =>
  ({ type: 'wentOnline', workspaceId, incarnation, cause: { code: 'heartbeat' } }) as const;
const goOffline = (incarnation: number) =>
  ({ type: 'wentOffline', workspaceId, incarnation, cause: { code: 'no_sign_of_life' } }) as const;
const there = [registered(1), online(1)];

describe('registering an agent', () => {
  it('makes it known and online', () => {
    given(agentDecider).when(register(1)).then(registered(1), online(1));
  });

  it('again changes nothing, whatever the order of the keys in its card', () => {
    given(agentDecider, ...there)
      .when(register(1))
      .thenNothing();
    given(agentDecider, ...there)
      .when({ ...register(1), card: { version: '1', name: 'Coder' } })
      .thenNothing();
  });

  it('records another address or card', () => {
    given(agentDecider, ...there)
      .when(register(1, 'http://127.0.0.1:9000'))
      .then(registered(1, 'http://127.0.0.1:9000'));
    given(agentDecider, ...there)
      .when({ ...register(1), card: { name: 'Coder', version: '2' } })
      .then({
        type: 'AgentRegistered',
        data: { workspaceId, incarnation: 1, ...addressAt(url), card: { name: 'Coder', version: '2' } },
      });
  });

  it('by an operator says so, until the agent does it itself', () => {
    given(agentDecider)
      .when({ ...register(1), byOperator: true })
      .then(told, online(1));
    given(agentDecider, told, online(1))
      .when({ ...register(1), byOperator: true })
      .thenNothing();
    given(agentDecider, told, online(1)).when(register(1)).then(registered(1));
    given(agentDecider, ...there)
      .when({ ...register(1), byOperator: true })
      .then(told);
  });

  it('brings it online again after it was offline', () => {
    given(agentDecider, ...there, offline(1))
      .when(register(1))
      .then(online(1));
  });

  it('of a newer start takes over, also while the older one counts as online', () => {
    given(agentDecider, ...there)
      .when(register(2))
      .then(registered(2), online(2));
  });

  it('of an older start is refused', () => {
    given(agentDecider, registered(2), online(2))
      .when(register(1))
      .thenRefused('STALE_INCARNATION', { incarnation: 1, newest: 2 });
  });
});

describe('signs of life', () => {
  it('bring a silent agent online, once', () => {
    given(agentDecider, ...there, offline(1))
      .when(goOnline(1))
      .then(online(1, 'heartbeat'));
    given(agentDecider, ...there)
      .when(goOnline(1))
      .thenNothing();
  });

  it('of an older start are refused, so that it ends itself', () => {
    given(agentDecider, registered(2), online(2), offline(2)).when(goOnline(1)).thenRefused('STALE_INCARNATION');
  });

  it('of an agent without an address mean nothing', () => {
    given(agentDecider).when(goOnline(1)).thenNothing();
  });
});

describe('going offline', () => {
  it('is recorded with its cause, once', () => {
    given(agentDecider, ...there)
      .when(goOffline(1))
      .then(offline(1));
    given(agentDecider, ...there, offline(1))
      .when(goOffline(1))
      .thenNothing();
    given(agentDecider).when(goOffline(1)).thenNothing();
  });

  it('of an older start does not touch its successor', () => {
    given(agentDecider, registered(2), online(2)).when(goOffline(1)).thenNothing();
  });
});

describe('updating a card', () => {
  it('records a card that differs', () => {
    given(agentDecider, ...there)
      .when({ type: 'updateCard', workspaceId, card: { name: 'Coder', version: '2' } })
      .then({ type: 'AgentCardUpdated', data: { workspaceId, card: { name: 'Coder', version: '2' } } });
    given(agentDecider, ...there)
      .when({ type: 'updateCard', workspaceId, card })
      .thenNothing();
  });

  it('is compared with the last update', () => {
    const updated: AgentFact = { type: 'AgentCardUpdated', data: { workspaceId, card: { name: 'New' } } };
    given(agentDecider, ...there, updated)
      .when({ type: 'updateCard', workspaceId, card: { name: 'New' } })
      .thenNothing();
  });

  it('is refused before a registration', () => {
    given(agentDecider)
      .when({ type: 'updateCard', workspaceId, card })
      .thenRefused('AGENT_NOT_ONLINE', { id: workspaceId });
  });
});
