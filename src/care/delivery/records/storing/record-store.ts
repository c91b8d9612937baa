import type { Tx } from '../../../../kernel/database/transactions.js';
import type { ConductedContract } from '../../../../purchase/contracts/conducted/conducted-contract.js';
import { STANDS } from '../counted-records.queries.js';
import type { RecordedEntry } from './recorded-entry.js';

/** A record to be stored. */
export interface NewRecord {
  id: string;
  token: string | null;
  hash: string;
  entry: RecordedEntry;
  corrects: string | null;
  reason: string | null;
  withdrawn: boolean;
}

/** A record of the contract as it stands; null where there is none. */
export async function loadEntry(
  tx: Tx,
  contract: string,
  id: string,
): Promise<{ entry: RecordedEntry; superseded: boolean } | null> {
  const [row] = await tx.query<RecordedEntry & { superseded: boolean }>(
    `SELECT s.served_on::text AS "servedOn", s.form, s.content_code AS content, s.minutes, s.workers, s.participants,
       s.within_contract AS "withinContract", s.note, NOT ${STANDS} AS superseded,
       to_char(s.starts_at, 'HH24:MI') AS "startsAt", s.place, s.confirmation,
       ARRAY(SELECT recipient_id::text FROM service_record_recipient WHERE record_id = s.id ORDER BY 1) AS recipients,
       (SELECT CASE WHEN count(*) = 1 THEN min(service_line_id::text) END FROM service_record_line WHERE record_id = s.id) AS "serviceLine",
       ARRAY(SELECT worker_id::text FROM service_record_worker WHERE record_id = s.id ORDER BY 1) AS "servedBy"
     FROM service_record s WHERE s.id = $1 AND s.contract_id = $2`,
    [id, contract],
  );
  if (!row) return null;
  const { superseded, ...entry } = row;
  return { entry, superseded };
}

/** Whether a record names somebody who was served no more on its day, as it is known by now. */
export async function hasDepartedRecipient(tx: Tx, record: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM service_record_recipient p JOIN recipient r ON r.id = p.recipient_id
     WHERE p.record_id = $1 AND r.until < p.served_on`,
    [record],
  );
  return rows.length > 0;
}

/** What stands now of the record that bears this token, as it was corrected since; null where it was withdrawn. */
export async function findStandingRecord(tx: Tx, contract: string, token: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `WITH RECURSIVE told AS (
       SELECT id, withdrawn FROM service_record WHERE contract_id = $1 AND client_token = $2
       UNION ALL SELECT n.id, n.withdrawn FROM told t JOIN service_record n ON n.corrects = t.id
     ) SELECT t.id FROM told t WHERE NOT t.withdrawn AND NOT EXISTS (SELECT FROM service_record n WHERE n.corrects = t.id)`,
    [contract, token],
  );
  return row?.id ?? null;
}

export async function insertRecords(tx: Tx, contract: ConductedContract, rows: readonly NewRecord[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `WITH given AS MATERIALIZED (
       SELECT (j ->> 'id')::uuid AS id, (j #>> '{entry,servedOn}')::date AS served_on, j, j -> 'entry' AS e
       FROM jsonb_array_elements($1::jsonb) j
     ), stored AS (
     INSERT INTO service_record (id, dataset, contract_id, client_token, content_hash, served_on, form, content_code, minutes,
       workers, within_contract, participants, visits, note, recorded_at, recorded_by, corrects, reason, withdrawn,
       starts_at, place, confirmation)
     SELECT id, $2, $3, j ->> 'token', j ->> 'hash', served_on, e ->> 'form', e ->> 'content',
       (e ->> 'minutes')::int, e -> 'workers', (e ->> 'withinContract')::boolean, (e ->> 'participants')::int,
       greatest(coalesce((e ->> 'participants')::int, 0), jsonb_array_length(e -> 'recipients')), e ->> 'note',
       $4, $5, (j ->> 'corrects')::uuid, j ->> 'reason', (j ->> 'withdrawn')::boolean,
       (e ->> 'startsAt')::time, e ->> 'place', nullif(e -> 'confirmation', 'null')
     FROM given), working AS (
     INSERT INTO service_record_worker (record_id, worker_id, served_on)
     SELECT id, w::uuid, served_on FROM given, jsonb_array_elements_text(e -> 'servedBy') w), speaking AS (
     INSERT INTO service_record_line (record_id, service_line_id)
     SELECT id, (e ->> 'serviceLine')::uuid FROM given WHERE e ->> 'serviceLine' IS NOT NULL)
     INSERT INTO service_record_recipient (record_id, recipient_id, served_on)
     SELECT id, p::uuid, served_on FROM given, jsonb_array_elements_text(e -> 'recipients') p`,
    [JSON.stringify(rows), contract.dataset, contract.id, await tx.now(), tx.principal.id],
  );
}
