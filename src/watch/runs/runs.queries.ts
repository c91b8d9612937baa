import { Injectable } from '@nestjs/common';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type PageQuery } from '../../kernel/http/lists/list.js';
import { RunDto, type RunListDto } from './runs.dto.js';
import { toView } from '../../kernel/http/view.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { RiskRun } from './risk-run.entity.js';

interface RunRow extends Omit<StoredRow<RiskRun>, 'created_at' | 'state' | 'requested_by' | 'screened'> {
  state: RunDto['state'];
  page_key: string;
}

const NEWEST = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.id', type: 'uuid' },
] as const;
const COLUMNS = 'r.id, r.kind, r.dataset, r.state, r.requested_at, r.finished_at, r.subjects, r.changed';

@Injectable()
export class RunsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(query: PageQuery, url: string): Promise<RunListDto> {
    const sql = new Sql();
    const page = keyset(query, NEWEST, 'DESC', sql);
    const rows = await this.transactions.reader.query<RunRow[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM risk_run r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, view);
  }

  async one(id: string): Promise<RunDto> {
    const [row] = await this.transactions.reader.query<RunRow[]>(
      `SELECT ${COLUMNS}, '' AS page_key FROM risk_run r WHERE r.id = $1`,
      [id],
    );
    if (!row) throw new Problem('not_found');
    return view(row);
  }
}

const view = (row: RunRow): RunDto => toView(RunDto, row);
