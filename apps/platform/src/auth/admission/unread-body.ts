import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long what a refused caller still sends is thrown away, so that it comes to read the answer, in milliseconds. */
const lingerMs = 2_000;

/** Closes the connection of a request that was answered before its body had come, unless the rest comes soon. */
export const endUnread = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.complete) return;
  response.once('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => request.socket.destroy(), lingerMs);
    for (const event of ['end', 'close']) request.once(event, () => clearTimeout(timer));
  });
};
