import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeCheckout } from './fake-checkout.suite.js';

const checkouts: FakeCheckout[] = [];
const checkout = (): FakeCheckout => {
  const made = new FakeCheckout();
  checkouts.push(made);
  return made;
};

afterEach(async () => {
  for (const made of checkouts.splice(0)) await made.remove();
});

describe('supervisor', () => {
  it('says where to log in when the platform is ready, and stops everything on SIGTERM', async () => {
    const run = checkout().start();
    await run.says('Guildhall is ready');
    expect(run.output).toContain(`${run.checkout.url}/login?token=t`);
    run.signal('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.output).toContain('Stopped.');
    expect(run.checkout.living()).toEqual([]);
  });

  it('starts a killed platform again, and says so', async () => {
    const run = checkout().start();
    await run.says('Guildhall is ready');
    run.checkout.kill('platform');
    await run.says('platform: ended by SIGKILL; starting it again in 0.1 s');
    await run.says('platform: ready again');
  });

  it('waits longer each time for a projector that cannot live', async () => {
    const run = checkout().start({ FAKE_PROJECTOR: 'dies' });
    await run.says('projector: ended with code 3: it cannot live; starting it again in 0.1 s');
    await run.says('starting it again in 0.2 s');
    await run.says('starting it again in 0.4 s');
  });

  it.each([
    [75, 'Process 7 works on this data directory.'],
    [78, 'PORT: must be a number'],
  ])('passes on the reason of exit code %i and does not try again', async (code, sentence) => {
    const run = checkout().start({ FAKE_PLATFORM: `${code} ${sentence}` });
    expect(await run.ended).toBe(code);
    expect(run.output).toContain(sentence);
    expect(run.output).not.toContain('starting it again');
    expect(run.checkout.living()).toEqual([]);
  });

  it('shows warnings of the processes in words and keeps every line in the log file', async () => {
    const run = checkout().start();
    await run.says('platform: warning: something odd (the cause)');
    await run.says('Guildhall is ready');
    expect(run.checkout.log('platform')).toContain('an ordinary line');
    expect(run.output).not.toContain('an ordinary line');
  });

  it('refuses a second start on the same data and names the first', async () => {
    const made = checkout();
    const first = made.start();
    await first.says('Guildhall is ready');
    const second = made.start();
    expect(await second.ended).toBe(75);
    expect(second.output).toContain(`process ${first.pid}`);
  });

  it('ends what a killed supervisor left behind before it starts again', async () => {
    const made = checkout();
    const first = made.start();
    await first.says('Guildhall is ready');
    const left = made.living();
    first.signal('SIGKILL');
    await first.ended;
    const second = made.start();
    await second.says('Guildhall is ready');
    expect(second.output).toContain('An earlier start was killed');
    expect(made.living().filter((pid) => left.includes(pid))).toEqual([]);
  });
});
