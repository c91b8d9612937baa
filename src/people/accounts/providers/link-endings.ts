import type { Tx } from '../../../kernel/database/transactions.js';
import { loadBodies } from '../seat-standing.queries.js';
import { deleteLinks } from './identity-link-rows.js';
import { declareChangeKinds } from '../../../kernel/outbox/states/change-kind.rules.js';

declareChangeKinds('user', { provider_unlinked: 'deletion' });

/** Ends the links of an account, or the one that is named. False where there was none. */
export async function endLinks(tx: Tx, user: string, id: string | null = null): Promise<boolean> {
  const ended = await deleteLinks(tx, user, id);
  if (ended.length === 0) return false;
  const tenants = await loadBodies(tx, user);
  await tx.recordAll(
    ended.map((link) => ({
      ...{ aggregate: 'user', id: user, action: 'provider_unlinked', data: { link: link.id, provider: link.provider } },
      ...{ from: 'active', to: 'active', tenants },
    })),
  );
  return true;
}
