import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections: one of those could take the port before its server does. */
const lowest = 15_000;
const behindLast = 32_000;

/** A port that is free now. Chosen at random, so that test runs side by side hardly meet. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(lowest, behindLast);
    if (await canListen(port)) return port;
  }
};

const canListen = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
};
