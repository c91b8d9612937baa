import { Injectable } from '@nestjs/common';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { formatYuan, formatYuanOrNull } from '../../../kernel/money/money.js';
import { BudgetLineDto, type CommitmentDto } from './budget-line.dto.js';
import { toRuleBasis } from '../../../law/rules/rule-types.js';
import { listCarryOverRules } from './carry-over.rules.js';
import { loadBindings, loadCommitments, type Commitments } from './commitments.queries.js';
import { computeExcess, selectLines, NO_COMMITMENT, together, type Commitment } from './commitments.rules.js';
import type { ProgrammeDetailDto } from '../programme-view.dto.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';
import { toView } from '../../../kernel/http/view.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { BudgetLine } from './budget-line.entity.js';

export interface BudgetLineRow extends Omit<StoredRow<BudgetLine>, 'category'> {
  category: CategoryCode | null;
}
type ViewedLine = BudgetLineRow & { year: number };

const PURCHASES_SHOWN = 100;

const commitmentView = (c: Commitment): CommitmentDto => ({
  deals: c.deals,
  amount: formatYuan(c.amount),
  amountUnknown: c.unknown,
});

/** SQL: the columns of a line beside its row: a date as text, and the fiscal year. */
const MORE = `l.adjusted_on::text AS adjusted_on, (SELECT p.year FROM programme p WHERE p.id = l.programme_id) AS year`;

function lineView(row: ViewedLine, version: number, commitments: Commitments): BudgetLineDto {
  const { byLine, reserved: onTheWay } = commitments;
  const [committed, reserved] = [byLine.get(row.id) ?? NO_COMMITMENT, onTheWay.get(row.id) ?? NO_COMMITMENT];
  const shared = commitments.shared.get(row.id) ?? null;
  const drawn = shared ?? { amount: BigInt(row.amount), committed, reserved };
  return toView(BudgetLineDto, row, {
    programme: row.programme_id,
    version,
    amount: formatYuan(row.amount),
    currency: 'CNY',
    carryOver: listCarryOverRules(row.year, row.source_of_funds).map((rule) => {
      const { document, article, confidence } = toRuleBasis(rule);
      return { rule: rule.id, document, article, confidence };
    }),
    committed: commitmentView(committed),
    reserved: commitmentView(reserved),
    shared: shared && {
      budgetLines: shared.lines,
      amount: formatYuan(shared.amount),
      committed: commitmentView(shared.committed),
      reserved: commitmentView(shared.reserved),
    },
    exceededBy: formatYuanOrNull(computeExcess(drawn.amount, together(drawn.committed, drawn.reserved).amount)),
  });
}

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
    const rows = await this.transactions.reader.query<(ViewedLine & { page_key: string })[]>(
      `SELECT l.*, ${MORE}, ${page.select} FROM budget_line l WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const commitments = await loadCommitments(this.transactions.reader, programme);
    return page.list(rows, url, (row) => lineView(row, version, commitments));
  }

  async one(programme: string, version: number, line: string): Promise<BudgetLineDto> {
    const [row] = await this.transactions.reader.query<ViewedLine[]>(
      `SELECT l.*, ${MORE} FROM budget_line l WHERE l.id = $1 AND l.programme_id = $2`,
      [line, programme],
    );
    if (!row) throw new Problem('not_found');
    return lineView(row, version, await loadCommitments(this.transactions.reader, programme));
  }

  /** All lines of a programme with what they are committed to. */
  async ofProgramme(
    programme: string,
    version: number,
  ): Promise<Pick<ProgrammeDetailDto, 'budgetLines' | 'committed' | 'unassigned' | 'exceeded'>> {
    const rows = await this.transactions.reader.query<ViewedLine[]>(
      `SELECT l.*, ${MORE} FROM budget_line l WHERE l.programme_id = $1 ORDER BY l.created_at, l.id`,
      [programme],
    );
    const { reader } = this.transactions;
    const commitments = await loadCommitments(reader, programme, rows);
    const { unassigned, total } = commitments;
    const budgetLines = rows.map((row) => lineView(row, version, commitments));
    const exceeds = budgetLines.some((line) => line.exceededBy !== null);
    const bindings = exceeds ? await loadBindings(reader, programme) : [];
    return {
      budgetLines,
      committed: commitmentView(total),
      unassigned: commitmentView(unassigned),
      exceeded: budgetLines.flatMap((line) =>
        line.exceededBy === null
          ? []
          : [
              {
                budgetLine: line.id,
                name: line.name,
                exceededBy: line.exceededBy,
                purchases: bindings
                  .filter(({ category }) => selectLines(rows, category).some(({ id }) => id === line.id))
                  .slice(0, PURCHASES_SHOWN)
                  .map(({ kind, id, tender, lot, amount }) => ({ kind, id, tender, lot, amount: formatYuan(amount) })),
              },
            ],
      ),
    };
  }
}
