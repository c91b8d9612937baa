import { Injectable } from '@nestjs/common';
import type { Scope } from '../../kernel/access/scope.js';
import { isMine, isSupervised, regionWithinSql } from '../../kernel/access/visible.js';
import { findReader, PersonalReads } from '../../kernel/audit/persons/personal-reads.js';
import { externalIdsSql } from '../../kernel/database/external-ids/external-ids.js';
import { rootFilters } from '../../kernel/http/lists/root-filters.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { List } from '../../kernel/http/lists/list.js';
import { keysetOfRoots } from '../../kernel/http/lists/root-order.js';
import { searchWords } from '../../kernel/http/lists/words.js';
import {
  OrganisationDetailDto,
  OrganisationDto,
  OrganisationRow,
  type HoldingViewDto,
  type PersonViewDto,
} from './organisation-view.dto.js';
import type { OrganisationQuery } from './organisation.dto.js';

const COLUMNS = `r.*, fiscal_level(r.budget_level, r.region) AS fiscal_level, ${externalIdsSql('organisation')}`;

@Injectable()
export class OrganisationsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: PersonalReads,
  ) {}

  /** The register of bodies is open to every signed-in caller. */
  async list(query: OrganisationQuery, url: string): Promise<List<OrganisationDto>> {
    const sql = rootFilters(new Sql(), 'organisation', query);
    sql.when(query.kind, (p) => `r.kind = ${p}`);
    sql.when(query.creditCode?.toUpperCase(), (p) => `r.credit_code = ${p}`);
    sql.when(query.name, (p) => `r.name = ${p}`);
    if (query.region) sql.and(regionWithinSql(sql, 'r.region', query.region));
    searchWords(sql, query.q, 'r.name');
    const page = keysetOfRoots(query, sql);
    const rows = await this.transactions.reader.query<(OrganisationRow & { page_key: string })[]>(
      `SELECT ${COLUMNS}, ${page.select} FROM organisation r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, OrganisationDto.fromRow);
  }

  /**
   * What is registered of a body is for every signed-in caller. What stands behind it is not for its rivals: persons by
   * name are seen by the body itself, who keeps the register and the supervisors of its region; bodies by these and by
   * bureaus, who must know whom they buy from.
   */
  async one(scope: Scope, id: string): Promise<OrganisationDetailDto> {
    const [found] = (await this.many(scope, [id])).values();
    if (!found) throw new Problem('not_found');
    return found;
  }

  /** The same of many, by one statement. */
  async many(scope: Scope, ids: readonly string[]): Promise<Map<string, OrganisationDetailDto>> {
    const sql = new Sql();
    const seesPersons = `${isMine(sql, scope, 'r.id')} OR ${isSupervised(sql, scope, 'r.region')} OR ${sql.p(
      scope.everything || scope.permissions.has('organisation.manage'),
    )}`;
    const seesBodies = `${seesPersons} OR ${sql.p(scope.permissions.has('organisation.relations'))}`;
    sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`);
    const rows = await this.transactions.reader.query<
      (OrganisationRow & { holdings: HoldingViewDto[] | null; persons: PersonViewDto[] | null })[]
    >(
      `SELECT ${COLUMNS},
         CASE WHEN ${seesBodies} THEN
           (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('organisation', h.held_by, 'name', b.name, 'relation', h.relation,
                            'since', h.since, 'until', h.until))
                            ORDER BY h.relation, b.name, h.held_by), '[]')
            FROM organisation_holding h JOIN organisation b ON b.id = h.held_by
            WHERE h.organisation_id = r.id) END AS holdings,
         CASE WHEN ${seesPersons} THEN
           (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('relation', p.relation, 'name', p.name,
                            'since', p.since, 'until', p.until))
                            ORDER BY p.relation, p.name), '[]')
            FROM organisation_person p WHERE p.organisation_id = r.id) END AS persons
       FROM organisation r WHERE ${sql.where}`,
      sql.params,
    );
    await this.reads.noteAll(
      this.transactions.reader,
      findReader(scope),
      new Map(rows.map(({ id, persons }) => [`persons_behind:${id}`, persons?.length ?? 0])),
    );
    return new Map(rows.map((row) => [row.id, OrganisationDetailDto.ofDetail(row)]));
  }
}
