import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Delay, Faults } from './faults.js';
import type { Counts } from './server-context.js';

export interface Control {
  port: number;
  close(): void;
}

interface Controlled {
  faults: Faults;
  counts: Counts;
  restart(): Promise<void>;
}

/** Faults for tests in other processes: `POST /drop`, `/freeze`, `/delay {"ms":500}`, …, and `GET /counts`. */
export const startControl = async (server: Controlled, port: number): Promise<Control> => {
  const { faults } = server;
  const actions: Record<string, (body: Partial<Delay>) => void | Promise<void>> = {
    drop: () => faults.drop(),
    unavailable: () => faults.unavailable(),
    'not-ready': () => faults.notReady(),
    reset: () => faults.reset(),
    delay: ({ ms = 0, ...rest }) => faults.delay({ ms, ...rest }),
    freeze: () => faults.freeze(),
    thaw: () => faults.thaw(),
    'slow-consumer': () => faults.slowConsumer(),
    heal: () => faults.heal(),
    restart: () => server.restart(),
  };
  const http = createServer((request, response) => {
    void (async () => {
      const name = (request.url ?? '/').slice(1);
      const action = actions[name];
      if (request.method === 'GET' && name === 'counts') return response.end(JSON.stringify(server.counts));
      if (request.method !== 'POST' || action === undefined) {
        response.statusCode = 404;
        return response.end(`there is POST to ${Object.keys(actions).join(', ')}, and GET of counts\n`);
      }
      await action(await bodyOf(request));
      return response.end();
    })().catch((error: unknown) => {
      response.statusCode = 400;
      response.end(String(error));
    });
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  return { port: (http.address() as AddressInfo).port, close: () => void http.close() };
};

const bodyOf = async (request: IncomingMessage): Promise<Partial<Delay>> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Partial<Delay>);
};
