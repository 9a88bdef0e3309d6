import { inject, Injectable } from '@angular/core';
import type { TokenView } from '@guildhall/contracts';
import { listStore } from '../../../lists/list.store.js';
import { PLATFORM } from '../../../platform/platform.js';
import { detailsOnScreen } from '../detail.store.js';

/** The tokens of the open workspace. */
@Injectable({ providedIn: 'root' })
export class TokensStore {
  private readonly platform = inject(PLATFORM);
  readonly list = listStore<string, TokenView>(
    {
      subject: detailsOnScreen(),
      page: async (id, _page, options) => {
        const { tokens } = await this.platform.identity.tokens({ id }, options);
        return { items: tokens, next: null };
      },
    },
    ({ type, data }, id) => data['workspaceId'] === id && (type === 'TokenIssued' || type === 'TokenRevoked'),
  );

  /** Resolves with the new token, which the platform shows only this once. */
  async issue(id: string, name: string): Promise<string> {
    const { body, position } = await this.platform.identity.issueToken({ id, body: { name } });
    await this.list.refresh(position);
    return body.auth_token;
  }

  async revoke(id: string, tokenId: string): Promise<void> {
    const { position } = await this.platform.identity.revokeToken({ id, tokenId });
    await this.list.refresh(position);
  }
}
