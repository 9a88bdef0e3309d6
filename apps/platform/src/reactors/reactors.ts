import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { inOrder } from '../log/in-order.js';
import { LeasedReactor, type Reactor } from './reactor.js';

/** The reactors of all modules, in the order in which they are started. */
@Injectable()
export class Reactors {
  constructor(private readonly discovery: DiscoveryService) {}

  all(): readonly Reactor[] {
    const found = this.discovery.getProviders({ metadataKey: LeasedReactor.KEY });
    return inOrder(found.map(({ instance }) => instance as Reactor));
  }
}
