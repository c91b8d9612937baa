import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';

/** Guards that more than one lifecycle names, or that look down from a programme to its tenders. */
@Injectable()
export class SharedGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute('author_approves', async (tx, id) => {
      // A key is the hand of who holds it, in writing and in approving.
      const rows = await tx.query(
        `WITH author AS (SELECT unnest(written_by) AS by FROM
           (SELECT id, written_by FROM programme UNION ALL SELECT id, written_by FROM tender
            UNION ALL SELECT id, written_by FROM evaluation_scheme) r WHERE id = $1)
         SELECT FROM author LEFT JOIN api_key a ON a.id = by LEFT JOIN api_key k ON k.id = $2
         WHERE coalesce(a.holder_id, by) = coalesce(k.holder_id, $2) LIMIT 1`,
        [id, tx.principal.id],
      );
      return rows.length > 0 ? {} : null;
    });
    this.registry.contribute('tenders_unfinished', async (tx, id) => {
      const rows = await tx.query<{ id: string; state: string }>(
        `SELECT id, tender_state_at(state, deadline_at, business_now()) AS state FROM tender
         WHERE programme_id = $1 AND conducted = 'here' AND state NOT IN ('contracted', 'failed', 'cancelled')
         ORDER BY created_at, id LIMIT 20`,
        [id],
      );
      return rows.length > 0 ? { facts: { tenders: rows } } : null;
    });
  }
}
