import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthGuard } from './admission/auth.guard.js';
import { Origins } from './origins.js';
import { RequestAdmission } from './admission/request-admission.js';
import { CredentialLimits } from './limits/credential-limits.js';
import { WrongAttempts } from './limits/wrong-attempts.js';
import { SocketAdmission } from './admission/socket-admission.js';
import { SocketDoor } from './admission/socket-door.js';

/** Lets requests and sockets in. Who is asking, the identity slice says: see `Authentication`. */
@Global()
@Module({
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    CredentialLimits,
    Origins,
    RequestAdmission,
    SocketAdmission,
    SocketDoor,
    WrongAttempts,
  ],
  exports: [CredentialLimits, Origins, RequestAdmission, SocketAdmission, SocketDoor, WrongAttempts],
})
export class AuthModule {}
