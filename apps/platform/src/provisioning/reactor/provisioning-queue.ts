import { Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { KeyedQueue } from '../../concurrency/keyed-queue.js';
import { InjectLogger } from '../../stores/injection.js';

/** What is to be done with the backends, one piece after the other for each workspace. */
@Injectable()
export class ProvisioningQueue extends KeyedQueue {
  constructor(@InjectLogger() log: Logger) {
    super(log);
  }
}
