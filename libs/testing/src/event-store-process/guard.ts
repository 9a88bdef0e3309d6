import { spawn } from 'node:child_process';

/** `$1` is the folder of the data, `$2` the process group. Reads until the process of the tests is gone. */
const script = 'cat; [ ! -s "$1/container" ] || docker kill "$(cat "$1/container")"; kill -s KILL -- "-$2"';

/**
 * Ends everything in the process group, and the container, when the process of the tests is gone, however it ended.
 * It is in a group of its own: a frozen node would freeze it, too. Returns what dismisses it.
 */
export const guard = (data: string, group: number): (() => void) => {
  const child = spawn('sh', ['-c', script, 'sh', data, String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  return () => {
    child.kill('SIGKILL');
    child.stdin.destroy();
  };
};
