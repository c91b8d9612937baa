import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../../kernel/access/held.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { Sql } from '../../../../kernel/database/sql.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../../kernel/http/lists/list.js';
import type { ExpertDto, ExpertQuery } from './expert.dto.js';

const COLUMNS = `e.id, e.version, e.organisation_id AS organisation, e.user_id AS "user", u.name, e.fields, e.ties, e.active`;
const FROM = `expert e JOIN app_user u ON u.id = e.user_id`;

/** The pool of the own authority; nobody else reads who is in it. */
@Injectable()
export class ExpertsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(principal: Principal, query: ExpertQuery, url: string): Promise<List<ExpertDto>> {
    const sql = ownPool(principal);
    sql.when(query.field, (p) => `${p} = ANY (e.fields)`);
    const order = [
      { column: 'e.created_at', type: 'timestamptz' },
      { column: 'e.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ExpertDto & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...expert }) => expert);
  }

  async one(principal: Principal, id: string): Promise<ExpertDto> {
    const sql = ownPool(principal);
    sql.and(`e.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<ExpertDto[]>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return row;
  }
}

function ownPool(principal: Principal): Sql {
  const sql = new Sql();
  return sql.and(`e.organisation_id = ANY (${sql.p(listPermittedBodies(principal, 'expert.manage'))}::uuid[])`);
}
