import type { NetworkInspectInfo } from 'dockerode';
import type { Installation } from '../installation.js';
import type { Engine } from './engine.js';

/** The network of our agents: each reaches its gateway and the outside, none reaches another. */
export class PrivateNetwork {
  /** Addresses that it had: the platform listens at one of them, also after the network was removed. */
  private addresses: NetworkInspectInfo['IPAM'];
  private ensuring: Promise<NetworkInspectInfo> | null = null;

  constructor(
    private readonly engine: Engine,
    private readonly at: Installation,
  ) {}

  /** Makes it unless it is there. */
  ensure(): Promise<NetworkInspectInfo> {
    this.ensuring ??= this.found().finally(() => (this.ensuring = null));
    return this.ensuring;
  }

  /** Address of this machine in that network, at which agents can reach the platform. */
  async gateway(): Promise<string> {
    const { IPAM } = await this.ensure();
    const gateway = IPAM?.Config?.find(({ Gateway }) => Gateway !== undefined)?.['Gateway'];
    if (gateway === undefined) throw new Error(`the network ${this.at.network} has no gateway`);
    return gateway.split('/')[0] ?? gateway;
  }

  /** Stays while a container uses it. */
  async remove(): Promise<void> {
    for (const { Id } of await this.list()) await this.removeOne(Id);
  }

  private async found(): Promise<NetworkInspectInfo> {
    const network = (await this.oldest()) ?? (await this.made());
    this.addresses = network.IPAM;
    return network;
  }

  private async made(): Promise<NetworkInspectInfo> {
    const wanted = {
      Name: this.at.network,
      Driver: 'bridge',
      CheckDuplicate: true,
      Labels: this.at.labels(),
      ...(this.addresses === undefined ? {} : { IPAM: this.addresses }),
      Options: { 'com.docker.network.bridge.enable_icc': 'false' },
    };
    // 409: another process of this installation was faster.
    await this.engine.call((docker) => docker.createNetwork(wanted), { tolerate: [409] });
    const network = await this.oldest();
    if (network === null) throw new Error(`the network ${this.at.network} was removed while it was made`);
    return network;
  }

  /** An engine makes two networks of one name when it is asked twice at the same moment: all agree on the older one. */
  private async oldest(): Promise<NetworkInspectInfo | null> {
    const networks = await this.list();
    const [oldest = null, ...others] = networks.sort(byAge);
    for (const { Id } of others) await this.removeOne(Id);
    return oldest;
  }

  private list(): Promise<NetworkInspectInfo[]> {
    return this.engine.call((docker) => docker.listNetworks({ filters: this.at.filter() }));
  }

  private async removeOne(id: string): Promise<void> {
    await this.engine.call((docker) => docker.getNetwork(id).remove(), { tolerate: [403, 404] });
  }
}

const byAge = (one: NetworkInspectInfo, other: NetworkInspectInfo): number =>
  one.Created.localeCompare(other.Created) || one.Id.localeCompare(other.Id);
