import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Measure } from '../../../purchase/tenders/conducted/terms/measure.rules.js';
import { arrivedSql, servingBodySql } from '../serving-bodies.js';
import { STANDS } from '../records/counted-records.queries.js';

/** Recipients of a line, and own records of a contract, that one answer holds. */
export const MOST = 200;
/** Days of service that are looked through for what was sent late. */
const LATE_DAYS = 31;
/** Days before its day that something begins to be shown. */
const AHEAD_DAYS = 30;

/** A contract whose day is asked for. */
export interface DayOfContract {
  id: string;
  agency: string;
  /** Somebody is to be served on the day. */
  open: boolean;
}

export interface RecipientRow {
  contract: string;
  line: string;
  /** Null: nobody is served on the line. */
  id: string | null;
  no: number | null;
  name: Buffer | null;
  served: number;
  last: PlainDate | null;
  page_key: string | null;
}

const served = `FROM service_record_recipient p JOIN service_record s ON s.id = p.record_id
  WHERE p.recipient_id = r.id AND s.contract_id = k.contract AND ${STANDS}`;

/** Whom each of these contracts may name in a record of the day, one more than are shown; by contract, line and number. */
export const loadWorkRecipients = (
  reader: Reader,
  contracts: readonly DayOfContract[],
  on: PlainDate,
): Promise<RecipientRow[]> =>
  reader.query<RecipientRow[]>(
    `SELECT k.contract, x.service_line_id AS line, r.id, r.no, r.name,
       (SELECT count(*)::int ${served} AND p.served_on = $4::date) AS served,
       (SELECT p.served_on::text ${served} AND p.served_on <= $4::date ORDER BY p.served_on DESC LIMIT 1) AS last,
       CASE WHEN r.id IS NOT NULL THEN jsonb_build_array(r.no::text, r.id::text)::text END AS page_key
     FROM unnest($1::uuid[], $2::uuid[], $3::boolean[]) WITH ORDINALITY k(contract, agency, open, place)
     JOIN contract_service_line x ON x.contract_id = k.contract
     LEFT JOIN LATERAL (SELECT p.id, p.no,
         CASE WHEN p.holder_id = k.agency OR p.id IN (SELECT a.recipient FROM (${arrivedSql('k.agency')}) a WHERE a.named) THEN p.name END AS name
       FROM recipient p
       WHERE k.open AND p.service_line_id = x.service_line_id
         AND (p.holder_id = k.agency OR p.id = ANY (ARRAY(SELECT a.recipient FROM (${arrivedSql('k.agency')}) a))) AND ${servingBodySql('p')} = k.agency
         AND p.since <= $4::date AND (p.until IS NULL OR p.until >= $4::date) ORDER BY p.no, p.id LIMIT ${MOST + 1}) r ON true
     ORDER BY k.place, x.service_line_id, r.no`,
    [contracts.map(({ id }) => id), contracts.map(({ agency }) => agency), contracts.map(({ open }) => open), on],
  );

/** What is counted of a contract, by its place among all that are. */
export interface Counted {
  contract: string;
  measure: Measure;
}

const isMeasuredSql = (s: string): string =>
  `${s}.within_contract AND (m.form IS NULL OR ${s}.form = m.form) AND (m.content IS NULL OR ${s}.content_code = m.content)`;

/** What the records of each contract come to by each measure, in its order: all that stand, and those of the day. */
export const countWork = (
  reader: Reader,
  counted: readonly Counted[],
  on: PlainDate,
): Promise<{ total: number; day: number }[]> =>
  reader.query<{ total: number; day: number }[]>(
    `SELECT (CASE WHEN m.of = 'recipients' THEN (SELECT count(DISTINCT r.recipient_id) FROM service_reach r
         WHERE r.contract_id = m.contract AND r.records > 0 AND (m.form IS NULL OR r.form = m.form)
           AND (m.content IS NULL OR r.content_code = m.content)) ELSE d.total END)::float8 AS total,
       (CASE WHEN m.of = 'recipients' THEN (SELECT count(DISTINCT p.recipient_id) FROM service_record s
         JOIN service_record_recipient p ON p.record_id = s.id
         WHERE s.contract_id = m.contract AND s.served_on = $5::date AND ${isMeasuredSql('s')} AND ${STANDS}) ELSE d.day END)::float8 AS day
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY m(contract, of, form, content, place)
     CROSS JOIN LATERAL (SELECT coalesce(sum(t.amount), 0) AS total, coalesce(sum(t.amount) FILTER (WHERE t.served_on = $5::date), 0) AS day
       FROM (SELECT s.served_on, CASE m.of WHEN 'records' THEN s.records WHEN 'visits' THEN s.visits ELSE s.minutes END AS amount
         FROM service_day s WHERE s.contract_id = m.contract AND ${isMeasuredSql('s')}) t) d
     ORDER BY m.place`,
    [
      counted.map(({ contract }) => contract),
      counted.map(({ measure }) => measure.of),
      counted.map(({ measure }) => measure.form ?? null),
      counted.map(({ measure }) => measure.content ?? null),
      on,
    ],
  );

