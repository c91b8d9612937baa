import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../kernel/access/held.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { isConcerned, mustBeConcerned, filterVisible } from '../concerned.js';
import type { VisitFindingDto, VisitDto } from './visit.dto.js';
import { findingSubject, visitSubject } from './visit.subject.js';
import { actsForVisitorSql, isVisitorGoneSql } from './visiting-bodies.queries.js';

type FindingRow = Omit<VisitFindingDto, 'allowedActions'>;
interface VisitRow extends Omit<VisitDto, 'findings' | 'allowedActions'> {
  findings: FindingRow[];
  buyer: string | null;
  supplier: string | null;
  /** The caller acts for the body that visits. */
  acts: boolean;
  /** Nobody does: the buyer ends what it planned and found. */
  gone: boolean;
}

const WHOSE = { contract: 'r.id', body: 'm.body_id', buyer: 'r.buyer_id', supplier: 'r.supplier_id' };
const SELECT = `m.id, m.version, m.contract_id AS contract, m.body_id AS body, m.planned_on::text AS "plannedOn", m.purpose, m.state,
  m.visited_on::text AS "visitedOn", m.summary, m.decision_reason AS "decisionReason", r.buyer_id AS buyer,
  r.supplier_id AS supplier,
  (SELECT coalesce(jsonb_agg(d.document_id ORDER BY d.document_id), '[]') FROM document_reference d
   WHERE d.root_id = m.id AND d.root_type = 'visit') AS documents,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'version', f.version, 'visit', f.visit_id, 'no', f.no, 'text', f.text,
     'answerBy', f.answer_by, 'state', f.state, 'answer', f.answer, 'decisionReason', f.decision_reason) ORDER BY f.no), '[]')
   FROM visit_finding f WHERE f.visit_id = m.id) AS findings`;
const FROM = `FROM visit m JOIN contract r ON r.id = m.contract_id`;

/** Visits, for the parties of their contract, the communities of its lines and who watches over it. */
@Injectable()
export class VisitsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<List<VisitDto>> {
    const { reader } = this.transactions;
    await mustBeConcerned(reader, scope, contract);
    const sql = new Sql();
    sql.and(`m.contract_id = ${sql.p(contract)}`);
    const order = [
      { column: 'm.planned_on', type: 'date' },
      { column: 'm.id', type: 'uuid' },
    ] as const;
    const acts = selectActsSql(sql, scope);
    const page = keyset(query, order, 'ASC', sql);
    const rows = await reader.query<(VisitRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${acts}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...row }) => toVisitView(row, scope));
  }

  async one(scope: Scope, contract: string, id: string): Promise<VisitDto> {
    const sql = new Sql();
    sql.and(`m.id = ${sql.p(id)} AND m.contract_id = ${sql.p(contract)}`).and(isConcerned(sql, scope));
    const acts = selectActsSql(sql, scope);
    const [row] = await this.transactions.reader.query<VisitRow[]>(
      `SELECT ${SELECT}, ${acts} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toVisitView(row, scope);
  }

  async finding(scope: Scope, contract: string, visit: string, id: string): Promise<VisitFindingDto> {
    const { findings } = await this.one(scope, contract, visit);
    const found = findings.find((finding) => finding.id === id.toLowerCase());
    if (!found) throw new Problem('not_found');
    return found;
  }

  filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    return filterVisible(this.transactions.reader, 'visit', scope, ids);
  }
}

/** SQL: the columns that say who acts on the visit. */
const selectActsSql = (sql: Sql, scope: Scope): string =>
  `coalesce(${actsForVisitorSql(sql, scope, WHOSE)}, false) AS acts, coalesce(${isVisitorGoneSql(WHOSE)}, false) AS gone`;

function toVisitView({ buyer, supplier, acts, gone, findings, ...row }: VisitRow, scope: Scope): VisitDto {
  const endsForVisitor = (permission: string): boolean => gone && holdsPermission(scope, permission, [buyer]);
  const ofFinding = new Set([
    ...(acts || endsForVisitor('visit.make') ? ['visit.make'] : []),
    ...(holdsPermission(scope, 'contract.deliver', [supplier]) ? ['contract.deliver'] : []),
  ]);
  const ofVisit = new Set([
    ...(acts ? ['visit.make'] : []),
    ...(endsForVisitor('contract.manage') ? ['contract.manage'] : []),
  ]);
  const place = { id: row.contract, visit: row.id };
  return {
    ...row,
    findings: findings.map((each) => ({
      ...each,
      allowedActions: linkAllowedActions(
        findingSubject,
        each.state,
        { ...place, finding: each.id },
        { permissions: ofFinding },
      ),
    })),
    allowedActions: linkAllowedActions(visitSubject, row.state, place, { permissions: ofVisit }),
  };
}
