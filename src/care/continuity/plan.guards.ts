import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { categoryOf } from '../../law/code-lists/code-lists.js';
import { endOf } from './continuity.sql.js';

/** What plans refuse of their contract. */
@Injectable()
export class PlanGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute('plan_open', planOpen);
  }
}

/**
 * A contract of a service that is meant to go on is put away once its plan has come to its end. One that never had any has
 * lapsed thirty days after its end: that nobody planned is a finding (G04), and stays one.
 */
async function planOpen(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ category: string | null; open: string | null; planned: boolean; waits: boolean }>(
    `SELECT c.category, (SELECT p.state FROM continuity_plan p WHERE p.contract_id = c.id AND p.state IN ('proposed', 'agreed')) AS open,
       EXISTS (SELECT FROM continuity_plan p WHERE p.contract_id = c.id AND p.state IN ('carried_out', 'lapsed')) AS planned,
       business_today() <= ${endOf('c')} + 30 AS waits
     FROM contract c WHERE c.id = $1`,
    [contract],
  );
  if (!row || categoryOf(row.category ?? '')?.continuous !== true) return null;
  if (row.open !== null) return { facts: { plan: row.open } };
  return row.planned || !row.waits ? null : { facts: { plan: null } };
}
