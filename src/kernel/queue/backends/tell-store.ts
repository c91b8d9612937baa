import type { Worker } from 'bullmq';
import { setTimeout as pause } from 'node:timers/promises';
import { isStoreOutage } from '../outage.js';

const AGAIN_MS = 500;

/**
 * Tells a store that work is done until it takes it. BullMQ would call the work failed, and by its last attempt failed for good,
 * where the store is full. A worker that is about to end leaves the job to whoever takes it up when its lock runs out, who finds
 * the work done.
 */
export async function tellStore<T>(
  worker: Pick<Worker, 'closing'> & { emit(event: 'error', error: Error): boolean },
  tell: () => Promise<T>,
): Promise<T> {
  for (;;)
    try {
      return await tell();
    } catch (error) {
      if (!isStoreOutage(error)) throw error;
      worker.emit('error', error as Error);
      await pause(AGAIN_MS, undefined, { ref: false });
      if (worker.closing !== undefined) return undefined as T;
    }
}
