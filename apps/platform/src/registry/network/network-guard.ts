import { GuildhallError } from '@guildhall/contracts';
import { Inject, Injectable, Optional } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConfigurationError, PlatformConfig } from '../../config/platform.config.js';

type Rule = (address: ipaddr.IPv4 | ipaddr.IPv6) => boolean;

const words: Record<string, Rule> = {
  loopback: (address) => address.range() === 'loopback',
  private: (address) => address.range() === 'private' || address.range() === 'uniqueLocal',
  public: (address) => address.range() === 'unicast',
};

const rule = (word: string): Rule => {
  const known = words[word];
  if (known !== undefined) return known;
  try {
    const [network, bits] = ipaddr.parseCIDR(word);
    return (address) => address.kind() === network.kind() && address.match(network, bits);
  } catch {
    throw new ConfigurationError([
      `GUILDHALL_AGENT_NETWORKS: "${word}" is neither loopback, private, public nor a network like 10.1.0.0/16`,
    ]);
  }
};

/** Address as the network sees it: IPv4 in IPv6 clothes is IPv4. */
const parsed = (text: string): ipaddr.IPv4 | ipaddr.IPv6 => ipaddr.process(text);

export interface CheckedTarget {
  url: URL;
  /** The address that was checked and must be connected to: a second look-up could say something else. */
  address: string;
  family: 4 | 6;
}

/** Base address that this platform's own engine has for an agent it started; null: it has none. */
export type GivenAddress = () => Promise<string | null>;

const nothingGiven: GivenAddress = () => Promise.resolve(null);

/**
 * Refuses every agent address outside of the allowed networks, and always our own ports. An agent that was started here
 * may be where its engine says, and nowhere else.
 */
@Injectable()
export class NetworkGuard {
  private readonly rules: readonly Rule[];
  private readonly ownPorts = new Set<number>();
  /** Names with ports under which the platform is reached, also through a proxy. */
  private readonly ownHosts = new Set<string>();

  constructor(
    @Inject(PlatformConfig) { agentNetworks, store }: Pick<PlatformConfig, 'agentNetworks' | 'store'>,
    @Optional()
    private readonly resolve: (host: string) => Promise<{ address: string }[]> = (host) => lookup(host, { all: true }),
  ) {
    this.rules = (agentNetworks ?? (store === 'server' ? 'public' : 'loopback'))
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map(rule);
  }

  refusePort(port: number): void {
    this.ownPorts.add(port);
  }

  /** Nor an address of the platform for people and agents, which may be that of a proxy. */
  refuseAddress(url: URL): void {
    this.ownHosts.add(hostOf(url));
    if (isLoopback(url)) this.refusePort(portOf(url));
  }

  /**
   * The target with the address to connect to; AGENT_URL_FORBIDDEN when any of its addresses is not allowed. `given` is
   * asked only then: the engine's own address needs no allowed network.
   */
  async check(text: string, given: GivenAddress = nothingGiven): Promise<CheckedTarget> {
    const url = this.parse(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [{ address: host }] : await this.lookUp(url, host);
    for (const { address } of addresses) this.requireForeign(url, address);
    const outside = addresses.find(({ address }) => !this.rules.some((allows) => allows(parsed(address))));
    if (outside !== undefined && !(await isGiven(url, given)))
      throw this.forbidden(url, `${outside.address} is a ${parsed(outside.address).range()} address.`);
    const first = addresses[0];
    if (first === undefined) throw this.forbidden(url, 'the name has no address.');
    return { url, address: first.address, family: isIP(first.address) === 6 ? 6 : 4 };
  }

  private parse(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      throw new GuildhallError('AGENT_URL_FORBIDDEN', {
        url: text.slice(0, 200),
        reason: 'it is not an http address.',
      });
    }
    if (url.username !== '' || url.password !== '') throw this.forbidden(url, 'it carries a user name.');
    return url;
  }

  private async lookUp(url: URL, host: string): Promise<{ address: string }[]> {
    try {
      return await this.resolve(host);
    } catch {
      throw this.forbidden(url, 'its name cannot be resolved.');
    }
  }

  private requireForeign(url: URL, address: string): void {
    const isOwnPort = parsed(address).range() === 'loopback' && this.ownPorts.has(portOf(url));
    if (isOwnPort || this.ownHosts.has(hostOf(url))) throw this.forbidden(url, 'it is an address of Guildhall itself.');
  }

  private forbidden(url: URL, reason: string): GuildhallError {
    return new GuildhallError('AGENT_URL_FORBIDDEN', { url: `${url.protocol}//${url.host}`, reason });
  }
}

/** Only by number: a name could mean another address the next time. */
const isGiven = async (url: URL, given: GivenAddress): Promise<boolean> => {
  const base = isIP(url.hostname) ? await given() : null;
  return base !== null && new URL(base).origin === url.origin;
};

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const hostOf = (url: URL): string => `${url.hostname}:${portOf(url)}`;

const isLoopback = ({ hostname }: URL): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || (isIP(host) !== 0 && parsed(host).range() === 'loopback');
};
