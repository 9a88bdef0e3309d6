import { liveLimits, type ReplayRequest } from '@guildhall/contracts';
import { LiveReplay } from './live-replay.js';
import type { PastEvents } from './past-events.js';

describe('the replays of a socket', () => {
  const viewer = { org: 'o', permissions: [] };
  const request = (sub: string): ReplayRequest => ({ sub, from: 'a', to: 'b', speed: 1 });
  const never = { at: () => new Promise(() => undefined) } as unknown as PastEvents;
  let replays: LiveReplay;
  const start = (socketId: string, sub: string) => replays.start(socketId, viewer, request(sub), () => undefined);

  beforeEach(() => {
    replays = new LiveReplay(never);
    for (let sub = 0; sub < liveLimits.replays; sub += 1) start('socket', `s${sub}`);
  });

  it('are limited, those of another socket for themselves', () => {
    expect(() => start('socket', 'one more')).toThrow('One connection may play 4 parts of the past at the same time.');
    expect(() => start('another', 'one more')).not.toThrow();
  });

  it.each<[what: string, ends: () => void]>([
    ['one was stopped', () => replays.stop('socket', 's1')],
    ['the socket went and came back', () => replays.gone('socket')],
  ])('have room again when %s', (_what, ends) => {
    ends();
    expect(() => start('socket', 'one more')).not.toThrow();
  });

  it('take the place of one of the same name', () => {
    expect(() => start('socket', 's1')).not.toThrow();
  });
});
