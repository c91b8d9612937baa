import { Injectable } from '@nestjs/common';
import { createHmac, randomInt } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../../kernel/config/keys.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { isSamePerson } from '../../../../people/accounts/same-person.queries.js';

const DIGITS = 6;
/** POLICY: of a million codes ten a day is a chance of one in 270 a year. */
const TRIES_A_DAY = 10;

/**
 * Whose code it was, and whether the caller issued it; or how many tries are left today of those whose it might have been;
 * null where nobody has a code.
 */
type Tried = { recipient: string; own: boolean } | { left: number } | null;

/**
 * Codes by which recipients confirm a service: six digits on a card. What lies in the database is their HMAC, bound to the
 * recipient. Wrong ones are counted by recipient and day; the recipients' rows are locked by whoever asks.
 */
@Injectable()
export class RecipientCodes {
  private readonly ring: KeyRing;

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'recipient code');
  }

  /** A new code in the place of the one before. */
  async issue(tx: Tx, recipient: string): Promise<string> {
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    await tx.query(
      `INSERT INTO recipient_code (recipient_id, code, issued_at, issued_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (recipient_id) DO UPDATE SET code = excluded.code, issued_at = excluded.issued_at,
         issued_by = excluded.issued_by, wrong = 0`,
      [recipient, computeHmac(this.ring[0].bytes, recipient, code), await tx.now(), tx.principal.id],
    );
    return code;
  }

  /** Tries a code on these recipients. A wrong one counts against each of them. */
  async tryCode(tx: Tx, recipients: readonly string[], code: string): Promise<Tried> {
    const rows = await tx.query<{ id: string; code: Buffer; wrong: number; own: boolean }>(
      `SELECT recipient_id AS id, code, CASE WHEN wrong_on = business_today() THEN wrong ELSE 0 END AS wrong,
         coalesce(${isSamePerson('issued_by')}, false) AS own
       FROM recipient_code WHERE recipient_id = ANY ($1::uuid[]) ORDER BY recipient_id`,
      [recipients, tx.principal.id],
    );
    if (rows.length === 0) return null;
    const open = rows.filter(({ wrong }) => wrong < TRIES_A_DAY);
    const right = open.find((row) => this.ring.some((key) => computeHmac(key.bytes, row.id, code).equals(row.code)));
    if (right) return { recipient: right.id, own: right.own };
    await tx.query(
      `UPDATE recipient_code SET wrong = CASE WHEN wrong_on = business_today() THEN wrong ELSE 0 END + 1, wrong_on = business_today()
       WHERE recipient_id = ANY ($1::uuid[])`,
      [open.map(({ id }) => id)],
    );
    return { left: Math.max(0, ...open.map(({ wrong }) => TRIES_A_DAY - wrong - 1)) };
  }
}

const computeHmac = (key: Buffer, recipient: string, code: string): Buffer =>
  createHmac('sha256', key)
    .update(`${recipient}|${code.replace(/\s/g, '')}`)
    .digest();
