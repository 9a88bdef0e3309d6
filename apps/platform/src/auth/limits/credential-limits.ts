import { GuildhallError, liveLimits } from '@guildhall/contracts';
import { Injectable } from '@nestjs/common';
import { clock } from '../../clock/clock.js';
import type { Principal } from '../../commands/command-meta.js';
import { PlatformConfig } from '../../config/platform.config.js';
import { Rate } from './rate.js';
import { Shares } from './shares.js';

/** Bytes of bodies that one credential may have on their way at the same time; a single one may be larger. */
const bodyBytes = 64 * 1_048_576;

/** Messages over sockets that may come for each request that may. */
const messagesForRequest = 10;

/** What one credential may take of this process, so that nobody who holds one can stop the others. */
@Injectable()
export class CredentialLimits {
  private readonly requests = new Rate(() => clock.now());
  private readonly messages = new Rate(() => clock.now());
  private readonly bodies = new Shares();
  private readonly sockets = new Shares();
  private readonly subscriptions = new Shares();

  constructor(private readonly config: PlatformConfig) {}

  /** Counts a request over HTTP. Throws TOO_MANY_REQUESTS. */
  takeRequest(who: Principal): void {
    this.take(this.requests, who, 1);
  }

  /** Counts a message over a socket, of which most only acknowledge a frame. Throws TOO_MANY_REQUESTS. */
  takeMessage(who: Principal): void {
    this.take(this.messages, who, messagesForRequest);
  }

  /** Counts a body until the result is called. Throws TOO_MANY_BODIES. */
  takeBody({ credentialId }: Principal, bytes: number): () => void {
    const held = this.bodies.of(credentialId);
    if (held > 0 && held + bytes > bodyBytes)
      throw new GuildhallError('TOO_MANY_BODIES', { limit: bodyBytes, retryAfter: 1 });
    return this.bodies.hold(credentialId, bytes);
  }

  /** Counts an open socket until the result is called. Throws TOO_MANY_SOCKETS. */
  takeSocket(who: Principal): () => void {
    const { sockets: limit } = liveLimitsOf(who);
    if (this.sockets.of(who.credentialId) >= limit)
      throw new GuildhallError('TOO_MANY_SOCKETS', { limit, retryAfter: 10 });
    return this.sockets.hold(who.credentialId, 1);
  }

  /** Counts a subscription of the live feed until the result is called. Throws TOO_MANY_SUBSCRIPTIONS. */
  takeSubscription(who: Principal): () => void {
    const { subscriptions: limit } = liveLimitsOf(who);
    if (this.subscriptions.of(who.credentialId) >= limit)
      throw new GuildhallError('TOO_MANY_SUBSCRIPTIONS', { owner: 'One credential', limit });
    return this.subscriptions.hold(who.credentialId, 1);
  }

  private take(rate: Rate, { kind, credentialId }: Principal, times: number): void {
    const { agentRequestsPerSecond, requestsPerSecond } = this.config;
    const limit = times * (kind === 'workspace' ? agentRequestsPerSecond : requestsPerSecond);
    const waitMs = rate.take(credentialId, limit);
    if (waitMs > 0)
      throw new GuildhallError('TOO_MANY_REQUESTS', { limit, retryAfter: Math.max(1, Math.ceil(waitMs / 1_000)) });
  }
}

const liveLimitsOf = ({ kind }: Principal): { sockets: number; subscriptions: number } =>
  kind === 'workspace' ? liveLimits.ofWorkspace : liveLimits.ofCredential;
