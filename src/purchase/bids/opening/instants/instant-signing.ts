import { canonicalText } from '../../../../kernel/audit/canonical.js';
import { runPreparedStatement } from '../../../../kernel/database/prepared.js';
import type { Reader } from '../../../../kernel/database/reader.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import type { StatementSeals } from '../../../../kernel/audit/statement-seals.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { readSignedInstants, signInstants, type InstantChange } from '../../../tenders/lots/opening-instants.js';
import { toTenderChange, type LockedTender } from '../../../tenders/open-tender.js';
import { endIdleStops, withdrawOpening } from './stopped-openings.js';
import { isSealed } from './stored-rows.rules.js';
import type { KeyPurpose } from '../tender-key.entity.js';
import {
  buildNextInstant,
  FIRST_PREV,
  hashBytes,
  INSTANT_AGGREGATE,
  INSTANT_PURPOSE,
  ORDER_PURPOSE,
  parseInstant,
  toInstant,
  toSeal,
  type Instant,
  type LotInstant,
  type OrderWord,
  type StoredInstant,
} from './instant.rules.js';

const LAST = `SELECT no, canonical, key_id, seal FROM opening_instant WHERE tender_id = $1 ORDER BY no DESC LIMIT 1`;

/** The last statement of a tender with its hash; null where there is none that was sealed with our key. */
export async function readLastInstant(
  reader: Reader,
  seals: StatementSeals,
  tender: string,
): Promise<{ instant: Instant; hash: string } | null> {
  const [row] = await runPreparedStatement<StoredInstant>(reader, LAST, [tender]);
  return row ? checkInstant(row, seals, tender) : null;
}

/** A stored statement with its hash; null where it is none of this tender that was sealed with our key. */
export function checkInstant(
  row: StoredInstant,
  seals: StatementSeals,
  tender: string,
): { instant: Instant; hash: string } | null {
  if (!seals.holds(INSTANT_PURPOSE, row.canonical, toSeal(row))) return null;
  const instant = parseInstant(row.canonical);
  return instant?.tender === tender && instant.no === row.no ? { instant, hash: hashBytes(row.canonical) } : null;
}

/** What the rows of a tender say, for its first statement. */
interface StandingRow {
  method: string | null;
  deadline_at: Date | null;
  lots: (Omit<LotInstant, 'opened' | 'ended' | 'finalOpened'> & {
    state: string | null;
    suspendedFrom: string | null;
  })[];
  keys: Partial<Record<KeyPurpose, string>>;
}
const STANDING = `
  SELECT t.method, t.deadline_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'state', l.state, 'suspendedFrom', l.suspended_from,
       'suspendedAt', CASE WHEN l.state = 'suspended' THEN l.suspended_at END, 'round', l.consultation,
       'finalDeadlineAt', l.final_deadline_at) ORDER BY l.no), '[]') FROM lot l WHERE l.tender_id = t.id) AS lots,
    (SELECT coalesce(jsonb_object_agg(k.purpose, encode(sha256(k.public_key), 'hex')), '{}') FROM tender_key k WHERE k.tender_id = t.id) AS keys
  FROM tender t WHERE t.id = $1`;

/** What stands now, as rows of the database say: signed so at the issue, before which nobody can have bid, and at the upgrade. */
async function readStanding(tx: Tx, tender: string): Promise<Omit<Instant, 'no' | 'prev' | 'at' | 'event'>> {
  const [row] = await tx.query<StandingRow>(STANDING, [tender]);
  if (!row) throw new Error(`Tender ${tender} is not there`);
  const lots = row.lots.map(({ state, suspendedFrom, suspendedAt, finalDeadlineAt, ...lot }): LotInstant => {
    const at = state === 'suspended' ? suspendedFrom : state;
    return {
      ...lot,
      suspendedAt: toInstant(suspendedAt),
      ended: at === 'failed' || at === 'cancelled',
      opened: at !== null && !['open', 'closed', 'failed', 'cancelled'].includes(at),
      finalDeadlineAt: toInstant(finalDeadlineAt),
      finalOpened: finalDeadlineAt !== null && at !== 'final_offers_requested',
    };
  });
  const keys = { identity: row.keys.identity ?? null, content: row.keys.content ?? null };
  return { v: 1, tender, method: row.method, deadlineAt: toInstant(row.deadline_at), lots, keys, opening: null };
}

/**
 * Stores a statement, and its number and hash in the audit: the chain of a tender's statements is anchored outside the database
 * with all others. The row names nobody: who called for final offers is secret until the result.
 */
