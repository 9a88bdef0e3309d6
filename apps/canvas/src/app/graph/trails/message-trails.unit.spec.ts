import { event } from '../../testing/samples.js';
import { TrailFinder } from './message-trails.js';

const sent = (ordinal: number, from: { kind: string; id: string }) =>
  event(ordinal, 'MessageSent', { messageId: 'm', workspaceId: 'b', from });

describe('TrailFinder', () => {
  it('draws a question from agent to agent and the answer back', () => {
    const finder = new TrailFinder();
    const trails = finder.find([
      sent(1, { kind: 'workspace', id: 'a' }),
      event(2, 'MessageAnswered', { messageId: 'm', workspaceId: 'b' }),
    ]);
    expect(trails).toEqual([
      { key: 1, from: 'a', to: 'b', kind: 'sent' },
      { key: 2, from: 'b', to: 'a', kind: 'answered' },
    ]);
  });

  it('draws nothing for what people send, nor for other events', () => {
    const finder = new TrailFinder();
    expect(
      finder.find([
        sent(1, { kind: 'operator', id: 'o' }),
        event(2, 'MessageFailed', { messageId: 'm', workspaceId: 'b' }),
      ]),
    ).toEqual([]);
  });
});
