import { once } from 'node:events';
import { request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread is given; it answers with the status of each body, 0: the connection was closed before. */
export interface UnaskedBodies {
  url: string;
  path: string;
  bodies: number;
  mebibytes: number;
  rounds: number;
}

const part = Buffer.alloc(1_048_576, '0');

/** Sends one body without a credential, to its end if it can. */
const send = ({ url, path, mebibytes }: UnaskedBodies): Promise<number> =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': mebibytes * part.length };
    const sent = request(`${url}${path}`, { method: 'PUT', headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', () => resolve(0));
    void (async () => {
      for (let left = mebibytes; left > 0 && !sent.destroyed; left -= 1)
        if (!sent.write(part)) await Promise.race([once(sent, 'drain'), once(sent, 'close')]).catch(() => undefined);
      sent.end();
    })();
  });

/** A thread of its own: it would hold up whoever measures beside it. */
const run = async (given: UnaskedBodies): Promise<number[]> => {
  const answers: number[] = [];
  for (let round = 0; round < given.rounds; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: given.bodies }, () => send(given)))));
  return answers;
};

if (parentPort !== null) parentPort.postMessage(await run(workerData as UnaskedBodies));
