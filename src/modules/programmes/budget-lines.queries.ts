import { Injectable } from '@nestjs/common';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../platform/http/list.js';
import { formatYuan, formatYuanOrNull } from '../../platform/money/money.js';
import type { BudgetLineDto, CommitmentDto } from './budget-line.dto.js';
import { assignCommitments, exceededBy, type CategorySum, type Commitment } from './commitments.rules.js';
import type { ProgrammeDetailDto } from './programme-view.dto.js';

export interface BudgetLineRow {
  id: string;
  programme_id: string;
  name: string;
  category: string | null;
  amount: string;
  source_of_funds: string | null;
  use_by: string | null;
  note: string | null;
  created_at: Date;
}

const NOTHING: Commitment = { deals: 0, amount: 0n, unknown: 0 };
const commitmentView = (c: Commitment): CommitmentDto => ({
  deals: c.deals,
  amount: formatYuan(c.amount),
  amountUnknown: c.unknown,
});

function lineView(row: BudgetLineRow, version: number, committed: Commitment): BudgetLineDto {
  return {
    id: row.id,
    programme: row.programme_id,
    version,
    name: row.name,
    category: row.category,
    amount: formatYuan(row.amount),
    currency: 'CNY',
    sourceOfFunds: row.source_of_funds,
    useBy: row.use_by,
    note: row.note,
    committed: commitmentView(committed),
    exceededBy: formatYuanOrNull(exceededBy(BigInt(row.amount), committed.amount)),
    createdAt: row.created_at.toISOString(),
  };
}

/**
 * Deals of a programme by category: each awarded lot at its contract's amount, else its award's; and contracts whose
 * award is not known. Void and rescinded contracts bind nothing.
 */
const DEALS = `
  WITH binding AS (
    SELECT c.* FROM contract c WHERE c.state NOT IN ('void', 'rescinded')
      AND c.tender_id IN (SELECT id FROM tender WHERE programme_id = $1)
  ), deal AS (
    SELECT t.category, coalesce((SELECT sum(c.amount) FROM binding c WHERE c.award_id = a.id), a.amount) AS amount
    FROM award a JOIN tender t ON t.id = a.tender_id
    WHERE t.programme_id = $1 AND a.state IN ('active', 'contracted')
    UNION ALL
    SELECT c.category, c.amount FROM binding c
    WHERE c.award_id IS NULL AND NOT EXISTS (
      SELECT FROM award a WHERE a.lot_id = c.lot_id AND a.state IN ('active', 'contracted'))
  )
  SELECT category, count(*)::integer AS deals, coalesce(sum(amount), 0)::text AS amount,
         count(*) FILTER (WHERE amount IS NULL)::integer AS unknown
  FROM deal GROUP BY category`;

@Injectable()
export class BudgetLinesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(programme: string, version: number, query: PageQuery, url: string): Promise<List<BudgetLineDto>> {
    const sql = new Sql();
    sql.and(`l.programme_id = ${sql.p(programme)}`);
    const order = [
      { column: 'l.created_at', type: 'timestamptz' },
      { column: 'l.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(BudgetLineRow & { page_key: string })[]>(
      `SELECT l.*, ${page.select} FROM budget_line l WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const { byLine } = await this.commitments(programme);
    return page.list(rows, url, (row) => lineView(row, version, byLine.get(row.id) ?? NOTHING));
  }

  async one(programme: string, version: number, line: string): Promise<BudgetLineDto> {
    const [row] = await this.transactions.reader.query<BudgetLineRow[]>(
      `SELECT * FROM budget_line WHERE id = $1 AND programme_id = $2`,
      [line, programme],
    );
    if (!row) throw new Problem('not_found');
    const { byLine } = await this.commitments(programme);
    return lineView(row, version, byLine.get(row.id) ?? NOTHING);
  }

  /** All lines of a programme with what they are committed to. */
  async ofProgramme(
    programme: string,
    version: number,
  ): Promise<Pick<ProgrammeDetailDto, 'budgetLines' | 'committed' | 'unassigned' | 'exceeded'>> {
    const rows = await this.transactions.reader.query<BudgetLineRow[]>(
      `SELECT * FROM budget_line WHERE programme_id = $1 ORDER BY created_at, id`,
      [programme],
    );
    const { byLine, unassigned, total } = await this.commitments(programme, rows);
    const budgetLines = rows.map((row) => lineView(row, version, byLine.get(row.id) ?? NOTHING));
    return {
      budgetLines,
      committed: commitmentView(total),
      unassigned: commitmentView(unassigned),
      exceeded: budgetLines.flatMap((line) =>
        line.exceededBy === null ? [] : [{ budgetLine: line.id, name: line.name, exceededBy: line.exceededBy }],
      ),
    };
  }

  private async commitments(programme: string, given?: readonly BudgetLineRow[]) {
    const { reader } = this.transactions;
    const lines =
      given ??
      (await reader.query<BudgetLineRow[]>(`SELECT id, category FROM budget_line WHERE programme_id = $1`, [
        programme,
      ]));
    const rows = await reader.query<(Omit<CategorySum, 'amount'> & { amount: string })[]>(DEALS, [programme]);
    const sums = rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
    const total = sums.reduce(
      (all, sum) => ({
        deals: all.deals + sum.deals,
        amount: all.amount + sum.amount,
        unknown: all.unknown + sum.unknown,
      }),
      NOTHING,
    );
    return { ...assignCommitments(lines, sums), total };
  }
}
