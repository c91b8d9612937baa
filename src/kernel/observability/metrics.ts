import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry, type Metric } from 'prom-client';

/** Figures of the process, which any number of applications in it share: the observers behind them are never taken away. */
let ofProcess: Registry | undefined;

function processMetrics(): Metric[] {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  const shared = ofProcess;
  return shared.getMetricsAsArray().map(({ name }) => shared.getSingleMetric(name) as Metric);
}

/** Figures for Prometheus. Names of routes only: no id, no body, no person. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  constructor() {
    for (const metric of processMetrics()) this.registry.registerMetric(metric);
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status: String(status) }, seconds);
  }

  /** A figure read when it is asked for; where it cannot be read it is left out, and the others are still there. */
  gauge(name: string, help: string, read: () => Promise<number | null>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.remove();
        const value = await read().catch(() => null);
        if (value !== null) this.set(value);
      },
    });
  }

  /** The same of several things, by their names. */
  gaugeOfEach(name: string, help: string, label: string, read: () => Promise<Readonly<Record<string, number>>>): void {
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const [each, value] of Object.entries(await read().catch(() => ({})))) this.set({ [label]: each }, value);
      },
    });
  }
}
