/** What other slices may use of this one. */
export { Authenticator } from './authenticator.js';
export { IdentityModule } from './identity.module.js';
export { TokenIssuer } from './token-issuer.js';
export { WorkspaceTokens } from './workspace-tokens.js';
