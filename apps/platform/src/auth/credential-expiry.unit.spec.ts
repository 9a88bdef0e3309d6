import { jest } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { Namespace, Socket } from 'socket.io';
import type { Authentication } from './authentication.js';
import { SocketAdmission } from './admission/socket-admission.js';

const day = 86_400_000;
const start = Date.UTC(2026, 0, 1);

/** A socket that came in with a credential which ends then; it says whether it was closed. */
const admitted = (expiresAt: number | null) => {
  const namespace = Object.assign(new EventEmitter(), { use: () => undefined });
  const expiryOf = (id: string) => (id === 'c' ? expiresAt : null);
  const authentication = { expiryOf, whenEnded: () => undefined } as unknown as Authentication;
  const [notUsed] = [null as never];
  const admission = new SocketAdmission(authentication, notUsed, notUsed, notUsed, notUsed);
  admission.guard(namespace as unknown as Namespace, 'terminal.open');
  const link = { closed: 0 };
  const socket = Object.assign(new EventEmitter(), {
    data: { principal: { credentialId: 'c' } },
    disconnect: () => void (link.closed += 1),
  });
  namespace.emit('connection', socket as unknown as Socket);
  return { link, socket };
};

describe('a socket whose credential ends by its own time', () => {
  beforeEach(() => void jest.useFakeTimers({ now: start }));
  afterEach(() => void jest.useRealTimers());

  it.each([1, 40])('is closed then, and not before: after %i days', (days) => {
    const { link } = admitted(start + days * day);
    jest.advanceTimersByTime(days * day - 1);
    expect(link.closed).toBe(0);
    jest.advanceTimersByTime(1);
    expect(link.closed).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves nothing waiting when it was closed before', () => {
    const { link, socket } = admitted(start + day);
    socket.emit('disconnect');
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(2 * day);
    expect(link.closed).toBe(0);
  });

  it('stays open when the credential has no end', () => {
    const { link } = admitted(null);
    expect(jest.getTimerCount()).toBe(0);
    expect(link.closed).toBe(0);
  });
});
