import { shareCalls } from '../../kernel/database/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { resolveParties } from './parties.js';
import type { PartyRef } from './party-directory.js';

interface NamedParties {
  dataset: string;
  given: readonly PartyRef[];
  pointer: (index: number) => string;
}

/**
 * The same as `resolveParties` where several recordings run side by side. Names alone mean the same in any order; a credit code
 * may settle what a name means, so one recording that gives some comes after those before it.
 */
export const resolveNamedParties = (
  tx: Tx,
  dataset: string,
  given: readonly PartyRef[],
  pointer: (index: number) => string,
): Promise<(string | null)[]> => resolveShared(tx, { dataset, given, pointer });

const resolveShared = shareCalls(async (tx, calls: readonly NamedParties[]): Promise<(string | null)[][]> => {
  const [first] = calls;
  const areNames = calls.every(
    ({ dataset, given }) =>
      dataset === first?.dataset && given.every(({ creditCode, organisation }) => !creditCode && !organisation),
  );
  if (first && areNames) {
    const ids = await resolveParties(
      tx,
      first.dataset,
      calls.flatMap(({ given }) => given),
      () => '',
    );
    let from = 0;
    return calls.map(({ given }) => ids.slice(from, (from += given.length)));
  }
  const resolved: (string | null)[][] = [];
  for (const { dataset, given, pointer } of calls) resolved.push(await resolveParties(tx, dataset, given, pointer));
  return resolved;
});
