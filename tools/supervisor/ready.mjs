import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const askEveryMs = 25;
const explainAfterMs = 5_000;

/**
 * The address that the platform of this run has written down; null while it is not there.
 * @param {string} dataDir
 * @param {number | null} pid
 * @returns {string | null}
 */
export const addressOf = (dataDir, pid) => {
  try {
    const local = JSON.parse(readFileSync(join(dataDir, 'run', 'local.json'), 'utf8'));
    return local.pid === pid ? local.url : null;
  } catch {
    return null;
  }
};

/**
 * @param {string} url
 * @returns {Promise<{ ready: boolean, reason: string }>}
 */
const ask = (url) =>
  new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 2_000 }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text) => (body += text));
      answer.on('end', () => resolve({ ready: answer.statusCode === 200, reason: reasonOf(body) }));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', (error) => resolve({ ready: false, reason: error.message }));
  });

/** @param {string} body */
const reasonOf = (body) => {
  try {
    const { checks = [], projections = [] } = JSON.parse(body);
    const failing = checks.filter((/** @type {{ ok: boolean }} */ check) => !check.ok);
    const behind = projections.filter((/** @type {{ lag: number }} */ projection) => projection.lag > 0);
    return [
      ...failing.map((/** @type {{ name: string, sentence: string }} */ check) => `${check.name}: ${check.sentence}`),
      ...behind.map(
        (/** @type {{ name: string, lag: number }} */ view) => `view ${view.name} has ${view.lag} events to go`,
      ),
    ].join('; ');
  } catch {
    return 'it does not answer yet';
  }
};

/** @param {string} dataDir */
const loginLink = (dataDir) => {
  try {
    return readFileSync(join(dataDir, 'run', 'login-link'), 'utf8').trim();
  } catch {
    return null;
  }
};

/**
 * Health is asked where the process listens: its public address may lead elsewhere.
 * @param {string} address
 * @param {string} host
 * @param {number} port
 */
const healthAddress = (address, host, port) => {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port || new URL(address).port}/health/ready`;
};

/**
 * @typedef {object} ReadyOptions
 * @property {string} dataDir
 * @property {string} host where the platform listens
 * @property {number} port 0: the one it wrote down
 * @property {() => number | null} pid of the platform that is running now
 * @property {(line: string) => void} say
 * @property {AbortSignal} signal ends the waiting
 */

/**
 * Waits until the platform says that it is ready. Resolves with the login link; null when the waiting was ended.
 * @param {ReadyOptions} options
 * @returns {Promise<string | null>}
 */
export const untilReady = async ({ dataDir, host, port, pid, say, signal }) => {
  const begun = Date.now();
  let explained = false;
  while (!signal.aborted) {
    const address = addressOf(dataDir, pid());
    const state = address === null ? null : await ask(healthAddress(address, host, port));
    const link = state?.ready ? loginLink(dataDir) : null;
    if (link !== null) return link;
    if (!explained && Date.now() - begun > explainAfterMs) {
      explained = true;
      say(`Still starting: ${state?.reason || 'reading the log'}`);
    }
    await delay(askEveryMs);
  }
  return null;
};
