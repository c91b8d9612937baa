import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { CONTRACT_PARTIES, isInsider } from '../../../purchase/tenders/reads/tender-visibility.js';
import type { RecipientOfRecordDto, ServiceRecordDto, ServiceRecordQuery } from './service-record.dto.js';
import { STANDS } from './counted-records.queries.js';
import { formatRecipientNumber } from './recipient.rules.js';

interface RecordRow extends Omit<ServiceRecordDto, 'recordedAt' | 'recipients'> {
  recordedAt: Date;
  recipients: { id: string; no: number }[];
}

const SELECT = `s.id, s.contract_id AS contract, s.client_token AS "clientToken", s.served_on::text AS "servedOn", s.form,
  s.content_code AS content, s.minutes, s.workers, s.participants, s.within_contract AS "withinContract", s.note,
  s.recorded_at AS "recordedAt", s.recorded_by AS "recordedBy", s.corrects, s.reason, s.withdrawn,
  (SELECT n.id FROM service_record n WHERE n.corrects = s.id) AS "correctedBy",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'no', p.no) ORDER BY p.no, p.id), '[]')
   FROM service_record_recipient x JOIN recipient p ON p.id = x.recipient_id WHERE x.record_id = s.id) AS recipients`;

/** Field by field: what is left of a row of twenty columns is made anew for each, and slow to write as JSON. */
const view = (row: RecordRow): ServiceRecordDto => ({
  id: row.id,
  contract: row.contract,
  clientToken: row.clientToken,
  servedOn: row.servedOn,
  form: row.form,
  content: row.content,
  minutes: row.minutes,
  workers: row.workers,
  participants: row.participants,
  withinContract: row.withinContract,
  note: row.note,
  recordedBy: row.recordedBy,
  corrects: row.corrects,
  reason: row.reason,
  withdrawn: row.withdrawn,
  correctedBy: row.correctedBy,
  recordedAt: row.recordedAt.toISOString(),
  recipients: row.recipients.map(({ id, no }): RecipientOfRecordDto => ({ id, number: formatRecipientNumber(no) })),
});

/** Records of service, for the two parties of their contract and who watches over them. */
@Injectable()
export class ServiceRecordsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: ServiceRecordQuery, url: string): Promise<List<ServiceRecordDto>> {
    await this.mustBeConcerned(scope, contract);
    const sql = new Sql();
    sql.and(`s.contract_id = ${sql.p(contract)}`);
    if (query.superseded !== 1) sql.and(STANDS);
    sql.when(query.from, (p) => `s.served_on >= ${p}::date`);
    sql.when(query.to, (p) => `s.served_on <= ${p}::date`);
    sql.when(query.form, (p) => `s.form = ${p}`);
    sql.when(
      query.recipient,
      (p) => `s.id IN (SELECT record_id FROM service_record_recipient WHERE recipient_id = ${p})`,
    );
    const order = [
      { column: 's.served_on', type: 'date' },
      { column: 's.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(RecordRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${page.select} FROM service_record s WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, view);
  }

  async one(contract: string, id: string): Promise<ServiceRecordDto> {
    const [row] = await this.transactions.reader.query<RecordRow[]>(
      `SELECT ${SELECT} FROM service_record s WHERE s.id = $1 AND s.contract_id = $2`,
      [id, contract],
    );
    if (!row) throw new Problem('not_found');
    return view(row);
  }

  /** What was done for whom is not public, published as its contract may be. */
  private async mustBeConcerned(scope: Scope, contract: string): Promise<void> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(contract)}`).and(isInsider(sql, scope, CONTRACT_PARTIES));
    const rows = await this.transactions.reader.query<unknown[]>(
      `SELECT FROM contract r WHERE ${sql.where}`,
      sql.params,
    );
    if (rows.length === 0) throw new Problem('not_found');
  }
}
