import { jest } from '@jest/globals';
import { pino } from 'pino';
import type { LogFollower } from '../../log/log-follower.js';
import type { OrgGraphs } from '../../graph/org-graphs.js';
import type { Agents } from '../../registry/agents.js';
import type { OpenMessage } from '../mailboxes.js';
import { Mailboxes } from '../mailboxes.js';
import { DeliveryPlan } from './delivery-plan.js';
import type { MessageDelivery } from './message-delivery.js';
import { MessageDispatcher } from './message-dispatcher.js';

const workspaceId = 'coder';

/** Two messages that wait for one agent. */
const twoMessages = (): Mailboxes => {
  const mailboxes = new Mailboxes();
  const messages = ['first', 'second'].map((messageId) => ({
    messageId,
    workspaceId,
    from: { kind: 'operator', id: 'person' },
    expiresAt: '9999-01-01T00:00:00.000Z',
    state: 'queued',
    attempt: 0,
    waitsFor: null,
  }));
  mailboxes.fromJson({ messages });
  return mailboxes;
};

describe('the dispatcher of the mailboxes', () => {
  let mailboxes: Mailboxes;
  let log: string[];
  let dispatcher: MessageDispatcher;
  let delivers: (message: OpenMessage) => Promise<'ended' | 'again'>;
  let recovers: (message: OpenMessage) => Promise<'ended' | 'again'>;

  const found = (id: string): OpenMessage => mailboxes.find(workspaceId, id) as OpenMessage;
  const end = (message: OpenMessage): 'ended' => {
    mailboxes.apply({ type: 'MessageAnswered', data: message } as never, 0 as never);
    return 'ended';
  };
  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1_000);

  beforeEach(() => {
    jest.useFakeTimers();
    [mailboxes, log] = [twoMessages(), []];
    delivers = recovers = (message) => Promise.resolve(end(message));
    const delivery = {
      deliver: (message: OpenMessage) => {
        log.push(`deliver ${message.messageId}`);
        return delivers(message);
      },
      recover: (message: OpenMessage) => {
        log.push(`recover ${message.messageId}`);
        return recovers(message);
      },
    };
    dispatcher = new MessageDispatcher(
      { listen: () => () => undefined } as unknown as LogFollower,
      mailboxes,
      new DeliveryPlan(
        mailboxes,
        { get: () => ({}) } as unknown as Agents,
        { find: () => ({ status: 'online' }) } as unknown as OrgGraphs,
      ),
      delivery as unknown as MessageDelivery,
      pino({ level: 'silent' }),
    );
  });
  afterEach(() => {
    dispatcher.stop();
    jest.useRealTimers();
  });

  it('delivers one after the other, in the order they were sent', async () => {
    dispatcher.start();
    await seconds(1);
    expect(log).toEqual(['deliver first', 'deliver second']);
  });

  it('settles a message whose outcome could not be recorded, and then goes on with the others', async () => {
    delivers = (message) => {
      if (message.messageId === 'second') return Promise.resolve(end(message));
      found('first').state = 'dispatched';
      return Promise.reject(new Error('the store is away'));
    };
    let tries = 0;
    recovers = (message) => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('the store is still away')) : Promise.resolve(end(message));
    };
    dispatcher.start();
    await seconds(10);
    expect(log).toEqual(['deliver first', 'recover first', 'recover first', 'recover first', 'deliver second']);
  });

  it('begins with what was on its way when the platform died', async () => {
    found('first').state = 'delivered';
    dispatcher.start();
    await seconds(1);
    expect(log).toEqual(['recover first', 'deliver second']);
  });

  it('takes up nothing more once another platform has the mailboxes', async () => {
    let answer: () => void = () => undefined;
    delivers = (message) => new Promise((resolve) => (answer = () => resolve(end(message))));
    dispatcher.start();
    await seconds(1);
    dispatcher.stop();
    answer();
    await seconds(1);
    expect(log).toEqual(['deliver first']);
  });
});
