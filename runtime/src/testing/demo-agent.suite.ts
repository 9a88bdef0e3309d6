import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

/** Folder of the demo organisation. */
export const template = resolve(import.meta.dirname, '../../../templates/organisations/demo');

export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the program of a demo agent, with a message as its input. */
export const run = async (
  agent: string,
  input: string,
  { cwd = template, env = {} as Record<string, string> } = {},
): Promise<Outcome> => {
  const child = spawn(process.execPath, [join(template, 'agents', `${agent}.mjs`)], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, out: out.trim(), err: err.trim() };
};
