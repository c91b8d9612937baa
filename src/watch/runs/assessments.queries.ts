import { Injectable } from '@nestjs/common';
import type { Scope } from '../../kernel/access/scope.js';
import { CREATION } from '../../kernel/database/root-filters.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import type { Language } from '../../kernel/errors/texts.js';
import { keyset } from '../../kernel/http/lists/list.js';
import { AssessmentDto, type AssessmentListDto, type AssessmentQuery, type AssessmentRow } from './assessment.dto.js';
import { isOverseen } from '../flags/flag-visibility.js';
import { subjectLabelSql, waitingSinceSql } from './subject-labels.queries.js';

/** Findings name bodies: they are read by who oversees the region, by nobody else. */
@Injectable()
export class AssessmentsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: AssessmentQuery, url: string, lang: Language): Promise<AssessmentListDto> {
    const sql = new Sql();
    sql.and(isOverseen(sql, scope, 'r.region'));
    const [type, id] = query.subject?.toLowerCase().split(':') ?? [];
    sql.when(type, (p) => `r.subject_type = ${p}`);
    sql.when(id, (p) => `r.subject_id = ${p}::uuid`);
    sql.when(query.dataset, (p) => `r.dataset = ${p}`);
    sql.when(query.indicator, (p) => `r.indicator = ${p}`);
    sql.when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(AssessmentRow & { page_key: string })[]>(
      `SELECT r.id, r.dataset, r.indicator, r.version, r.severity, r.subject_type, r.subject_id,
         ${subjectLabelSql('r.subject_type', 'r.subject_id')} AS label, r.state, r.value, r.threshold, r.unit, r.p_value, r.title,
         r.explanation, r.limitation, r.basis, r.evidence, r.reason, r.inputs_hash, r.assessed_at, r.run_id, r.baseline_id,
         ${waitingSinceSql('r.subject_type', 'r.subject_id')} AS waiting_since, ${page.select}
       FROM assessment r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, (row) => AssessmentDto.fromRow(row, lang));
  }
}
