import { clock } from './clock.js';

describe('the time of the installation', () => {
  it('is the time of the source, however wrong this machine is', async () => {
    const anHour = 3_600_000;
    const end = await clock.follow(() => Promise.resolve(Date.now() + anHour));
    expect(Math.abs(clock.now() - Date.now() - anHour)).toBeLessThan(1_000);
    expect(Date.parse(clock.instant())).toBeGreaterThan(Date.now() + anHour / 2);
    end();
    const back = await clock.follow(() => Promise.resolve(Date.now()));
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    back();
  });

  it('is not begun with a source that does not answer', async () => {
    await expect(clock.follow(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });
});