export interface OwnRecordRow {
  contract: string;
  id: string;
  clientToken: string | null;
  servedOn: PlainDate;
  stands: boolean;
}

/** What somebody served or recorded on the day, latest first. */
export const loadOwnRecords = (
  reader: Reader,
  contracts: readonly string[],
  by: string | null,
  on: PlainDate,
): Promise<OwnRecordRow[]> =>
  reader.query<OwnRecordRow[]>(
    `SELECT k.contract, s.id, s."clientToken", s."servedOn", s.stands FROM unnest($1::uuid[]) WITH ORDINALITY k(contract, place)
     CROSS JOIN LATERAL (SELECT s.id, s.client_token AS "clientToken", s.served_on::text AS "servedOn", s.recorded_at, ${STANDS} AS stands
       FROM service_record s
       WHERE s.contract_id = k.contract AND s.recorded_by = $2::uuid AND s.served_on BETWEEN $3::date - ${LATE_DAYS} AND $3::date
         AND (s.served_on = $3::date OR (s.recorded_at AT TIME ZONE 'Asia/Shanghai')::date = $3::date)
       ORDER BY s.recorded_at DESC, s.id LIMIT ${MOST}) s
     ORDER BY k.place, s.recorded_at DESC, s.id`,
    [contracts, by, on],
  );

export interface DueRow {
  contract: string;
  kind: 'milestone' | 'report' | 'visit' | 'finding';
  id: string;
  /** Id of the visit, of what it found. */
  whole: string;
  title: string | null;
  state: string;
  due: PlainDate | null;
  /** Of a report. */
  from: PlainDate | null;
  to: PlainDate | null;
}

/** What waits under these contracts, and every first report, of which those that were sent show which periods are not open. */
export const loadWorkDue = (reader: Reader, contracts: readonly string[], on: PlainDate): Promise<DueRow[]> =>
  reader.query<DueRow[]>(
    `SELECT m.contract_id AS contract, 'milestone' AS kind, m.id, m.id AS whole, m.name AS title,
       CASE WHEN m.state = 'scheduled' AND c.state = 'active' AND m.due_on < business_today() THEN 'missed' ELSE m.state END AS state,
       m.due_on::text AS due, NULL::text AS from, NULL::text AS to
     FROM milestone m JOIN contract c ON c.id = m.contract_id WHERE m.contract_id = ANY ($1::uuid[])
       AND (m.state IN ('missed', 'returned') OR m.state = 'scheduled' AND m.due_on <= $2::date + ${AHEAD_DAYS})
     UNION ALL
     SELECT v.contract_id, 'visit', v.id, v.id, v.purpose, v.state, v.planned_on::text, NULL, NULL
     FROM visit v WHERE v.contract_id = ANY ($1::uuid[]) AND v.state = 'planned' AND v.planned_on BETWEEN $2::date AND $2::date + ${AHEAD_DAYS}
     UNION ALL
     SELECT v.contract_id, 'finding', f.id, v.id, f.text, f.state, f.answer_by::text, NULL, NULL
     FROM visit v JOIN visit_finding f ON f.visit_id = v.id WHERE v.contract_id = ANY ($1::uuid[]) AND f.state = 'open'
     UNION ALL
     SELECT r.contract_id, 'report', r.id, r.id, NULL, r.state, NULL, r.period_from::text, r.period_to::text
     FROM progress_report r WHERE r.contract_id = ANY ($1::uuid[]) AND (r.no = 0 OR r.state = 'returned')
     ORDER BY due NULLS LAST, id`,
    [contracts, on],
  );
