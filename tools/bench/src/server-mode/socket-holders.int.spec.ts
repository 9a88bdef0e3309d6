import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { socketHolders } from './socket-holders.js';

describe('who holds a socket', () => {
  it('is known for a server and for a connection', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    expect(socketHolders([process.pid], 'listening').get(port)).toBe(process.pid);
    expect(socketHolders([process.pid], 'connected').get(client.localPort ?? 0)).toBe(process.pid);
    expect(socketHolders([process.ppid], 'listening').has(port)).toBe(false);
    client.destroy();
    server.close();
  });
});
