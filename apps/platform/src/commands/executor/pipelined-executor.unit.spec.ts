import { setUp, settled, revisionsOf } from './controlled-log.suite.js';
import { PipelinedExecutor } from './pipelined-executor.js';

describe('the executor of the only writer', () => {
  it('decides the next command on the state that is not committed yet, without waiting', async () => {
    const { log, add } = setUp(PipelinedExecutor);
    log.automatic = false;
    const commands = [add(1), add(1), add(1)];
    await settled(Promise.all(commands));
    expect(log.waiting).toHaveLength(3);
    log.release();
    log.release();
    log.release();
    expect(revisionsOf(await Promise.all(commands))).toEqual([0, 1, 2]);
  });
});
