import type { Pool, PoolClient } from 'pg';
import { Gauge, Histogram, type Registry } from 'prom-client';
import { findTrail } from './trail.js';

type Connected = (error: Error | undefined, client?: PoolClient, release?: (error?: Error | boolean) => void) => void;
type Connect = (connected?: Connected) => Promise<PoolClient> | void;

/** Measures how long work waits for a connection of a pool, and how many are in use. */
export function countPoolWaits(pool: Pool, registry: Registry): void {
  const waits = new Histogram({
    name: 'database_pool_wait_seconds',
    help: 'Time that work waits for a connection',
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('database_pool_waiting', 'Work that waits for a connection now', () => pool.waitingCount);
  gauge('database_pool_in_use', 'Connections in use now', () => pool.totalCount - pool.idleCount);
  const connect = pool.connect.bind(pool) as Connect;
  const timeConnect: Connect = (connected) => {
    // How often the pool was asked would tell of requests that nothing may tell of.
    const end = findTrail()?.isSecret ? () => undefined : waits.startTimer();
    if (!connected) return (connect() as Promise<PoolClient>).finally(() => void end());
    void connect((...answer) => {
      end();
      connected(...answer);
    });
  };
  Object.assign(pool, { connect: timeConnect });
}
