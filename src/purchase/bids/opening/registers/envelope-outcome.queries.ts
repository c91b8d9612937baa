import type { Reader } from '../../../../kernel/database/reader.js';
import type { EnvelopeOutcome } from './register.rules.js';

/** What the opening found of an envelope; null: it was not opened yet, or nothing is to be said of it. */
export async function findEnvelopeOutcome(reader: Reader, envelope: string): Promise<EnvelopeOutcome | null> {
  const [row] = await reader.query<{ outcome: EnvelopeOutcome }[]>(
    `SELECT outcome FROM envelope_check WHERE envelope_id = $1 ORDER BY id LIMIT 1`,
    [envelope],
  );
  return row?.outcome ?? null;
}

/** The same of the final offer that a body made last for a lot. */
export async function findOfferOutcome(reader: Reader, lot: string, body: string): Promise<EnvelopeOutcome | null> {
  const [row] = await reader.query<{ outcome: EnvelopeOutcome }[]>(
    `SELECT outcome FROM envelope_check WHERE lot_id = $1 AND bidder_id = $2 AND round IS NOT NULL ORDER BY round DESC LIMIT 1`,
    [lot, body],
  );
  return row?.outcome ?? null;
}
