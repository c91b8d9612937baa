import { Injectable } from '@nestjs/common';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { randomSecret } from '../sessions/secrets.js';
import { FactorKeys } from './factor-keys.js';

/** How long a person may look for the app. */
export const TICKET_SECONDS = 300;
/** Rows deleted with each new one, oldest first: more than are added. */
const SWEEP = 10;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a client holds between the two halves of a sign-in. */
export interface Ticket {
  ticket: string;
  /** Its life, in seconds. */
  expiresIn: number;
}

/** Sign-ins that wait for their second factor. A ticket names its account, opens nothing alone and works once. */
@Injectable()
export class Tickets {
  constructor(private readonly keys: FactorKeys) {}

  async issue(tx: Tx, user: string): Promise<Ticket> {
    const ticket = `${user}.${randomSecret()}`;
    await deleteEndedTickets(tx, SWEEP);
    await tx.query(
      `INSERT INTO sign_in_ticket (hash, user_id, expires_at)
       VALUES ($1, $2, clock_timestamp() + $3 * interval '1 second')`,
      [this.keys.hashTicket(ticket)[0], user, TICKET_SECONDS],
    );
    return { ticket, expiresIn: TICKET_SECONDS };
  }

  /** The account that a ticket is open for, or null. */
  async findUser(reader: Reader, ticket: string): Promise<string | null> {
    const [user = ''] = ticket.split('.');
    if (!UUID.test(user)) return null;
    const [row] = await reader.query<{ user_id: string }[]>(
      `SELECT user_id FROM sign_in_ticket
       WHERE hash = ANY ($1::bytea[]) AND user_id = $2 AND expires_at > clock_timestamp()`,
      [this.keys.hashTicket(ticket), user],
    );
    return row?.user_id ?? null;
  }

  /** False where another request was faster. */
  async consume(tx: Tx, ticket: string): Promise<boolean> {
    const rows = await tx.query(
      `DELETE FROM sign_in_ticket WHERE hash = ANY ($1::bytea[]) AND expires_at > clock_timestamp() RETURNING hash`,
      [this.keys.hashTicket(ticket)],
    );
    return rows.length > 0;
  }
}

/** Tickets that open nothing any more, oldest first and so many at most. Answers how many they were. */
export async function deleteEndedTickets(tx: Tx, most: number): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM sign_in_ticket WHERE hash IN (SELECT hash FROM sign_in_ticket
       WHERE expires_at < clock_timestamp() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING user_id`,
    [most],
  );
  return rows.length;
}
