import type { NetworkInspectInfo } from 'dockerode';
import type { Engine } from './engine.js';
import type { Installation } from '../installation.js';

/** The network of our agents: each reaches its gateway and the outside, none reaches another. */
export class PrivateNetwork {
  /** Addresses that it had: the platform listens at one of them, also after somebody took the network away. */
  private addresses: NetworkInspectInfo['IPAM'];

  constructor(
    private readonly engine: Engine,
    private readonly at: Installation,
  ) {}

  /** Makes it unless it is there. */
  async ensure(): Promise<NetworkInspectInfo> {
    const present = await this.inspect();
    if (present !== null) return this.remembered(present);
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
    const made = await this.inspect();
    if (made === null) throw new Error(`the network ${this.at.network} was removed while it was made`);
    return this.remembered(made);
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
    await this.engine.call((docker) => docker.getNetwork(this.at.network).remove(), { tolerate: [403, 404] });
  }

  private remembered(network: NetworkInspectInfo): NetworkInspectInfo {
    this.addresses = network.IPAM;
    return network;
  }

  private inspect(): Promise<NetworkInspectInfo | null> {
    return this.engine.call((docker) => docker.getNetwork(this.at.network).inspect() as Promise<NetworkInspectInfo>, {
      tolerate: [404],
    });
  }
}
