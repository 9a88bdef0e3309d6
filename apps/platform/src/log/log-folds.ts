import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Fold, type LogFold } from './fold.js';
import { inOrder } from './in-order.js';

/** The folds of all modules, each after those that it reads. */
@Injectable()
export class LogFolds {
  constructor(private readonly discovery: DiscoveryService) {}

  all(): readonly LogFold[] {
    const found = this.discovery.getProviders({ metadataKey: Fold.KEY });
    return inOrder(found.map(({ instance }) => instance as LogFold));
  }
}
