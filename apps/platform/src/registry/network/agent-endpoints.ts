import type { AgentAddress } from '@guildhall/domain';
import type { Vault } from '@guildhall/vault';
import { Injectable } from '@nestjs/common';
import { AgentCallFailed } from './agent-client.js';
import { damaged, openedBytes } from '../../stores/sealed-words.js';
import { InjectVault } from '../../stores/injection.js';
import { Agents } from '../agents.js';

/** Opened addresses that are kept in memory. */
const keptAddresses = 10_000;

/**
 * Addresses of agents. The path of an address may be the secret that keeps others from calling the agent behind the
 * platform's back, so the log, the views and the screen hold only its host; the whole is sealed under the workspace's key.
 */
@Injectable()
export class AgentEndpoints {
  private readonly opened = new Map<string, string>();

  constructor(
    @InjectVault() private readonly vault: Vault,
    private readonly agents: Agents,
  ) {}

  /** An address without a path has nothing to hide; a sealed one that is known already is used again. */
  async seal(workspaceId: string, url: URL): Promise<AgentAddress> {
    if (url.href === `${url.origin}/`) return { url: url.href, endpoint: null, endpointDigest: null };
    const subject = `workspace:${workspaceId}`;
    const endpointDigest = await this.vault.digest(subject, url.href);
    const known = this.agents.get(workspaceId);
    if (known?.endpointDigest === endpointDigest) return { url: known.url, endpoint: known.endpoint, endpointDigest };
    const endpoint = await this.vault.seal(subject, 'text/plain', Buffer.from(url.href));
    return { url: url.origin, endpoint, endpointDigest };
  }

  /** Throws `AgentCallFailed` when the key of the workspace was destroyed. */
  async open({ url, endpoint }: AgentAddress): Promise<string> {
    if (endpoint === null) return url;
    const kept = this.opened.get(endpoint.digest);
    if (kept !== undefined) return kept;
    const bytes = await openedBytes(this.vault, endpoint);
    if (bytes === null || bytes === damaged) throw new AgentCallFailed('refused', { reason: 'address_erased' });
    if (this.opened.size >= keptAddresses) this.opened.clear();
    const address = Buffer.from(bytes).toString('utf8');
    this.opened.set(endpoint.digest, address);
    return address;
  }
}
