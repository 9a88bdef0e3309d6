/** What asks a program to stop. */
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']);
/** One press of Ctrl-C reaches a program twice: from the terminal, and from npm, which passes it on. */
const onePressMs = 500;

/**
 * Calls the handler when the program is asked to stop, once for each time that a person asks.
 * @param {(signal: NodeJS.Signals) => void} handler
 * @returns {() => void} ends the listening
 */
export const onStopSignal = (handler) => {
  let lastMs = -Infinity;
  const listener = (/** @type {NodeJS.Signals} */ signal) => {
    const isRepeated = performance.now() - lastMs < onePressMs;
    lastMs = performance.now();
    if (!isRepeated) handler(signal);
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
};

/** For a child that gets its signals from this process only: the terminal sends none to a group of its own. */
export const ownGroup = { detached: process.platform !== 'win32' };

/**
 * Passes every signal on to a child in a group of its own, whoever sent it here, and waits for the child's end.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code, as a shell would say it
 */
export const endOf = (child) => {
  const off = onStopSignal((signal) => void child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      off();
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
};
