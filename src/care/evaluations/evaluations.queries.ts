import { Injectable, type OnModuleInit } from '@nestjs/common';
import { listPermittedBodies } from '../../kernel/access/held.js';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { keyset } from '../../kernel/http/lists/list.js';
import { CONTRACT_PARTIES, visiblePurchase } from '../../purchase/tenders/reads/tender-visibility.js';
import type { EvaluationDetailDto, EvaluationListDto, EvaluationQuery } from './evaluation.dto.js';
import {
  toEvaluationDetail,
  toEvaluationView,
  type EvaluationDetailRow,
  type EvaluationRow,
} from './evaluation.view.js';
import { heardResidentsSql } from './residents-heard.js';
import { evaluationInsiderSql, hasDeclaredSql, visibleEvaluation } from './evaluation-visibility.js';

/** The order of a work list: what is due first; a due day never changes. */
const ORDER = [
  { column: 'r.due_on', type: 'date' },
  { column: 'r.id', type: 'uuid' },
] as const;

const FROM = `evaluation r JOIN contract c ON c.id = r.contract_id JOIN evaluation_scheme s ON s.id = r.scheme_id
  LEFT JOIN organisation o ON o.id = r.evaluator_id
  LEFT JOIN fact f ON f.id = r.fact_id LEFT JOIN organisation m ON m.id = (f.data #>> '{evaluator,organisation}')::uuid
  LEFT JOIN organisation w ON w.id = coalesce(m.merged_into, m.id)`;

function columns(sql: Sql, scope: Scope): string {
  const inside = evaluationInsiderSql(sql, scope);
  const evaluates = `r.evaluator_id = ANY (${sql.p(listPermittedBodies(scope, 'evaluation.act'))}::uuid[])`;
  const supplies = isMine(sql, narrowScope(scope, 'contract.read'), 'r.supplier_id');
  return `r.*, r.due_on::text AS due_on, r.total::text AS total, r.published_total::text AS published_total,
    c.title AS contract_title, o.name AS evaluator_name,
    w.id AS published_evaluator_id, w.name AS published_evaluator_name, s.name AS scheme_name, s.no AS scheme_no, s.dimensions,
    r.due_on < business_today() AS overdue, coalesce(${inside}, false) AS inside,
    coalesce(${evaluates}, false) AS evaluates, coalesce(${supplies}, false) AS supplies,
    ${hasDeclaredSql(sql, scope, 'r', true)} AS tied,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('set', x.set_no, 'leaf', x.leaf, 'points', x.points, 'comment', x.comment,
       'evidence', x.evidence)), '[]') FROM evaluation_score x
     WHERE x.evaluation_id = r.id AND x.set_no IN (r.set_no, r.published_set)) AS scores,
    ARRAY(SELECT h.id::text FROM (SELECT r.id AS evaluation, r.set_no AS no, r.contract_id AS contract) k
      CROSS JOIN LATERAL (${heardResidentsSql('k.evaluation', 'k.no', 'k.contract')}) h) AS heard,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('set', f.set_no, 'leaf', f.leaf, 'source', f.source, 'value', f.value,
       'bound', f.bound, 'points', f.points, 'reason', f.reason, 'survey', f.survey_id,
       'at', to_char(f.found_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY f.leaf), '[]') FROM evaluation_figure f
     WHERE f.evaluation_id = r.id AND f.set_no IN (r.set_no, r.published_set)) AS figures`;
}

const DECLARATIONS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('user', d.user_id, 'tied', d.tied, 'tie', d.words,
    'at', to_char(d.declared_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY d.declared_at, d.user_id), '[]')
  FROM evaluation_declaration d WHERE d.evaluation_id = r.id AND d.round = r.round) AS declarations`;

function filterEvaluations(sql: Sql, scope: Scope, query: EvaluationQuery): void {
  if (query.assignee === 'me' && scope.seats.length === 0) throw new Problem('not_signed_in');
  sql.when(query.due, (p) => `r.due_on <= ${p}`);
  sql.when(query.dueAfter, (p) => `r.due_on > ${p}`);
  sql.when(query.state, (p) => `r.state = ${p}`);
  sql.when(query.kind, (p) => `r.kind = ${p}`);
  sql.when(query.dataset, (p) => `r.dataset = ${p}`);
  // As the index `evaluation_open` says it.
  if (query.open === 'true') sql.and(`r.state NOT IN ('published', 'cancelled')`);
  if (query.assignee === 'me')
    sql.and(`r.evaluator_id = ANY (${sql.p(listPermittedBodies(scope, 'evaluation.act'))}::uuid[])`);
}

@Injectable()
export class EvaluationsQueries implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
  ) {}

  onModuleInit(): void {
    this.references.contribute('evaluation', (scope, ids) => this.filterInsiders(scope, ids));
  }

  /** One statement, however many evaluations there are. */
  async list(scope: Scope, query: EvaluationQuery, url: string, lang: Language): Promise<EvaluationListDto> {
    return this.page(scope, query, url, lang, new Sql());
  }

  /** Of one contract. A contract that the caller does not see has none. */
  async ofContract(
    scope: Scope,
    contract: string,
    query: EvaluationQuery,
    url: string,
    lang: Language,
  ): Promise<EvaluationListDto> {
    const seen = new Sql();
    visiblePurchase(seen.and(`r.id = ${seen.p(contract)}`), scope, CONTRACT_PARTIES);
    const rows = await this.transactions.reader.query<unknown[]>(
      `SELECT FROM contract r WHERE ${seen.where}`,
      seen.params,
    );
    if (rows.length === 0) throw new Problem('not_found');
    const sql = new Sql();
    sql.and(`r.contract_id = ${sql.p(contract)}`);
    return this.page(scope, query, url, lang, sql);
  }

  async one(scope: Scope, id: string, lang: Language): Promise<EvaluationDetailDto> {
    const sql = new Sql();
    visibleEvaluation(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [row] = await runPreparedStatement<EvaluationDetailRow>(
      this.transactions.reader,
      `SELECT ${columns(sql, scope)}, ${DECLARATIONS} FROM ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return toEvaluationDetail(row, scope, lang);
  }

  private async page(scope: Scope, query: EvaluationQuery, url: string, lang: Language, sql: Sql) {
    filterEvaluations(visibleEvaluation(sql, scope), scope, query);
    const page = keyset(query, ORDER, 'ASC', sql);
    const rows = await this.transactions.reader.query<(EvaluationRow & { page_key: string })[]>(
      `SELECT ${columns(sql, scope)}, ${page.select} FROM ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => toEvaluationView(row, scope, lang));
  }

  /** What shows a score is read by buyer, evaluator and those who watch, never through the publication. */
  private async filterInsiders(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`r.id = ANY (${sql.p(ids)}::uuid[])`).and(evaluationInsiderSql(sql, scope));
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT r.id FROM evaluation r WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map(({ id }) => id);
  }
}
