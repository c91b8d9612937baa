import { Injectable } from '@nestjs/common';
import type { Scope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { keyset } from '../../kernel/http/lists/list.js';
import { AssessmentDto, type AssessmentListDto, type AssessmentQuery, type AssessmentRow } from './assessment.dto.js';
import { explainGroupRow, explainSilentRow, type SilentRow } from './answers/explain.rules.js';
import { isScreened } from './assessment-types.js';
import { RiskEngine } from './risk-engine.js';
import { refName } from '../facts/loading/load.js';
import { isOverseen } from '../flags/flag-visibility.js';
import { GroupExplanations } from '../screening/explanations/group-explanations.js';
import { loadScreenedCounts } from '../screening/markets/screened-counts.queries.js';
import { subjectLabelSql, waitingSinceSql } from './subject-labels.queries.js';
import { standingBodySql } from '../../people/organisations/merges/standing-records.js';

/** Subjects in the order in which they were first assessed, the rules of each in the order of their ids. */
const BY_SUBJECT = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.subject_id', type: 'uuid' },
  { column: 'r.subject_type', type: 'text' },
  { column: 'r.indicator', type: 'text' },
] as const;

/** A row of the list; without its words where it is not `kept`. */
type ListedRow = (AssessmentRow & { kept: true }) | (SilentRow & { kept: false });

/** Findings name bodies: they are read by who oversees the region, by nobody else. */
@Injectable()
export class AssessmentsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
    private readonly groups: GroupExplanations,
  ) {}

  async list(scope: Scope, query: AssessmentQuery, url: string, lang: Language): Promise<AssessmentListDto> {
    const sql = new Sql();
    sql.and(isOverseen(sql, scope, 'r.region'));
    const [type, id] = query.subject?.toLowerCase().split(':') ?? [];
    sql.when(type, (p) => `r.subject_type = ${p}`);
    sql.when(id, (p) => `r.subject_id = ${standingBodySql(`${p}::uuid`, 'organisations')}`);
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    sql.when(query.indicator, (p) => `r.indicator = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    // What triggered has a row of its own.
    if (query.state === 'triggered') sql.and('r.kept');
    const page = keyset(query, BY_SUBJECT, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ListedRow & { page_key: string })[]>(
      `SELECT r.id, r.dataset, r.indicator, r.version, r.severity, r.subject_type, r.subject_id,
         ${subjectLabelSql('r.subject_type', 'r.subject_id')} AS label, r.state, r.value, r.threshold, r.unit, r.p_value, r.title,
         r.explanation, r.limitation, r.basis, r.evidence, r.reason, r.inputs_hash, r.assessed_at, r.run_id, r.baseline_id, r.kept,
         ${waitingSinceSql('r.subject_type', 'r.subject_id')} AS waiting_since, ${page.select}
       FROM assessments r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const explain = await this.explain(rows.filter(({ kept }) => !kept));
    const said = rows.map((row) => ({ ...(row.kept ? row : explain(row)), page_key: row.page_key }));
    const describe = await loadScreenedCounts(this.transactions.reader, said);
    return page.list(said, url, (row) => AssessmentDto.fromRow({ ...row, explanation: describe(row) }, lang));
  }

  /** The words of answers that found nothing, computed anew from the facts. */
  private async explain(rows: readonly SilentRow[]): Promise<(row: SilentRow) => AssessmentRow> {
    const { reader } = this.transactions;
    const [ofGroups, ofSubjects] = [rows.filter(isOfGroup), rows.filter((row) => !isOfGroup(row))];
    const subjects = ofSubjects.map(({ subject_type: type, subject_id: id }) => ({ type, id }));
    const [assessed, findGroup] = await Promise.all([
      this.engine.explain({ query: (sql, params) => reader.query(sql, params) }, subjects),
      this.groups.explain(ofGroups.map(toAnswerRef)),
    ]);
    const found = new Map(assessed.map((each) => [`${each.indicator} ${refName(each.subject)}`, each]));
    return (row) =>
      isOfGroup(row)
        ? explainGroupRow(row, findGroup(toAnswerRef(row)))
        : explainSilentRow(
            row,
            found.get(`${row.indicator} ${refName({ type: row.subject_type, id: row.subject_id })}`),
          );
  }
}

const isOfGroup = ({ subject_type: type }: SilentRow): boolean => isScreened(type);
const toAnswerRef = ({ indicator, subject_id: group }: SilentRow) => ({ indicator, group });
