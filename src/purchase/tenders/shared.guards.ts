import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProgrammeRow } from '../programmes/programme-row.queries.js';
import { programmeSubject } from '../programmes/programme.subject.js';

/** Purchases of a programme that were begun here and are not finished, the oldest first; at most twenty. */
const loadUnfinishedTenders: Fact<ProgrammeRow, { id: string; state: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT id, tender_state_at(state, deadline_at, business_now()) AS state FROM tender
     WHERE programme_id = $1 AND conducted = 'here' AND state NOT IN ('contracted', 'failed', 'cancelled')
     ORDER BY created_at, id LIMIT 20`,
    [root.id],
  );

/** Whether the caller has written any of a draft; a key is the hand of who holds it, in writing and in approving. */
export async function isAuthor(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(
    `WITH author AS (SELECT unnest(written_by) AS by FROM
       (SELECT id, written_by FROM tender
        UNION ALL SELECT id, written_by FROM evaluation_scheme) r WHERE id = $1)
     SELECT FROM author LEFT JOIN api_key a ON a.id = by LEFT JOIN api_key k ON k.id = $2
     WHERE coalesce(a.holder_id, by) = coalesce(k.holder_id, $2) LIMIT 1`,
    [id, tx.principal.id],
  );
  return rows.length > 0;
}

/** Guards that more than one lifecycle names, or that look down from a programme to its tenders. */
@Injectable()
export class SharedGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly engine: ActionEngine,
  ) {}

  onModuleInit(): void {
    this.registry.contribute('author_approves', async (tx, id) => ((await isAuthor(tx, id)) ? {} : null));
    this.engine.contribute(programmeSubject, {
      tenders_unfinished: guard({ unfinished: loadUnfinishedTenders }, ({ unfinished }) =>
        unfinished.length > 0 ? { facts: { tenders: unfinished } } : null,
      ),
    });
  }
}
