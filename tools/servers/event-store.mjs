import { startEventStoreDbServer } from '@guildhall/testing/eventstoredb-server';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exitWith, Unusable } from '../start/say.mjs';

const usage = `node tools/servers/event-store.mjs --data <folder> [--port <port>] [--control-port <port>]

Starts a server for tests that the official client of EventStoreDB can talk to, on 127.0.0.1, on a free port when none
is given, and prints "listening on <port>". It is for tests only and no substitute for the product. SIGTERM ends it. It
may be killed at any moment: acknowledged events are there after the next start on the same folder. With a
control port, faults are made over HTTP: POST /drop, /unavailable, /not-ready, /reset, /delay {"ms":500}, /freeze,
/thaw, /slow-consumer, /restart, /heal. Needs a build of libs/testing.
`;

const options = /** @type {const} */ ({
  data: { type: 'string' },
  port: { type: 'string' },
  'control-port': { type: 'string' },
});

await exitWith(async () => {
  const { data, port = '0', 'control-port': controlPort } = parseArgs({ options }).values;
  if (data === undefined || ![port, controlPort ?? '0'].every((text) => /^\d+$/.test(text)))
    throw new Unusable(usage, 2);
  mkdirSync(data, { recursive: true });
  const control = controlPort === undefined ? {} : { controlPort: Number(controlPort) };
  const server = await startEventStoreDbServer({ directory: data, port: Number(port), ...control });
  console.log(`listening on ${server.port}`);
  await new Promise((resolve) => {
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) process.once(signal, resolve);
  });
  await server.stop();
  process.exit(0);
});