async function store(tx: Tx, instant: Instant): Promise<void> {
  const text = canonicalText(instant);
  const { key, seal } = tx.seals.seal(INSTANT_PURPOSE, text);
  await tx.query(
    `INSERT INTO opening_instant (tender_id, no, canonical, key_id, seal) VALUES ($1, $2, convert_to($3, 'UTF8'), $4, $5)`,
    [instant.tender, instant.no, text, key, seal],
  );
  const [tender] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1`, [instant.tender]);
  await tx.recordOfSystem({
    ...toTenderChange(tender as LockedTender),
    aggregate: INSTANT_AGGREGATE,
    action: instant.event === 'adopt' ? 'adopt' : 'sign',
    data: {
      tender: instant.tender,
      no: instant.no,
      event: instant.event,
      sha256: hashBytes(text),
      deadlineAt: instant.deadlineAt,
    },
  });
}

/** The first statement of a tender: of its issue, or of what stood when instants began to be signed. */
export async function signFirstInstant(
  tx: Tx,
  tender: string,
  { event, deadlineAt }: Pick<InstantChange, 'event' | 'deadlineAt'>,
): Promise<void> {
  const standing = await readStanding(tx, tender);
  await store(tx, {
    ...standing,
    ...(deadlineAt !== undefined && { deadlineAt: toInstant(deadlineAt) }),
    no: 1,
    prev: FIRST_PREV,
    at: new Date().toISOString(),
    event,
  });
}

/**
 * A change that cannot follow on the last of the statements that were once signed is not made, else an older one that is put back
 * would be the newest. What was signed is known by the rows and by the audit.
 *
 * @throws Problem `opening_instants_altered`
 */
async function refuseForeignStatement(tx: Tx, tender: string): Promise<void> {
  const [row] = await tx.query<{ signed: boolean }>(
    `SELECT EXISTS (SELECT FROM opening_instant i WHERE i.tender_id = $1)
       OR EXISTS (SELECT FROM audit_entry a WHERE a.aggregate_type = $2 AND a.aggregate_id = $1::text) AS signed`,
    [tender, INSTANT_AGGREGATE],
  );
  if (row?.signed !== false) throw new Problem('opening_instants_altered');
}

signInstants.contribute(async (tx, tender, change) => {
  if (change.event === 'issue') return signFirstInstant(tx, tender, change);
  const last = await readLastInstant(tx.manager, tx.seals, tender);
  if (last === null) return refuseForeignStatement(tx, tender);
  const next = buildNextInstant(last.instant, last.hash, change, new Date());
  await store(tx, next);
  // Asked for within the hour before a deadline that is another one now: who asked says so again.
  if (next.deadlineAt !== last.instant.deadlineAt)
    await tx.query(`UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state = 'requested'`, [tender]);
  const ended = Object.entries(change.lots ?? {}).flatMap(([lot, { ended: isEnded }]) => (isEnded ? [lot] : []));
  if (change.event !== 'open' && ended.length > 0) await endWaits(tx, next, ended);
});

/** Lots that have ended wait for no opening: what was asked for, ordered or stopped about them alone is over with them. */
const endWaits = (tx: Tx, { tender, lots }: Instant, ended: readonly string[]): Promise<void> =>
  lots.some(isSealed) ? endIdleStops(tx, tender, ended) : withdrawOpening(tx, tender, ended);

readSignedInstants.contribute(async (tx, tender) => {
  const last = await readLastInstant(tx.manager, tx.seals, tender);
  if (last === null) return null;
  const [since] = last.instant.lots.flatMap(({ suspendedAt }) => suspendedAt ?? []).sort();
  const { deadlineAt } = last.instant;
  return { deadlineAt: deadlineAt === null ? null : new Date(deadlineAt), suspendedAt: since ? new Date(since) : null };
});

/** Seals the word of one of the two persons, under the statement of instants that stands. */
export async function signOrder(
  tx: Tx,
  word: Omit<OrderWord, 'no' | 'deadlineAt'>,
): Promise<{ no: number | null; key: string | null; seal: Buffer | null }> {
  const last = await readLastInstant(tx.manager, tx.seals, word.tender);
  if (last === null) return { no: null, key: null, seal: null };
  const { no, deadlineAt } = last.instant;
  return { no, ...tx.seals.seal(ORDER_PURPOSE, canonicalText({ ...word, no, deadlineAt } satisfies OrderWord)) };
}
