import { describe } from '@jest/globals';

/** Whether this is the full run, `npm run test:full`: every round of races and properties, every installation from nothing. */
export const isFullRun = process.env.TEST_FULL === 'true';

/** How often something is repeated whose rounds differ by chance: so often in the full run, a fifth of it in others. */
export const scaleRounds = (all: number): number => (isFullRun ? all : Math.max(2, Math.ceil(all / 5)));

/** A suite of minutes, which the full run does (and .ci/run those that it names): in others it is skipped, with the reason in its name. */
export function describeInFull(name: string, body: () => void): void {
  if (isFullRun) describe(name, body);
  else describe.skip(`${name} (in npm run test:full)`, body);
}
