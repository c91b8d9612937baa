import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import { ABOUT, APPLIED } from './disputes.sql.js';
import { BINDING_EFFECTS } from './remedy.rules.js';

/** What was upheld about a lot and is still to be carried out. */
export async function findUnapplied(tx: Tx, lot: string): Promise<ProblemDetails | null> {
  const owed = await tx.query<{ id: string }>(
    `WITH c AS (SELECT tender_id, id AS lot_id FROM lot WHERE id = $1)
     SELECT x.id FROM c JOIN challenge x ON ${ABOUT}
     WHERE x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}
     UNION ALL SELECT x.id FROM c JOIN complaint x ON ${ABOUT}
     WHERE x.effect = ANY ($2::text[]) AND x.remedied_at IS NULL AND NOT ${APPLIED}`,
    [lot, BINDING_EFFECTS],
  );
  return owed.length > 0 ? { facts: { remedies: owed.map(({ id }) => id) } } : null;
}

/** The guard of remedies that is asked of a lot, from its report to its result. */
@Injectable()
export class RemedyGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute('remedy_unapplied', findUnapplied);
  }
}
