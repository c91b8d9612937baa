import type { Tx } from '../../../../kernel/database/transactions.js';
import { STANDS } from '../counted-records.queries.js';
import type { SentEntry } from '../storing/recorded-entry.js';
import { WorkerDays, type ServingWorker } from './worker-days.rules.js';

type Named = Pick<SentEntry, 'servedBy' | 'servedOn'>;

/**
 * Those whom these records name. Locked by their ids, after the contract and its recipients: a worker serves under several
 * contracts and has one day, and this is the one order in which records lock.
 */
export async function lockWorkers(tx: Tx, entries: readonly Named[]): Promise<ReadonlyMap<string, ServingWorker>> {
  const ids = [...new Set(entries.flatMap(({ servedBy }) => servedBy))];
  if (ids.length === 0) return new Map();
  const rows = await tx.query<ServingWorker & { id: string }>(
    `SELECT w.id, w.organisation_id AS body, w.kind, w.since::text AS since, w.until::text AS until FROM worker w
     WHERE w.id = ANY ($1::uuid[]) ORDER BY w.id FOR NO KEY UPDATE OF w`,
    [ids],
  );
  return new Map(rows.map(({ id, ...worker }) => [id, worker]));
}

/** What stands of them on these days and those beside them, under every contract, but for a record that is being corrected. */
export async function loadWorkerDays(tx: Tx, entries: readonly Named[], except: string | null): Promise<WorkerDays> {
  const days = new WorkerDays();
  const named = entries.flatMap(({ servedBy, servedOn }) => servedBy.map((worker) => ({ worker, servedOn })));
  if (named.length === 0) return days;
  const rows = await tx.query<{
    worker: string;
    servedOn: string;
    minutes: number;
    startsAt: string | null;
    place: string | null;
  }>(
    `SELECT x.worker_id AS worker, s.served_on::text AS "servedOn", s.minutes, to_char(s.starts_at, 'HH24:MI') AS "startsAt", s.place
     FROM service_record_worker x JOIN service_record s ON s.id = x.record_id
     WHERE (x.worker_id, x.served_on) IN (
         SELECT k.worker, k.day + n FROM unnest($1::uuid[], $2::date[]) k(worker, day), generate_series(-1, 1) n)
       AND s.id IS DISTINCT FROM $3::uuid AND ${STANDS}`,
    [named.map(({ worker }) => worker), named.map(({ servedOn }) => servedOn), except],
  );
  for (const { worker, ...span } of rows) days.add(worker, span);
  return days;
}
