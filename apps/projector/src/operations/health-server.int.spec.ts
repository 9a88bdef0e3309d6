import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chatView } from '../messages/chat.projection.js';
import { StatusBoard } from '../engine/status-board.js';
import { deliver } from '../engine/feed/delivery.js';
import { Stage } from '../testing/given.suite.js';
import { ref, Story } from '../testing/story.suite.js';
import { openHealthServer, type HealthServer } from './health-server.js';

let board: StatusBoard;
let server: HealthServer;

beforeEach(async () => {
  board = new StatusBoard();
  server = await openHealthServer(0, board);
});
afterEach(() => server.close());

const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`);
const publish = async (story: Story, isActive: boolean): Promise<void> => {
  const stage = new Stage(chatView);
  const { runner, group } = await stage.open();
  await deliver(group, story.events, runner.place, 'live');
  await group.flush();
  board.note([{ runner, isActive }], { head: story.events.length, now: Date.now() });
};

describe('health of the projector', () => {
  it('is live before it is ready', async () => {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(503);
    await publish(new Story().sent('m', 'w'), false);
    expect((await get('/health/ready')).status).toBe(503);
  });

  it('is ready when its views are served, and lists a stopped one', async () => {
    const story = new Story().message('MessageAnswered', 'ghost', 'w', { body: ref('a'), durationMs: 1 });
    await publish(story, true);
    const answer = await get('/health/ready');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'ready',
      projections: { chat: { state: 'stopped', lag: 1, error: expect.stringContaining('ghost') } },
    });
  });

  it('shows lag and stops as metrics per projection', async () => {
    await publish(new Story().sent('m', 'w'), true);
    const text = await (await get('/metrics')).text();
    expect(text).toContain('guildhall_projection_ordinal{projection="chat"} 1');
    expect(text).toContain('guildhall_projection_lag_events{projection="chat"} 0');
    expect(text).toContain('guildhall_projection_stopped{projection="chat"} 0');
  });

  it('is ready while it stands by for another projector', async () => {
    board.standbyFor = 'elsewhere/7/';
    const answer = await get('/health/ready');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'standby', active: 'elsewhere/7/' });
    board.standbyFor = null;
  });

  it('has nothing else', async () => {
    expect((await get('/')).status).toBe(404);
  });
});
