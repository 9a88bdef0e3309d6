import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { spawn } from 'node:child_process';
import { listeningAddressOf } from './listening-address.js';

const listening = async (host = '127.0.0.1'): Promise<Server> => {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return server;
};
const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('the address on which a process listens', () => {
  it('is the one port that is its own, not that of another process', async () => {
    const say = '() => process.stdout.write(String(s.address().port))';
    const source = `const s = require('net').createServer().listen(0, '127.0.0.1', ${say})`;
    const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
    const other = await listening();
    try {
      const [port] = (await once(child.stdout, 'data')) as [Buffer];
      expect(listeningAddressOf(child.pid ?? 0)).toBe(`http://127.0.0.1:${String(port)}`);
      expect(listeningAddressOf(child.pid ?? 0)).not.toBe(addressOf(other));
    } finally {
      other.close();
      child.kill('SIGKILL');
    }
  });

  it('is unknown when there are several, and when there is no such process', async () => {
    const servers = [await listening(), await listening()];
    expect(listeningAddressOf(process.pid)).toBeNull();
    expect(listeningAddressOf(2 ** 30)).toBeNull();
    for (const server of servers) server.close();
  });

  it('is not one that is open to other machines', async () => {
    const server = await listening('0.0.0.0');
    expect(listeningAddressOf(process.pid)).toBeNull();
    server.close();
  });
});
