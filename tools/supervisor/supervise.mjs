import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../start/places.mjs';
import { forgetProcesses, markOf, writeProcesses } from '../start/processes/processes.mjs';
import { say, Unusable } from '../start/say.mjs';
import { onStopSignal } from '../start/signals.mjs';
import { Child } from './child.mjs';
import { LogFile } from './log-file.mjs';
import { addressOf, untilReady } from './ready.mjs';
import { welcome } from './welcome.mjs';

/**
 * Two cores and little memory: one collector thread, a nursery that does not grow to three times 16 MB, and for the
 * projector, which builds views from a million events, a heap that is collected before it has doubled.
 */
const nodeFlags = JSON.parse(readFileSync(join(root, 'tools', 'node-flags.json'), 'utf8'));

const lookEveryMs = 25;

/** @typedef {import('../start/options.mjs').StartOptions} StartOptions */

/** Platform and projector of one data directory, from start to stop. */
class Supervisor {
  /** @param {StartOptions} options */
  constructor(options) {
    this.options = options;
    this.begun = performance.now();
    this.stopping = new AbortController();
    this.toldOfRunFile = false;
    /** @type {(code: number) => void} */
    this.resolve = () => undefined;
    /** @type {Promise<number>} */
    this.done = new Promise((resolve) => (this.resolve = resolve));
    this.platform = this.#child('platform', () => this.#platformChanged());
    this.projector = this.#child('projector', () => this.#writeDown());
  }

  async run() {
    const { dataDir } = this.options;
    rmSync(join(dataDir, 'run', 'login-link'), { force: true });
    this.#listenToSignals();
    say('Starting platform and projector …');
    const hasLog = existsSync(join(dataDir, 'log'));
    this.platform.start();
    if (hasLog) this.projector.start();
    else void this.#startProjectorLater();
    await this.#greet();
    return this.done;
  }

  /**
   * @param {string} name
   * @param {() => void} changed
   */
  #child(name, changed) {
    const { demo, server, logRestored, port, host, dataDir } = this.options;
    const settings = {
      PORT: String(port),
      HOST: host,
      DATA_DIR: dataDir,
      GUILDHALL_DEMO: demo ? '1' : '0',
      GUILDHALL_LOG_RESTORED: logRestored ? '1' : '0',
      GUILDHALL_STORE: server ? 'server' : (process.env['GUILDHALL_STORE'] ?? 'embedded'),
    };
    return new Child({
      name,
      args: ['--enable-source-maps', ...nodeFlags[name], join(root, 'dist', 'apps', name, 'main.js')],
      env: { ...process.env, NODE_ENV: 'production', ...settings },
      cwd: root,
      log: new LogFile(join(dataDir, 'logs', `${name}.log`)),
      say,
      changed,
      final: (code, sentence) => void this.#stop(code, sentence || `The ${name} ended with code ${code}.`),
    });
  }

  #listenToSignals() {
    onStopSignal(() => {
      if (!this.stopping.signal.aborted) return void this.#stop(0, 'Stopping …');
      this.platform.kill();
      this.projector.kill();
    });
  }

  /** On the first start the platform makes the log that the projector reads. */
  async #startProjectorLater() {
    while (!this.stopping.signal.aborted && addressOf(this.options.dataDir, this.platform.pid) === null)
      await delay(lookEveryMs);
    if (!this.stopping.signal.aborted) this.projector.start();
  }

  async #greet() {
    const link = await this.#ready();
    if (link === null) return;
    const { dataDir, demo } = this.options;
    const seconds = (performance.now() - this.begun) / 1_000;
    process.stdout.write(`${welcome({ link, dataDir, demo, seconds })}\n`);
  }

  #ready() {
    const { dataDir, host, port } = this.options;
    const pid = () => this.platform.pid;
    return untilReady({ dataDir, host, port, pid, say, signal: this.stopping.signal });
  }

  #platformChanged() {
    this.#writeDown();
    if (this.platform.pid === null || this.platform.starts === 1) return;
    const begun = performance.now();
    void this.#ready().then((link) => {
      if (link !== null) say(`platform: ready again after ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    });
  }

  /** For the next start, in case this process is killed. */
  #writeDown() {
    const pids = [this.platform?.pid, this.projector?.pid].filter((pid) => typeof pid === 'number');
    try {
      writeProcesses(this.options.dataDir, { supervisor: markOf(process.pid), children: pids.map(markOf) });
    } catch (error) {
      // It only helps the start after a kill; the processes themselves say what the disk lacks.
      const { message } = /** @type {Error} */ (error);
      if (!this.toldOfRunFile) say(`The run file cannot be written (${message}); Guildhall goes on without it.`);
      this.toldOfRunFile = true;
    }
  }

  /**
   * @param {number} code
   * @param {string} sentence
   */
  async #stop(code, sentence) {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    say(sentence);
    const ends = await Promise.all([this.projector.stop(), this.platform.stop()]);
    try {
      forgetProcesses(this.options.dataDir);
    } catch {
      // The marks in it name processes that have ended.
    }
    const clean = ends.every(Boolean);
    if (code === 0)
      say(clean ? 'Stopped.' : 'Stopped; a process had to be killed. Nothing that was confirmed is lost.');
    this.resolve(code !== 0 ? code : clean ? 0 : 1);
  }
}

/** @param {string} dataDir */
const makeDirectory = (dataDir) => {
  try {
    mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Unusable(`The data directory ${dataDir} cannot be used (${message}): choose another with --data.`, 78);
  }
};

/**
 * Runs Guildhall until it is stopped. Resolves with the exit code.
 * @param {StartOptions} options
 * @returns {Promise<number>}
 */
export const supervise = async (options) => {
  makeDirectory(options.dataDir);
  // Both may lead into a file on a full disk; what cannot be said then is in no way a reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const code = await new Supervisor(options).run();
  // A log pipe that an agent still holds must not keep this process.
  process.exit(code);
};
