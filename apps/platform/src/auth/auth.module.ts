import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard } from './auth.guard.js';
import { Origins } from './origins.js';
import { RequestAdmission } from './request-admission.js';
import { SocketAdmission } from './socket-admission.js';

/** Lets requests and sockets in. Who is asking, the identity slice says: see `Authentication`. */
@Global()
@Module({
  providers: [{ provide: APP_GUARD, useClass: AuthGuard }, Origins, RequestAdmission, SocketAdmission],
  exports: [Origins, RequestAdmission, SocketAdmission],
})
export class AuthModule {}
