import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { listPermissions, type Permission } from '../../../people/accounts/roles.js';
import type { ReviewReport } from '../../reviews/report/report-types.js';
import { lockConductedTender, type ConductedTender } from '../../tenders/conducted/conducted-tender.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import { standingAward, type AwardHere, type LotHere } from '../award-moves.js';
import { rankCandidates, type Candidate } from '../candidates.rules.js';
import { resultRow, type ResultRow } from './result-desk.js';

interface StoredReport {
  review: string;
  /** In hexadecimal. */
  sha256: string;
  report: ReviewReport;
}

/** A lot from its report on, read under the lock of its tender. */
export interface OpenResult {
  tender: ConductedTender;
  lot: LotHere;
  stored: StoredReport | null;
  desk: ResultRow | null;
  candidates: Candidate[];
  award: AwardHere | null;
  today: PlainDate;
}

export async function openResult(
  tx: Tx,
  tenderId: string,
  no: number,
  version: number | undefined,
): Promise<OpenResult> {
  const tender = await lockConductedTender(tx, tenderId, version);
  const [lot] = await tx.query<{ id: string; no: number; state: LotStateHere | null }>(
    `SELECT id, no, state FROM lot WHERE tender_id = $1 AND no = $2 FOR NO KEY UPDATE`,
    [tenderId, no],
  );
  if (!lot) throw Problem.ofField('not_found', '/lot', { en: 'There is no such lot', zh: '没有这个采购包' });
  // A draft's lot has no state of its own yet.
  return readResult(tx, tender, { ...lot, state: lot.state ?? 'open' });
}

/** The same of a lot that is locked already. */
export async function readResult(tx: Tx, tender: ConductedTender, lot: LotHere): Promise<OpenResult> {
  const [stored] = await tx.query<StoredReport>(
    `SELECT id AS review, encode(report_hash, 'hex') AS sha256, report FROM review
     WHERE lot_id = $1 AND state = 'reported' AND report IS NOT NULL FOR NO KEY UPDATE`,
    [lot.id],
  );
  const desk = await resultRow(tx, lot.id);
  const out = stored ? await loadExcludedBids(tx, lot.id) : new Set<string>();
  return {
    tender,
    lot,
    stored: stored ?? null,
    desk,
    candidates: stored ? rankCandidates(stored.report, desk?.ties ?? [], out) : [],
    award: await standingAward(tx, lot.id),
    today: todayInShanghai(await tx.now()),
  };
}

/**
 * SQL: bids of the lot `lot` that are out: no longer valid, or put out for good by a refusal or a remedy. An award that was
 * invalidated otherwise puts nobody out: its report is void, or the end of the lot was undone.
 */
export const outBids = (lot: string): string => `
  SELECT d.id FROM bid d WHERE d.lot_id = ${lot} AND d.state NOT IN ('valid', 'won', 'lost')
  UNION SELECT a.bid_id FROM award a WHERE a.lot_id = ${lot} AND a.bid_id IS NOT NULL
    AND (a.state = 'refused' OR a.remedied)`;

async function loadExcludedBids(tx: Tx, lot: string): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(outBids('$1'), [lot]);
  return new Set(rows.map(({ id }) => id));
}

/** Whose act it is: by a seat in that body. A permission held in another is none here. */
export function assertBodySeat(
  { seats }: Pick<Principal, 'seats'>,
  permission: string,
  bodies: readonly (string | null)[],
): void {
  const holds = seats.some(
    ({ organisation, role }) => bodies.includes(organisation) && listPermissions([role]).has(permission as Permission),
  );
  if (!holds) throw new Problem('not_permitted');
}
