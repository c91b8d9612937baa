import { mustBeInDataset } from '../../../kernel/database/kept.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { mustEndAfterStart } from '../recording/fact-check.js';
import { assertSchemesOfLots } from '../conducted/terms/announced-scheme.js';
import { assertPricesOfLots } from '../conducted/terms/prices/price-check.js';
import { deriveLotWindow, listOwnMembers, type LotWords } from '../conducted/terms/lot-terms.rules.js';
import { assertLawfulRates } from '../conducted/terms/sme/lawful-rates.js';
import { findLineOverlaps, type GivenLotWords } from './lot-words.rules.js';

interface TenderOfLots {
  dataset: string;
  buyer: string | null;
  conducted: 'here' | 'elsewhere';
  window: { start?: string | null; end?: string | null };
}
type NumberedWords = LotWords & { no: number };

/**
 * What a request says of lots for themselves, before anything of it is stored. `lots` are all lots of the tender as they shall
 * stand, in the order of the request.
 * @throws Problem `conducted_elsewhere`, `deduction_unlawful`, `unit_price_with_sum`, `bands_unordered`, `lot_line_missing`,
 *   `lot_lines_overlap`, `end_before_start`, `dataset_mismatch`, `not_found`
 */
export async function assertLotWords(
  tx: Tx,
  tender: TenderOfLots,
  given: readonly GivenLotWords[],
  lots: readonly NumberedWords[],
): Promise<void> {
  const saying = given.findIndex(({ terms }) => terms !== undefined && terms !== null);
  if (tender.conducted === 'elsewhere' && saying >= 0)
    throw Problem.ofField('conducted_elsewhere', `/lots/${saying}/terms`, {
      en: 'What its documents say is recorded as facts',
      zh: '其采购文件内容以事实登记',
    });
  await assertLawfulRates(
    tx,
    given.map(({ terms }, i) => ({ pointer: `/lots/${i}/terms/sme`, sme: terms?.sme })),
  );
  assertPricesOfLots(given);
  await assertSchemesOfLots(tx, tender, given);
  const empty = given.findIndex(({ serviceLines }) => serviceLines?.length === 0);
  if (empty >= 0)
    throw Problem.ofField('lot_line_missing', `/lots/${empty}/serviceLines`, {
      en: 'A lot serves a line; null: those of its tender',
      zh: '每个包至少服务一条服务线；空值表示与采购项目相同',
    });
  const overlaps = findLineOverlaps(lots);
  if (overlaps.length > 0) throw new Problem('lot_lines_overlap', { errors: overlaps });
  lots.forEach(({ window }, i) => {
    if (window.start ?? window.end) mustEndAfterStart(deriveLotWindow(tender.window, window), `/lots/${i}/window/end`);
  });
  const lines = given.flatMap(({ serviceLines }, i) =>
    (serviceLines ?? []).map((line, j) => ({ line, pointer: `/lots/${i}/serviceLines/${j}` })),
  );
  await mustBeInDataset(
    tx,
    'service_line',
    tender.dataset,
    lines.map(({ line }) => line),
    (i) => lines[i]?.pointer ?? '/lots',
  );
}

/** Writes the own words of lots that are there; the tender serves every line that one of its lots does. */
export async function storeLotWords(tx: Tx, tender: string, lots: readonly NumberedWords[]): Promise<void> {
  if (lots.length === 0) return;
  await tx.query(
    `UPDATE lot SET window_start = g."window" ->> 'start', window_end = g."window" ->> 'end', term_text = g."termText", terms = g.terms
     FROM jsonb_to_recordset($2::jsonb) AS g(no integer, "window" jsonb, "termText" text, terms jsonb)
     WHERE lot.tender_id = $1 AND lot.no = g.no`,
    [tender, JSON.stringify(lots)],
  );
  await tx.query(
    `DELETE FROM lot_service_line s USING lot l, jsonb_to_recordset($2::jsonb) AS g(no integer, "serviceLines" jsonb)
     WHERE l.tender_id = $1 AND s.lot_id = l.id AND g.no = l.no AND NOT g."serviceLines" ? s.service_line_id::text`,
    [tender, JSON.stringify(lots)],
  );
  const lines = lots.flatMap(({ no, serviceLines }) => serviceLines.map((line) => ({ no, line })));
  if (lines.length === 0) return;
  await tx.query(
    `INSERT INTO tender_service_line (tender_id, service_line_id) SELECT DISTINCT $1::uuid, g.line
     FROM jsonb_to_recordset($2::jsonb) AS g(line uuid) ON CONFLICT DO NOTHING`,
    [tender, JSON.stringify(lines)],
  );
  await tx.query(
    `INSERT INTO lot_service_line (lot_id, service_line_id) SELECT l.id, g.line
     FROM jsonb_to_recordset($2::jsonb) AS g(no integer, line uuid) JOIN lot l ON l.tender_id = $1 AND l.no = g.no ON CONFLICT DO NOTHING`,
    [tender, JSON.stringify(lines)],
  );
}

/** What the audit says of lots: which members are their own, not what they say. */
export const listOwnOfLots = (lots: readonly NumberedWords[]): { own?: { lot: number; members: string[] }[] } => {
  const own = lots
    .map((lot) => ({ lot: lot.no, members: listOwnMembers(lot) }))
    .filter(({ members }) => members.length > 0);
  return own.length > 0 ? { own } : {};
};

/** A line that a lot serves stays with its tender. @throws Problem `lot_has_line` */
export async function assertLinesOfLotsStay(tx: Tx, tender: string, lines: readonly string[]): Promise<void> {
  const kept = await tx.query<{ no: number; line: string }>(
    `SELECT l.no, s.service_line_id AS line FROM lot l JOIN lot_service_line s ON s.lot_id = l.id
     WHERE l.tender_id = $1 AND NOT (s.service_line_id = ANY ($2::uuid[])) ORDER BY l.no, s.service_line_id`,
    [tender, lines],
  );
  if (kept.length === 0) return;
  throw new Problem('lot_has_line', { facts: { lots: kept.map(({ no, line }) => ({ lot: no, serviceLine: line })) } });
}

/** Lines that a body says a purchase is for, with those that its lots are for: it does not take these away. */
export async function withLinesOfLots(tx: Tx, id: string, given: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ line: string }>(
    `SELECT DISTINCT s.service_line_id AS line FROM lot l JOIN lot_service_line s ON s.lot_id = l.id WHERE l.tender_id = $1`,
    [id],
  );
  return [...given, ...rows.map(({ line }) => line)];
}
