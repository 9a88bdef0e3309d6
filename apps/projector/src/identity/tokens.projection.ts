import { identityEvents, type DataOf, type FactOf, type TokenDocument } from '@guildhall/contracts';
import { documentView } from '../engine/view/document-view.js';

type TokenFact = FactOf<typeof identityEvents.TokenIssued> | FactOf<typeof identityEvents.TokenRevoked>;
type Issued = DataOf<typeof identityEvents.TokenIssued>;

/** Issued credentials, also revoked ones. */
export const tokensView = documentView<TokenDocument, TokenFact>({
  name: 'tokens',
  version: 1,
  indexes: [{ fields: ['workspace_id'] }],
  handles: ['TokenIssued', 'TokenRevoked'],
  begins: ['TokenIssued'],
  key: (event) => event.data.credentialId,
  fold: (token, { type, data, metadata, position }) => {
    if (type === 'TokenRevoked') {
      return token === null ? null : { ...token, revoked_at: metadata.recordedAt, position };
    }
    const { credentialId, kind, workspaceId, prefix, name, expiresAt } = data as Issued;
    return {
      id: credentialId,
      org: metadata.org,
      kind,
      workspace_id: workspaceId,
      prefix,
      name,
      created_at: metadata.recordedAt,
      expires_at: expiresAt,
      revoked_at: null,
      position,
    };
  },
});
