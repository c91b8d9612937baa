import type { Tx } from '../../../kernel/database/transactions.js';
import { loadBodies } from '../seat-standing.queries.js';
import { deleteRecoveryCodes } from './recovery-code-rows.js';
import { deleteFactor } from './second-factor-rows.js';
import { declareChangeKinds } from '../../../kernel/outbox/states/change-kind.rules.js';

declareChangeKinds('user', { second_factor_removed: 'deletion', second_factor_reset: 'deletion' });

/**
 * Takes the second factor of an account away with its recovery codes: by its holder, or with the reset of its password,
 * which is how a lost one is reset. Everybody who sits in its bodies is told.
 */
export async function endFactor(tx: Tx, user: string, why: 'removed' | 'reset'): Promise<void> {
  await deleteRecoveryCodes(tx, user);
  if (!(await deleteFactor(tx, user))) return;
  await tx.record({
    ...{ aggregate: 'user', id: user, action: `second_factor_${why}`, from: 'active', to: 'active' },
    tenants: await loadBodies(tx, user),
  });
}
