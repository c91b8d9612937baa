import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/**
 * Asks until the answer is this one. Readiness has two seconds for each of its checks: one that a busy machine holds up for
 * so long says that the process is not ready, and the next look finds it ready again.
 */
export async function untilAnswered(expected: unknown, ask: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(100)) {
    const answer = await ask();
    try {
      return expect(answer).toEqual(expected);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
