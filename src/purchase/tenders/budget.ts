import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem, type ProblemDetails } from '../../kernel/errors/problem.js';
import { formatYuan } from '../../kernel/money/money.js';
import { loadOverruns, overrunsOnTheWay } from '../programmes/budget-lines/commitments.queries.js';
import type { Overrun } from '../programmes/budget-lines/commitments.rules.js';

/**
 * The budget of a programme, locked before the purchases that spend it (programme → tender → contract), so that two
 * awards that fit alone cannot exceed it together.
 */
export class LockedBudget {
  private constructor(
    private readonly tx: Tx,
    readonly programme: string,
    private readonly measure: typeof loadOverruns,
    private readonly before: readonly Overrun[],
  ) {}

  static async lock(tx: Tx, programme: string, measure = loadOverruns): Promise<LockedBudget> {
    await tx.query(`SELECT 1 FROM programme WHERE id = $1 FOR NO KEY UPDATE`, [programme]);
    return new LockedBudget(tx, programme, measure, await measure(tx.manager, programme));
  }

  /** That of a contract that goes on here: what is added to it takes nothing from what is on its way. */
  static ofContractHere(tx: Tx, programme: string): Promise<LockedBudget> {
    return LockedBudget.lock(tx, programme, overrunsOnTheWay);
  }

  /** The budget that a tender or contract spends; null where it belongs to no programme. */
  static async lockBudget(tx: Tx, table: 'tender' | 'contract', id: string): Promise<LockedBudget | null> {
    if (table === 'tender') {
      const programme = await loadProgramme(tx, id);
      return programme === null ? null : LockedBudget.lock(tx, programme);
    }
    const [row] = await tx.query<{ programme_id: string | null }>(`SELECT programme_id FROM ${table} WHERE id = $1`, [
      id,
    ]);
    return row?.programme_id ? LockedBudget.lock(tx, row.programme_id) : null;
  }

  /** Where more is spent now than when it was locked. What was exceeded before does not stand in the way. */
  async findNewOverruns(): Promise<Overrun[]> {
    const now = await this.measure(this.tx.manager, this.programme);
    const spent = new Map(this.before.map((o) => [o.pool, o.exceededBy]));
    return now.filter((o) => o.exceededBy > (spent.get(o.pool) ?? 0n));
  }
}

const loadProgramme = shareCalls(async (tx, tenders: readonly string[]) => {
  const rows = await tx.query<{ id: string; programme_id: string | null }>(
    `SELECT id, programme_id FROM tender WHERE id = ANY ($1::uuid[])`,
    [tenders],
  );
  const programmes = new Map(rows.map((row) => [row.id, row.programme_id]));
  return tenders.map((id) => programmes.get(id.toLowerCase()) ?? null);
});

/** The refusal, with the figures. */
export const createBudgetProblem = (programme: string, overruns: readonly Overrun[]): Problem =>
  new Problem('budget_exceeded', exceedingDetails(programme, overruns));

export function exceedingDetails(programme: string, overruns: readonly Overrun[]): ProblemDetails {
  return {
    facts: {
      programme,
      exceeded: overruns.map(({ line, lines, name, amount, committed, exceededBy }) => ({
        budgetLine: line,
        budgetLines: lines,
        name,
        amount: formatYuan(amount),
        committed: formatYuan(committed),
        exceededBy: formatYuan(exceededBy),
      })),
    },
  };
}
