import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What Node's own server needs for a request of this size that is read, parsed and answered, and nothing else: no beat
 * can be cheaper. A program of its own, started by the benchmark; prints its port.
 */
const answer = JSON.stringify({ status: 'ok' });

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    JSON.parse(Buffer.concat(pieces).toString());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  });
});

server.listen(0, '127.0.0.1', () => process.stdout.write(String((server.address() as AddressInfo).port)));
