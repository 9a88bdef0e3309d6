import { Global, Module } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { LiveGateway } from './live.gateway.js';
import { LiveHub } from './live-hub.js';
import { LiveReplay } from './live-replay.js';

@Global()
@Module({ providers: [LiveHub, LiveReplay, LiveGateway], exports: [LiveHub] })
export class LiveModule {
  constructor(metrics: Metrics, hub: LiveHub) {
    metrics.watch('live_subscriptions', 'Open subscriptions of the live feed', () => hub.subscriptions);
  }
}
