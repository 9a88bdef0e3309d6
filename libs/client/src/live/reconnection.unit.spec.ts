import { following } from './testing/fake-server.suite.js';

describe('reconnection', () => {
  it('connects again after the server ended the connection', () => {
    const { socket, clock } = following();
    socket.up();
    socket.active = false;
    socket.lost();
    clock.pass(250);
    expect(socket.connects).toBe(1);
  });

  it('does not connect after it was closed', () => {
    const { socket, clock, client } = following();
    socket.up();
    socket.active = false;
    client.close();
    socket.lost();
    clock.pass(60_000);
    expect(socket.connects).toBe(0);
  });
});
