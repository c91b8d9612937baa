import { declareContribution } from '../../../../kernel/contributions/contributed.js';
import type { Reader } from '../../../../kernel/database/reader.js';
import type { EnvelopeOutcome } from './register.rules.js';

/** SQL: when the final offers of a round of the talks of a lot were first called for; null: nobody called for them. */
export const firstCallSql = declareContribution<(lot: string, round: string) => string>('first call for final offers');

/** What the opening found of an envelope; null: it was not opened yet, or nothing is to be said of it. */
export async function findEnvelopeOutcome(reader: Reader, envelope: string): Promise<EnvelopeOutcome | null> {
  const [row] = await reader.query<{ outcome: EnvelopeOutcome }[]>(
    `SELECT outcome FROM envelope_check WHERE envelope_id = $1 ORDER BY id LIMIT 1`,
    [envelope],
  );
  return row?.outcome ?? null;
}

/**
 * The same of the final offer that a body made for a lot in a round of its talks. A receipt that says no round was given before
 * receipts said it: it is of the last talks whose final offers had been called for by then.
 */
export async function findOfferOutcome(
  reader: Reader,
  {
    lot,
    organisation,
    round = null,
    receivedAt,
  }: { lot: string; organisation: string; round?: number | null; receivedAt: string },
): Promise<EnvelopeOutcome | null> {
  const [row] = await reader.query<{ outcome: EnvelopeOutcome }[]>(
    `SELECT c.outcome FROM envelope_check c WHERE c.lot_id = $1 AND c.bidder_id = $2 AND c.round IS NOT NULL
       AND CASE WHEN $3::integer IS NULL THEN coalesce(${firstCallSql('c.lot_id', 'c.round')} <= $4::timestamptz, true)
         ELSE c.round = $3::integer END
     ORDER BY c.round DESC LIMIT 1`,
    [lot, organisation, round, receivedAt],
  );
  return row?.outcome ?? null;
}
