import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { toView } from '../../../kernel/http/view.js';
import { BarDto } from './bar.dto.js';
import type { OrganisationBar } from './bar.entity.js';
import { barSubject, mayEndBar } from './bar.subject.js';

type BarRow = Omit<StoredRow<OrganisationBar>, 'dataset' | 'updated_at' | 'proposed_by' | 'decided_by'>;

const COLUMNS = `r.id, r.version, r.created_at, r.organisation_id, r.number, r.authority, r.decided, r.from_on::text AS from_on,
  r.until::text AS until, r.state, r.decided_at, r.recorded_by`;

/** What was decided is for everybody who sees the register; what nobody has confirmed, for those who record and the body itself. */
const shownBars = (principal: Principal, organisation: string): Sql => {
  const sql = new Sql();
  sql.and(`r.organisation_id = ${sql.p(organisation)}::uuid`);
  const isTold =
    principal.permissions.has('bar.record') || principal.seats.some((seat) => seat.organisation === organisation);
  return sql.and(`(r.state IN ('in_force', 'revoked') OR ${sql.p(isTold)}::boolean)`);
};

@Injectable()
export class BarsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(principal: Principal, organisation: string, query: PageQuery, url: string): Promise<List<BarDto>> {
    const sql = shownBars(principal, organisation);
    const order = [
      { column: 'r.from_on', type: 'date' },
      { column: 'r.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(BarRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM organisation_bar r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    if (rows.length === 0) await this.assertBody(organisation);
    return page.list(rows, url, (row) => this.view(row, principal));
  }

  /** @throws Problem `not_found` */
  private async assertBody(id: string): Promise<void> {
    const [body] = await this.transactions.reader.query<{ id: string }[]>(`SELECT id FROM organisation WHERE id = $1`, [
      id,
    ]);
    if (!body) throw new Problem('not_found');
  }

  async one(principal: Principal, organisation: string, id: string): Promise<BarDto> {
    const sql = shownBars(principal, organisation);
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<BarRow[]>(
      `SELECT ${COLUMNS} FROM organisation_bar r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return this.view(row, principal);
  }

  private view(row: BarRow, principal: Principal): BarDto {
    const place = { id: row.organisation_id, bar: row.id };
    const caller = { permissions: principal.kind === 'user' ? principal.permissions : new Set<string>() };
    return toView(BarDto, row, {
      organisation: row.organisation_id,
      from: row.from_on,
      allowedActions: linkAllowedActions(barSubject, row.state, place, caller).filter(
        ({ action }) => action === 'confirm' || mayEndBar(principal, row),
      ),
    });
  }
}
