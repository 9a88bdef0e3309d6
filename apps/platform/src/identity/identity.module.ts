import { Global, Module } from '@nestjs/common';
import { Authentication } from '../auth/authentication.js';
import { RefusalLog } from '../auth/refusal-log.js';
import { Authenticator } from './authenticator.js';
import { CredentialIndex } from './credential-index.js';
import { LoginController } from './login.controller.js';
import { Refusals } from './refusals.js';
import { Sessions } from './sessions.js';
import { TokenIssuer } from './token-issuer.js';
import { TokensController } from './tokens.controller.js';
import { WorkspaceTokens } from './workspace-tokens.js';

/** Global, because it is what the admission of requests asks. */
@Global()
@Module({
  controllers: [LoginController, TokensController],
  providers: [
    CredentialIndex,
    Authenticator,
    { provide: Authentication, useExisting: Authenticator },
    Refusals,
    { provide: RefusalLog, useExisting: Refusals },
    Sessions,
    TokenIssuer,
    WorkspaceTokens,
  ],
  exports: [Authentication, RefusalLog, Authenticator, TokenIssuer, WorkspaceTokens],
})
export class IdentityModule {}
