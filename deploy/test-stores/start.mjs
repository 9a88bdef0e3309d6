import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Runs one of the servers for tests in a container. They listen on 127.0.0.1 only; a relay on the container's own
 * address lets the others in.
 */
const servers = {
  'event-store': {
    port: 2113,
    folder: '/var/lib/eventstore',
    command: [
      'node',
      '--max-semi-space-size=8',
      'tools/servers/event-store.mjs',
      '--data',
      '/var/lib/eventstore',
      '--port',
      '2113',
    ],
  },
  mongo: {
    port: 27_017,
    folder: '/data/db',
    command: [
      'jre/bin/java',
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-cp',
      'mongo/classes:mongo/lib/*',
      'WireServer',
      '27017',
      '/data/db/store.db',
    ],
  },
};

const [name = ''] = process.argv.slice(2);
const server = servers[name];
if (server === undefined) throw new Error(`start.mjs ${Object.keys(servers).join('|')}`);

mkdirSync(server.folder, { recursive: true });
const [program, ...args] = server.command;
const child = spawn(program, args, { stdio: ['pipe', 'inherit', 'inherit'] });
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill('SIGTERM'));
child.on('exit', (code) => process.exit(code ?? 1));

/** A side that is gone takes the other one with it. */
const relay = (outside) => {
  const inside = connect(server.port, '127.0.0.1');
  for (const [from, to] of [
    [outside, inside],
    [inside, outside],
  ])
    from
      .setNoDelay(true)
      .on('error', () => to.destroy())
      .on('close', () => to.destroy())
      .pipe(to);
};

for (const { address } of Object.values(networkInterfaces())
  .flat()
  .filter(({ internal, family }) => !internal && family === 'IPv4'))
  createServer(relay).listen(server.port, address);
