import type { Tx } from '../../kernel/database/transactions.js';
import { loadBodies } from './seat-standing.queries.js';

type UserChange =
  | `calendar_key_${'made' | 'ended'}`
  | `inbox_${'opened' | 'closed'}`
  | `search_${'saved' | 'ended'}`
  | `setup_code_${'shown' | 'renewed' | 'mailed'}`
  | `mail_address_${'asked' | 'confirmed' | 'kept' | 'ended'}`;

/** What somebody set up for themselves, told to their bodies. */
export async function recordUserChange(tx: Tx, user: string, action: UserChange): Promise<void> {
  await tx.record({
    ...{ aggregate: 'user', id: user, action, data: {} },
    ...{ from: 'active', to: 'active', tenants: await loadBodies(tx, user) },
  });
}
