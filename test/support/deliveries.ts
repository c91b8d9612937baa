import { Deliveries } from '../../src/kernel/deliveries/deliveries.js';
import type { TestApp } from './app.js';

/** Sends what is due, as the job of a running product does, and waits for what came of it. */
export async function sendDue({ running }: TestApp): Promise<void> {
  const deliveries = running.app.get(Deliveries);
  await deliveries.sweep();
  await deliveries.finish();
}
