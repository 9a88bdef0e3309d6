import { spawnSync } from 'node:child_process';

/** @typedef {{ hash: string, message: string }} Commit */

/**
 * @param {string} checkout
 * @param {readonly string[]} args
 * @returns {string | null} null: git is missing, or it refused
 */
const git = (checkout, ...args) => {
  const { status, stdout } = spawnSync('git', args, { cwd: checkout, encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? stdout : null;
};

/**
 * The commits after the given one, newest first; merges left out.
 * @param {string} checkout
 * @param {string} since hash
 * @returns {Commit[] | string} a string: why there is nothing to check here
 */
export const commitsAfter = (checkout, since) => {
  if (git(checkout, 'rev-parse', '--git-dir') === null) return 'this is no git checkout, or git is not installed';
  if (git(checkout, 'cat-file', '-e', `${since}^{commit}`) === null)
    return `the history here does not reach back to ${since} (a shallow clone)`;
  const log = git(checkout, 'log', '--no-merges', '--format=%H%x00%B%x01', `${since}..HEAD`);
  if (log === null) return 'git log failed';
  return log
    .split('\x01')
    .map((entry) => entry.trim().split('\0'))
    .flatMap(([hash = '', message]) => (message === undefined ? [] : [{ hash, message }]));
};

/**
 * A sentence for each commit that is out of form and not excepted.
 * @param {readonly Commit[]} commits
 * @param {Record<string, string>} exceptions reason by hash
 * @param {(message: string) => string[]} problemsOf
 * @returns {string[]}
 */
export const commitFindings = (commits, exceptions, problemsOf) =>
  commits
    .filter(({ hash }) => !Object.hasOwn(exceptions, hash))
    .flatMap(({ hash, message }) =>
      problemsOf(message).map((problem) => `${hash.slice(0, 10)} "${message.split('\n')[0]}": ${problem}`),
    );
