import type { KeyPurpose } from '../tender-key.entity.js';
import { toInstant, type Instant, type LotInstant } from './instant.rules.js';

/** What the database says of a tender. */
export interface StoredRows {
  method: string | null;
  conducted: string;
  deadline_at: Date | null;
  lots: { id: string; no: number; state: string | null; round: number; finalDeadlineAt: string | null }[];
  keys: Partial<Record<KeyPurpose, string>>;
}

/**
 * Names of what the rows say otherwise than what was signed. `finalOffersOf`: the lot whose final offers are to be opened;
 * null: the bids of the tender are.
 */
export function compareRows(signed: Instant, rows: StoredRows, finalOffersOf: string | null): string[] {
  const fields: string[] = [];
  const compare = (name: string, isSame: boolean) => isSame || fields.push(name);
  compare('conducted', rows.conducted === 'here');
  compare('method', rows.method === signed.method);
  // What final offers wait for is their own deadline.
  compare('deadlineAt', finalOffersOf !== null || toInstant(rows.deadline_at) === signed.deadlineAt);
  compare('keys/identity', rows.keys.identity === signed.keys.identity);
  compare('keys/content', rows.keys.content === signed.keys.content);
  const listNames = (lots: readonly { id: string; no: number }[]) => lots.map(({ id, no }) => `${no} ${id}`).join();
  compare('lots', listNames(rows.lots) === listNames(signed.lots));
  for (const lot of rows.lots) {
    const known = signed.lots.find(({ id }) => id === lot.id);
    if (!known) continue;
    if (finalOffersOf === null) compare(`lots/${lot.no}/state`, lot.state !== 'open' || isSealed(known));
    else if (lot.id === finalOffersOf) {
      compare(`lots/${lot.no}/state`, known.suspendedAt === null && !known.ended && !known.finalOpened);
      compare(`lots/${lot.no}/round`, lot.round === known.round);
      compare(`lots/${lot.no}/finalDeadlineAt`, toInstant(lot.finalDeadlineAt) === known.finalDeadlineAt);
    }
  }
  return fields;
}

/** Its bids wait for their opening. */
export const isSealed = ({ suspendedAt, ended, opened }: LotInstant): boolean =>
  suspendedAt === null && !ended && !opened;
