import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';

/** The holder name of a process of this machine that has ended. */
export const goneHolder = (): { holder: string } => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return { holder: `${hostname()}/${pid}/1` };
};
