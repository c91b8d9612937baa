import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { differences } from '../../../purchase/contracts/amendments/amendment.rules.js';
import { listContractPermissions, isConcerned, mustBeConcerned } from '../concerned.js';
import type { ReportDto } from './progress-report.dto.js';
import { reportSubject } from './report.subject.js';

type Content = Pick<ReportDto, 'text' | 'figures' | 'asOf' | 'recordsHash'>;

interface ReportRow extends Omit<ReportDto, 'asOf' | 'submittedAt' | 'decidedAt' | 'difference' | 'allowedActions'> {
  /** What the adjustment stands in the place of; neither changes any more once both are approved. */
  adjusted: Pick<ReportDto, 'text' | 'figures'> | null;
  asOf: Date;
  /** As it was last submitted. */
  submitted: Content | null;
  submittedAt: Date | null;
  decidedAt: Date | null;
  buyer: string | null;
  supplier: string | null;
}

const SELECT = `m.id, m.version, m.dataset, m.contract_id AS contract, m.period_from::text AS "from", m.period_to::text AS "to", m.no, m.adjusts,
  m.adjustment_reason AS "adjustmentReason", m.state, m.text, m.figures, m.figures_as_of AS "asOf",
  m.records_hash AS "recordsHash", m.submitted_content AS submitted, m.submitted_at AS "submittedAt", m.decided_at AS "decidedAt",
  m.decision_reason AS "decisionReason", m.state = 'approved' AND NOT EXISTS (
    SELECT FROM progress_report n WHERE n.adjusts = m.id AND n.state = 'approved') AS "inForce",
  CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('text', a.text, 'figures', a.figures) END AS adjusted,
  r.buyer_id AS buyer, r.supplier_id AS supplier`;
const FROM = `FROM progress_report m JOIN contract r ON r.id = m.contract_id LEFT JOIN progress_report a ON a.id = m.adjusts`;

/** Progress reports, for the parties of their contract, the communities of its lines and who watches over it. */
@Injectable()
export class ReportsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<List<ReportDto>> {
    const { reader } = this.transactions;
    await mustBeConcerned(reader, scope, contract);
    const sql = new Sql();
    sql.and(`m.contract_id = ${sql.p(contract)}`);
    const order = [
      { column: 'm.period_from', type: 'date' },
      { column: 'm.no', type: 'integer' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await reader.query<(ReportRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ({ page_key: _, ...row }) => view(row, scope));
  }

  async one(scope: Scope, contract: string, id: string): Promise<ReportDto> {
    const sql = new Sql();
    sql.and(`m.id = ${sql.p(id)} AND m.contract_id = ${sql.p(contract)}`).and(isConcerned(sql, scope));
    const [row] = await this.transactions.reader.query<ReportRow[]>(
      `SELECT ${SELECT} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return view(row, scope);
  }
}

const UNTOLD: Content = { text: null, figures: null, asOf: null, recordsHash: null };

/** The agency reads what it writes; others what it has submitted. */
function selectContent({ state, supplier, submitted, ...row }: ReportRow, scope: Scope): Content {
  const { text, figures, recordsHash } = row;
  const current = { text, figures, recordsHash, asOf: row.asOf.toISOString() };
  if (supplier !== null && scope.organisations.includes(supplier)) return current;
  if (state === 'draft') return UNTOLD;
  if (state !== 'returned' || submitted === null) return current;
  return { ...submitted, asOf: submitted.asOf && new Date(submitted.asOf).toISOString() };
}

function view(whole: ReportRow, scope: Scope): ReportDto {
  const { buyer, supplier, adjusted, submitted: _, submittedAt, decidedAt, ...row } = whole;
  const content = selectContent(whole, scope);
  const { text, figures } = content;
  return {
    ...row,
    ...content,
    difference: adjusted && figures && differences(adjusted, { text, figures }),
    submittedAt: submittedAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    allowedActions: linkAllowedActions(
      reportSubject,
      row.state,
      { id: row.contract, report: row.id },
      { permissions: listContractPermissions(scope, { buyer, supplier }) },
    ),
  };
}
