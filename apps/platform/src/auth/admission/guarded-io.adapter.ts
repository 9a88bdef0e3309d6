import { liveLimits } from '@guildhall/contracts';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server } from 'socket.io';
import { SocketDoor } from './socket-door.js';

type Options = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;

/** Socket.io behind the door: small frames, no client script, and nothing for those who show no credential. */
export class GuardedIoAdapter extends IoAdapter {
  private readonly door: SocketDoor;

  constructor(app: INestApplicationContext) {
    super(app);
    this.door = app.get(SocketDoor);
  }

  override createIOServer(port: number, options?: Options): ReturnType<IoAdapter['createIOServer']> {
    const limits = {
      maxHttpBufferSize: liveLimits.frameBytes,
      connectTimeout: liveLimits.unknownMs,
      serveClient: false,
      allowRequest: this.door.allowRequest,
    };
    const server = super.createIOServer(port, { ...options, ...limits } as Options);
    // Nest brings its own copy of socket.io, whose classes are others to the compiler.
    this.door.watch(server as unknown as Server);
    return server;
  }
}
