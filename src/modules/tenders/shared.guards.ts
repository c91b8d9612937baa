import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';

/** Guards that more than one lifecycle names, or that look down from a programme to its tenders. */
@Injectable()
export class SharedGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute('author_approves', async (tx, id) => {
      const rows = await tx.query(
        `SELECT FROM (SELECT id, written_by FROM programme UNION ALL SELECT id, written_by FROM tender) r
         WHERE id = $1 AND $2::uuid = ANY (written_by)`,
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
