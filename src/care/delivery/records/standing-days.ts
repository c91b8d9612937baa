import type { Tx } from '../../../kernel/database/transactions.js';
import { loadEarlierWindows } from '../../../purchase/contracts/amendments/earlier-windows.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { haltedDaysSql } from '../../../purchase/contracts/halting/halt-rows.js';
import { listRecordContents } from '../../../law/code-lists/code-lists.js';
import { STANDS } from './counted-records.queries.js';
import type { ServedContract } from './served-contract.js';
import {
  leavesWindow,
  StandingDays,
  type RecordGround,
  type ServiceEntry,
  type WorkDay,
} from './service-record.rules.js';
import { handedOverSql, servingBodySql, takenOverSql } from '../serving-bodies.js';

/** What these records are held against. */
export async function loadRecordGround(
  tx: Tx,
  { contract, today, from, to }: ServedContract,
  entries: readonly ServiceEntry[],
): Promise<RecordGround> {
  // Locked, in one order: somebody may be served under two contracts, and has one day. Who was handed over was served until then, and by who took
  // them over from then on.
  const rows = await tx.query<{ id: string; since: string; until: string | null }>(
    `SELECT r.id, greatest(r.since, t.day)::text AS since, (CASE WHEN b.body = $2::uuid THEN r.until ELSE least(r.until, h.day) END)::text AS until
     FROM recipient r CROSS JOIN LATERAL (SELECT ${servingBodySql('r')} AS body) b
     CROSS JOIN LATERAL (${handedOverSql('r.id', '$3')}) h
     CROSS JOIN LATERAL (${takenOverSql('r.id', '$2::uuid', '$4::date')}) t
     WHERE r.id = ANY ($1::uuid[]) AND (b.body = $2::uuid OR h.day IS NOT NULL)
       AND r.service_line_id IN (SELECT service_line_id FROM contract_service_line WHERE contract_id = $3)
     ORDER BY r.id FOR NO KEY UPDATE OF r`,
    [[...new Set(entries.flatMap((entry) => entry.recipients))], contract.supplier_id, contract.id, to],
  );
  return {
    today,
    from,
    to,
    earlier: entries.some(({ servedOn }) => leavesWindow(servedOn, { from, to }))
      ? await loadEarlierWindows(tx, contract)
      : [],
    deliveredOn: await loadDeliveryDay(tx, contract),
    halted: await loadHaltedDays(tx, contract.id, entries),
    contents: listRecordContents(contract.category),
    recipients: new Map(rows.map(({ id, since, until }) => [id, { since, until }])),
  };
}

/**
 * Days of these records on which the contract was halted for danger to recipients, whom others served: not the first one, on which it
 * had served until then, and none of a halt that lapsed because nobody confirmed it.
 */
async function loadHaltedDays(tx: Tx, contract: string, entries: readonly ServiceEntry[]): Promise<Set<string>> {
  const rows = await tx.query<{ day: string }>(
    `SELECT DISTINCT d.day::text AS day FROM unnest($2::date[]) AS d(day) JOIN contract_halt h ON h.contract_id = $1
     WHERE h.ground = 'danger_to_recipients' AND h.state IN ('in_force', 'ended') AND d.day > h.began_on AND d.day <@ ${haltedDaysSql('h')}`,
    [contract, [...new Set(entries.map(({ servedOn }) => servedOn))]],
  );
  return new Set(rows.map(({ day }) => day));
}

/** Asked as text: a day is no instant. */
export async function loadDeliveryDay(tx: Tx, { id, delivered_on }: ConductedContract): Promise<string | null> {
  if (delivered_on === null) return null;
  const [row] = await tx.query<{ day: string }>(`SELECT delivered_on::text AS day FROM contract WHERE id = $1`, [id]);
  return row?.day ?? null;
}

/** What stands on the days of these records, but for one that is being corrected. */
export async function standingDays(
  tx: Tx,
  contract: ConductedContract,
  entries: readonly ServiceEntry[],
  except: string | null = null,
): Promise<StandingDays> {
  const days = new StandingDays(contract.team.length);
  const named = await tx.query<{ recipient: string; day: string; minutes: number }>(
    `SELECT p.recipient_id AS recipient, s.served_on::text AS day, sum(s.minutes)::int AS minutes
     FROM (SELECT DISTINCT recipient, day FROM unnest($1::uuid[], $2::date[]) given(recipient, day)) k
     JOIN service_record_recipient p ON p.recipient_id = k.recipient AND p.served_on = k.day
     JOIN service_record s ON s.id = p.record_id
     WHERE s.id IS DISTINCT FROM $3::uuid AND ${STANDS} GROUP BY 1, 2`,
    [
      entries.flatMap((entry) => entry.recipients),
      entries.flatMap((entry) => entry.recipients.map(() => entry.servedOn)),
      except,
    ],
  );
  for (const { recipient, day, minutes } of named) days.add(recipient, day, minutes);
  // A record that names somebody brings no minutes to the work of a day; one that is taken away may bring its workers.
  const asked = entries.filter(({ recipients }) => except !== null || recipients.length === 0);
  if (asked.length === 0) return days;
  const worked = await tx.query<WorkDay & { day: string }>(
    `SELECT s.served_on::text AS day, max(w.workers)::int AS workers, (coalesce(sum(s.minutes)
       FILTER (WHERE NOT EXISTS (SELECT FROM service_record_recipient p WHERE p.record_id = s.id)), 0))::int AS minutes
     FROM service_record s
     CROSS JOIN LATERAL (SELECT coalesce(sum(n::int), 0) AS workers FROM jsonb_each_text(s.workers) k(kind, n)) w
     WHERE s.contract_id = $1 AND s.served_on = ANY ($2::date[]) AND s.id IS DISTINCT FROM $3::uuid AND ${STANDS}
     GROUP BY 1`,
    [contract.id, [...new Set(asked.map(({ servedOn }) => servedOn))], except],
  );
  for (const { day, ...work } of worked) days.setWorkDay(day, work);
  return days;
}
