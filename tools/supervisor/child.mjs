import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { forPeople, printable } from './log-line.mjs';

/** How long a process may take to end before it is killed, in milliseconds. */
const graceMs = 10_000;
const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** A process that lived so long was healthy: its next end starts with the shortest delay again. */
const healthyMs = 30_000;
const lastWordsMs = 200;
/** Ends that a new start would not change: bad configuration, second process, port taken. */
const finalCodes = new Set([75, 76, 78]);

/**
 * @typedef {object} ChildOptions
 * @property {string} name
 * @property {readonly string[]} args of Node
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {import('./log-file.mjs').LogFile} log
 * @property {(line: string) => void} say
 * @property {() => void} changed called when a process has begun or ended
 * @property {(code: number, sentence: string) => void} final it ended in a way that a new start would not change
 */

/**
 * What a dead process has written is still in the pipe; a grandchild that holds the pipe must not make us wait for it.
 * @param {import('node:child_process').ChildProcess} child
 */
const lastWords = (child) => Promise.race([once(child, 'close'), delay(lastWordsMs)]);

/** One process that is started again whenever it dies, until it is stopped. */
export class Child {
  /** @param {ChildOptions} options */
  constructor(options) {
    this.options = options;
    /** @type {import('node:child_process').ChildProcess | null} */
    this.process = null;
    this.stopping = false;
    this.delayMs = firstDelayMs;
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined;
    this.lastError = '';
    this.starts = 0;
  }

  /** @returns {number | null} */
  get pid() {
    return this.process?.pid ?? null;
  }

  start() {
    const { args, env, cwd } = this.options;
    const begun = Date.now();
    this.lastError = '';
    this.starts += 1;
    // In a group of its own: Ctrl-C reaches this process only, which stops the others in order.
    const detached = process.platform !== 'win32';
    const child = spawn(process.execPath, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached });
    this.process = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.#logged(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.#complained(line));
    child.once('error', (error) => {
      this.#complained(error.message);
      // It was never started, for lack of descriptors or memory: nothing else says that it has ended.
      if (child.pid === undefined) void this.#ended(child, null, null, 0);
    });
    child.once('exit', (code, signal) => void this.#ended(child, code, signal, Date.now() - begun));
    this.options.changed();
  }

  /**
   * Asks the process to end, and ends it after ten seconds.
   * @returns {Promise<boolean>} did it end by itself?
   */
  async stop() {
    this.stopping = true;
    clearTimeout(this.timer);
    const child = this.process;
    if (child === null) return true;
    const closed = once(child, 'exit');
    const deadline = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.kill('SIGTERM');
    await closed;
    clearTimeout(deadline);
    return child.signalCode !== 'SIGKILL';
  }

  kill() {
    this.process?.kill('SIGKILL');
  }

  /** @param {string} line */
  #logged(line) {
    this.options.log.write(line);
    const sentence = forPeople(this.options.name, line);
    if (sentence !== null) this.options.say(sentence);
  }

  /** @param {string} line */
  #complained(line) {
    if (line.trim() !== '') this.lastError = printable(line.trim());
    this.options.log.write(JSON.stringify({ level: 50, time: Date.now(), app: this.options.name, stderr: line }));
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {number | null} code
   * @param {NodeJS.Signals | null} signal
   * @param {number} livedMs
   */
  async #ended(child, code, signal, livedMs) {
    this.process = null;
    this.options.changed();
    await lastWords(child);
    if (this.stopping) return;
    if (code !== null && finalCodes.has(code)) return this.options.final(code, this.lastError);
    if (livedMs >= healthyMs) this.delayMs = firstDelayMs;
    const how = code === null ? 'before it began' : `with code ${code}`;
    const reason = signal === null ? `${how}${this.lastError && `: ${this.lastError}`}` : `by ${signal}`;
    this.options.say(`${this.options.name}: ended ${reason}; starting it again in ${this.delayMs / 1_000} s`);
    this.timer = setTimeout(() => this.start(), this.delayMs);
    this.delayMs = Math.min(this.delayMs * 2, longestDelayMs);
  }
}
