import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ProblemCode } from '../../../kernel/errors/codes.js';
import type { ProblemDetails } from '../../../kernel/errors/problem.js';
import type { ActionGiven } from '../../../kernel/actions/registry.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { firstOf, openTies } from '../candidates.rules.js';
import type { OpenResult } from './open-result.js';

/** What the guards look at: the lot as it was read under its lock, and what the caller gave. */
export interface ResultGiven extends ActionGiven {
  open: OpenResult;
  bid?: string;
}
type Check = (open: OpenResult, given: ResultGiven) => ProblemDetails | null;

const no = (refuses: boolean, details: ProblemDetails = {}): ProblemDetails | null => (refuses ? details : null);

/** Guards from the report to the result. Each names the fact that would change its answer. */
@Injectable()
export class ResultGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries(CHECKS))
      this.registry.contribute<ResultGiven>(code as ProblemCode, (_, __, given) =>
        Promise.resolve(check(given.open, given)),
      );
    this.registry.contribute('award_stands', async (tx, lot) => {
      const rows = await tx.query(
        `SELECT FROM award WHERE lot_id = $1 AND state IN ('pending', 'active', 'contracted')`,
        [lot],
      );
      return rows.length > 0 ? {} : null;
    });
    this.registry.contribute<ResultGiven>('proposer_approves', (tx, _, { open }) =>
      Promise.resolve(no(open.desk?.proposed_by === tx.principal.id)),
    );
  }
}

const CHECKS = {
  report_delivered: ({ desk }) => no(desk !== null, { facts: { deliveredAt: desk?.delivered_at.toISOString() } }),
  report_not_delivered: ({ desk }) => no(desk === null),
  objection_recorded: ({ desk }) => no((desk?.objection ?? null) !== null),
  objection_absent: ({ desk }) => no((desk?.objection ?? null) === null),
  tie_absent: ({ candidates }) => no(openTies(candidates).length === 0),
  tie_open: ({ candidates }) => {
    const first = firstOf(candidates);
    return no(first.length > 1, { facts: { bids: first.map(({ bid }) => bid) } });
  },
  // Order 87 article 68, [2014] 214 article 28: from the highest rank down.
  rank_order: ({ candidates }, { bid }) => {
    const [first] = firstOf(candidates);
    return no(first === undefined || first.bid !== bid, { facts: { first: first?.bid ?? null } });
  },
  replacement_not_proposed: ({ desk }) => no((desk?.proposed_at ?? null) === null),
} satisfies Partial<Record<ProblemCode, Check>>;
