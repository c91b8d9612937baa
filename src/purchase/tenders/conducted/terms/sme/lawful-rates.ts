import { todayInShanghai } from '../../../../../kernel/clock/moment.js';
import type { Tx } from '../../../../../kernel/database/transactions.js';
import { Problem } from '../../../../../kernel/errors/problem.js';
import { refuseRates, type StatedPolicy } from './sme-policy.rules.js';

/** @throws Problem `deduction_unlawful` for a rate that no rule allows on any day */
export async function assertLawfulRates(tx: Tx, stated: readonly StatedPolicy[]): Promise<void> {
  if (!stated.some(({ sme }) => sme?.kind === 'deduction')) return;
  const refusal = refuseRates(stated, todayInShanghai(await tx.now()));
  if (refusal !== null) throw new Problem('deduction_unlawful', refusal);
}
