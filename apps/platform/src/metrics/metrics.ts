import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What operators watch; names follow Prometheus' conventions, seconds and bytes as base units. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly httpDuration = new Histogram({
    name: 'guildhall_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });
  readonly commands = new Counter({
    name: 'guildhall_commands_total',
    help: 'Commands by outcome',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });
  readonly heartbeats = new Counter({
    name: 'guildhall_heartbeats_total',
    help: 'Heartbeats of agents',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private readonly observers = new Map<string, (seconds: number) => void>();

  /** One answer; the labelled series is looked up once for each combination. */
  observe(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${route} ${status}`;
    let observer = this.observers.get(key);
    if (observer === undefined) {
      const series = this.httpDuration.labels(method, route, String(status));
      observer = (value) => series.observe(value);
      this.observers.set(key, observer);
    }
    observer(seconds);
  }

  /** A value that is read when the metrics are. */
  watch(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `guildhall_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  /** As `watch`, for one value per label. */
  watchEach(name: string, help: string, label: string, read: () => Promise<[string, number][]>): void {
    new Gauge({
      name: `guildhall_${name}`,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        for (const [value, number] of await read()) this.set({ [label]: value }, number);
      },
    });
  }
}
