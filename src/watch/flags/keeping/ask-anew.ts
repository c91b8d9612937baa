import type { Tx } from '../../../kernel/database/transactions.js';
import { askAgain, clearAppeals, listConcernedBodies } from '../hearing/asking.js';
import { restateReach } from '../programmes/restated-reach.js';
import { isOpening, listUnheardTurns, type Step, type Turn } from './flag-steps.rules.js';
import { holdCorrectedSubjects, releaseFindings } from './flag-words.js';

interface AskedFlag {
  id: string;
  /** A body was asked about it. */
  asked: boolean;
}

/**
 * What bodies were asked about holds until facts are corrected or the flag opens again: then those of the subjects that
 * changed, with who took part in them, and no others, are asked anew. Answers the steps, each with whom it asks.
 * @param steps of these flags
 * @param turns of their subjects
 */
export async function askAnew<F extends AskedFlag>(
  tx: Tx,
  flags: readonly F[],
  steps: readonly Step<F>[],
  turns: readonly Turn[],
  now: Date,
): Promise<Step<F>[]> {
  const asked = new Map<string, string[]>();
  const reopened: F[] = [];
  for (const flag of flags) {
    const own = steps.filter((step) => step.flag === flag);
    const opensAgain = own.some((step) => isOpening(step) && step.from !== null);
    if (opensAgain) reopened.push(flag);
    const unheard = listUnheardTurns(
      turns.filter((turn) => turn.flag === flag.id),
      opensAgain,
    );
    if (!flag.asked || unheard.length === 0 || own.length === 0) continue;
    await holdCorrectedSubjects(tx, unheard);
    asked.set(flag.id, await askAgain(tx, flag.id, await listConcernedBodies(tx, unheard), now));
  }
  const ids = reopened.map(({ id }) => id);
  await restateReach(tx, [...new Set([...asked.keys(), ...ids])]);
  await clearAppeals(tx, ids);
  const unasked = reopened.filter((flag) => !flag.asked).map(({ id }) => id);
  await releaseFindings(tx, unasked);
  return steps.map((step) => {
    const bodies = asked.get(step.flag.id) ?? [];
    return bodies.length === 0 ? step : { ...step, data: { ...step.data, asked: bodies } };
  });
}
