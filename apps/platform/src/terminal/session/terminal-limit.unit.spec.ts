import { GuildhallError, terminalLimits } from '@guildhall/contracts';
import { TerminalLimit } from './terminal-limit.js';

/** What the log has, and what of it was heard of here. */
class Log {
  heard = 0;
  written = 0;
  looks = 0;

  countOf(): number {
    return this.heard;
  }

  async caughtUp(): Promise<void> {
    this.looks += 1;
    const { written } = this;
    await Promise.resolve();
    this.heard = written;
  }
}

const full = terminalLimits.sessions;
const limitOf = (log: Log): TerminalLimit => new TerminalLimit(log, { settled: () => Promise.resolve() }, log, 0);
const codeOf = (error: unknown): string => (error as GuildhallError).code;

describe('the limit of terminals', () => {
  it('lets one in without a look at the log while there is room', async () => {
    const log = new Log();
    expect(await limitOf(log).within('w', () => Promise.resolve('s'))).toBe('s');
    expect(log.looks).toBe(0);
  });

  it('lets one in for those that another platform has closed and this one has not heard of', async () => {
    const log = Object.assign(new Log(), { heard: full, written: full - 1 });
    expect(await limitOf(log).within('w', () => Promise.resolve('s'))).toBe('s');
    expect(log.looks).toBe(1);
  });

  it('waits for those that another platform is closing', async () => {
    const log = new (class extends Log {
      override async caughtUp(): Promise<void> {
        await super.caughtUp();
        this.written -= this.looks === 2 ? 1 : 0;
      }
    })();
    Object.assign(log, { heard: full, written: full });
    expect(await limitOf(log).within('w', () => Promise.resolve('s'))).toBe('s');
    expect(log.looks).toBe(3);
  });

  it('refuses when the log is as full as was heard', async () => {
    const log = Object.assign(new Log(), { heard: full, written: full });
    const opening = limitOf(log).within('w', () => Promise.reject(new Error('it was opened')));
    expect(codeOf(await opening.catch((error: unknown) => error))).toBe('TERMINAL_LIMIT');
  });

  it('lets only one of two in that wait for the last place', async () => {
    const log = Object.assign(new Log(), { heard: full, written: full - 1 });
    const limit = limitOf(log);
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const both = [1, 2].map(() => limit.within('w', () => opened).catch(codeOf));
    expect(await both[1]).toBe('TERMINAL_LIMIT');
    open();
    expect(await both[0]).toBeUndefined();
  });

  it('counts those on their way for their own workspace only, and no longer when they fail', async () => {
    const log = Object.assign(new Log(), { heard: full - 1, written: full - 1 });
    const limit = limitOf(log);
    const failing = limit.within('w', () => Promise.reject(new Error('the log is away')));
    await expect(failing).rejects.toThrow('the log is away');
    expect(await limit.within('w', () => limit.within('v', () => Promise.resolve('s')))).toBe('s');
  });
});
