import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { resolvePartyRecords, type ResolvedParty } from './parties.js';
import type { PartyRef } from './party-directory.js';

interface NamedParties {
  dataset: string;
  given: readonly PartyRef[];
  pointer: (index: number) => string;
}

/**
 * The same as `resolvePartyRecords` where several recordings run side by side. Names alone mean the same in any order; a credit code
 * may settle what a name means, so one recording that gives some comes after those before it.
 */
export const resolveNamedParties = (
  tx: Tx,
  dataset: string,
  given: readonly PartyRef[],
  pointer: (index: number) => string,
): Promise<(ResolvedParty | null)[]> => resolveShared(tx, { dataset, given, pointer });

const resolveShared = shareCalls(async (tx, calls: readonly NamedParties[]): Promise<(ResolvedParty | null)[][]> => {
  const [first] = calls;
  const areNames = calls.every(
    ({ dataset, given }) =>
      dataset === first?.dataset && given.every(({ creditCode, organisation }) => !creditCode && !organisation),
  );
  if (first && areNames) {
    const records = await resolvePartyRecords(
      tx,
      first.dataset,
      calls.flatMap(({ given }) => given),
      () => '',
    );
    let from = 0;
    return calls.map(({ given }) => records.slice(from, (from += given.length)));
  }
  const resolved: (ResolvedParty | null)[][] = [];
  for (const { dataset, given, pointer } of calls)
    resolved.push(await resolvePartyRecords(tx, dataset, given, pointer));
  return resolved;
});
