/** A failure that a person can act on: the message is one sentence that says what to do. */
export class Unusable extends Error {
  /**
   * @param {string} sentence
   * @param {number} exitCode
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** @param {string} line */
export const say = (line) => void process.stderr.write(`${line}\n`);

/**
 * Runs a program and turns its end into an exit code; an expected failure prints its sentence only.
 * @param {() => Promise<number>} program
 */
export const exitWith = async (program) => {
  try {
    process.exitCode = await program();
  } catch (error) {
    const expected = error instanceof Unusable;
    say(expected ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = expected ? error.exitCode : 1;
  }
};

const causes = /** @type {const} */ ([
  [/ENOSPC|no space left/i, 'There is no space left on the disk: free about 2 GB and run the command again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
    'The package registry cannot be reached: check the network (or `npm config get registry` and proxy) and run the command again.',
  ],
  [/EACCES|EPERM|EROFS/, 'A file here may not be written: check who owns this folder and run the command again.'],
  [
    /can only install packages when your package\.json and package-lock\.json/,
    'package.json and package-lock.json do not fit together: take both from the same commit.',
  ],
]);

/**
 * The sentence for a usual failure of a tool, found in its output; null when it is not a usual one.
 * @param {string} output
 * @returns {string | null}
 */
export const usualCause = (output) => causes.find(([pattern]) => pattern.test(output))?.[1] ?? null;
