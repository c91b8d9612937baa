import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List } from '../../../kernel/http/lists/list.js';
import { CONTRACT_PARTIES, isInsider } from '../../../purchase/tenders/reads/tender-visibility.js';
import { formatWorkerNumber } from '../../../people/organisations/workers/worker.rules.js';
import type {
  RecipientOfRecordDto,
  ServiceRecordDto,
  ServiceRecordQuery,
  WorkerOfRecordDto,
} from './service-record.dto.js';
import { STANDS, standingSql } from './counted-records.queries.js';
import type { Confirmation } from './storing/recorded-entry.js';
import { formatRecipientNumber } from './recipient.rules.js';

interface RecordRow extends Omit<
  ServiceRecordDto,
  'recordedAt' | 'recipients' | 'servedBy' | 'confirmation' | 'notices'
> {
  recordedAt: Date;
  recipients: { id: string; no: number }[];
  servedBy: { id: string; no: number }[];
  confirmation: Confirmation | null;
  overlaps: { worker: string; record: string | null }[];
}

/** SQL: when record `s` was at work. */
const timeSql = (s: string): string => `${s}.served_on + ${s}.starts_at, ${s}.minutes * interval '1 minute'`;
/** SQL: other records that have a worker of `s` at work at the same time; two places at once are refused when they are sent. */
const OVERLAPS = `CASE WHEN s.starts_at IS NULL THEN '[]'::jsonb ELSE
  (SELECT coalesce(jsonb_agg(jsonb_build_object('worker', y.worker_id, 'record', CASE WHEN o.contract_id = s.contract_id THEN o.id END)
     ORDER BY y.worker_id, o.id), '[]')
   FROM service_record_worker x JOIN service_record_worker y ON y.worker_id = x.worker_id
     AND y.served_on BETWEEN x.served_on - 1 AND x.served_on + 1 AND y.record_id <> x.record_id
   JOIN service_record o ON o.id = y.record_id
   WHERE x.record_id = s.id AND ${STANDS} AND ${standingSql('o')} AND (${timeSql('s')}) OVERLAPS (${timeSql('o')})) END`;

const SELECT = `s.id, s.contract_id AS contract, s.client_token AS "clientToken", s.served_on::text AS "servedOn", s.form,
  s.content_code AS content, s.minutes, s.workers, s.participants, s.within_contract AS "withinContract", s.note,
  s.recorded_at AS "recordedAt", s.recorded_by AS "recordedBy", s.corrects, s.reason, s.withdrawn,
  (SELECT n.id FROM service_record n WHERE n.corrects = s.id) AS "correctedBy",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'no', p.no) ORDER BY p.no, p.id), '[]')
   FROM service_record_recipient x JOIN recipient p ON p.id = x.recipient_id WHERE x.record_id = s.id) AS recipients,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'no', w.no) ORDER BY w.no, w.id), '[]')
   FROM service_record_worker x JOIN worker w ON w.id = x.worker_id WHERE x.record_id = s.id) AS "servedBy",
  ARRAY(SELECT l.service_line_id FROM service_record_line l WHERE l.record_id = s.id
    UNION SELECT p.service_line_id FROM service_record_recipient x JOIN recipient p ON p.id = x.recipient_id
    WHERE x.record_id = s.id ORDER BY 1) AS "serviceLines",
  to_char(s.starts_at, 'HH24:MI') AS "startsAt", s.place, s.confirmation, ${OVERLAPS} AS overlaps`;

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
  servedBy: row.servedBy.map(({ id, no }): WorkerOfRecordDto => ({ id, number: formatWorkerNumber(no) })),
  serviceLines: row.serviceLines,
  startsAt: row.startsAt,
  place: row.place,
  confirmation: row.confirmation && {
    how: row.confirmation.how,
    recipient: row.confirmation.how === 'recipient_code' ? row.confirmation.recipient : null,
    photo: row.confirmation.how === 'photo' ? row.confirmation.document : null,
  },
  notices: row.overlaps.map(({ worker, record }) => ({ code: 'worker_times_overlap', worker, record })),
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

  /** Records of whatever contracts, as their list shows them, by one statement. */
  async many(scope: Scope, ids: readonly string[]): Promise<Map<string, ServiceRecordDto>> {
    const sql = new Sql();
    sql.and(`s.id = ANY (${sql.p(ids)}::uuid[])`).and(isInsider(sql, scope, CONTRACT_PARTIES));
    const rows = await this.transactions.reader.query<RecordRow[]>(
      `SELECT ${SELECT} FROM service_record s JOIN contract r ON r.id = s.contract_id WHERE ${sql.where}`,
      sql.params,
    );
    return new Map(rows.map((row) => [row.id, view(row)]));
  }

  /** Of these records, those of contracts whose party the caller is: a photo is read with its record. */
  async filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`s.id = ANY (${sql.p(ids)}::uuid[])`).and(isInsider(sql, scope, CONTRACT_PARTIES));
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT s.id FROM service_record s JOIN contract r ON r.id = s.contract_id WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map(({ id }) => id);
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
