import { GuildhallError } from '@guildhall/contracts';
import { StoreFull } from '@guildhall/event-store';
import { jest } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ProblemFilter } from './problem.filter.js';

const reply = (): FastifyReply => {
  const answer = { status: () => answer, type: () => answer, header: () => answer, send: () => answer };
  return answer as unknown as FastifyReply;
};

describe('what the log of the process says of a refusal', () => {
  const log = { error: jest.fn(), warn: jest.fn(), info: jest.fn() };
  const filter = new ProblemFilter(log as unknown as Logger, () => undefined);
  const request = { id: 'c-1', url: '/x', routeOptions: {} } as FastifyRequest;

  it.each<[error: unknown, level: 'error' | 'warn' | 'info' | null]>([
    [new TypeError('nobody foresaw it'), 'error'],
    [new StoreFull(), 'warn'],
    [new GuildhallError('ENGINE_UNREACHABLE', { reason: 'it is gone' }), 'warn'],
    [new GuildhallError('AGENT_FAILED', { reason: 'words of an agent \u001b[2J' }), 'info'],
    [new GuildhallError('STREAM_BUSY'), 'info'],
    [new GuildhallError('FORBIDDEN'), null],
  ])('%p: %p', (error, level) => {
    for (const level of ['error', 'warn', 'info'] as const) log[level].mockClear();
    filter.answer(error, request, reply());
    const called = (['error', 'warn', 'info'] as const).filter((name) => log[name].mock.calls.length > 0);
    expect(called).toEqual(level === null ? [] : [level]);
    const text = JSON.stringify([log.warn.mock.calls, log.info.mock.calls]);
    expect(text).not.toMatch(/words of an agent|stack/);
  });
});
