import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { findReader, PersonalReads } from '../../../kernel/audit/persons/personal-reads.js';
import { CREATION } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { normalizeCreditCode } from '../../../kernel/identity/credit-code.js';
import { isInUseSql } from '../seat-standing.queries.js';
import { codeMailSql } from '../code-mails/code-mail.queries.js';
import { registrationDocumentsSql } from './documents/registration-documents.queries.js';
import { visibleRegistrations } from './registration.subject.js';
import { RegistrationDto } from './registration-view.dto.js';
import type { RegistrationsQuery } from './registrations.dto.js';
import { RegistrationRow } from './registration-row.js';

export const REGISTRATION_COLUMNS = `r.id, r.version, r.state, r.agency_name, r.credit_code, r.region, r.contact_name,
  r.phone_masked, r.login, r.note, r.organisation_id, r.user_id, r.reason, r.decided_at, r.decided_by, r.created_at,
  r.claim_expires_at, r.code_shown_at, ${isInUseSql('r.user_id')} AS in_use,
  r.mail_masked, ${codeMailSql('r.user_id')} AS code_mail, r.updated_at, r.asked_documents, ${registrationDocumentsSql('r.id')} AS documents,
  ARRAY(SELECT o.id FROM registration o WHERE o.credit_code = r.credit_code AND o.state IN ('received', 'asked') AND o.id <> r.id
        ORDER BY o.created_at, o.id) AS competing`;

/** SQL: how many other registrations for the credit code of this one wait for a decision. */
export const countCompetingSql = (id: string): string => `
  (SELECT count(*) FROM registration own JOIN registration o ON o.credit_code = own.credit_code AND o.id <> own.id
   WHERE own.id = ${id} AND o.state IN ('received', 'asked'))`;

@Injectable()
export class RegistrationsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: PersonalReads,
  ) {}

  async list(query: RegistrationsQuery, url: string, scope: Scope): Promise<List<RegistrationDto>> {
    const sql = visibleRegistrations(scope)(new Sql())
      .when(query.state, (p) => `r.state = ${p}`)
      .when(query.creditCode && normalizeCreditCode(query.creditCode), (p) => `r.credit_code = ${p}`)
      .when(query.updatedSince, (p) => `r.updated_at >= ${p}::timestamptz`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const { reader } = this.transactions;
    const rows = await reader.query<(RegistrationRow & { page_key: string })[]>(
      `SELECT ${REGISTRATION_COLUMNS}, ${page.select} FROM registration r WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const list = page.list(rows, url, (row) => RegistrationDto.fromRowForCaller(row, scope));
    await this.reads.note(reader, findReader(scope), 'registrations:all', list.items.length);
    return list;
  }

  async one(id: string, scope: Scope): Promise<RegistrationRow> {
    const sql = visibleRegistrations(scope)(new Sql());
    sql.and(`r.id = ${sql.p(id)}`);
    const [row] = await this.transactions.reader.query<RegistrationRow[]>(
      `SELECT ${REGISTRATION_COLUMNS} FROM registration r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    await this.reads.note(this.transactions.reader, findReader(scope), `registration:${row.id}`, 1);
    return row;
  }
}
