import { randomUUID } from 'node:crypto';
import { insertRow } from '../../../kernel/database/rows.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { removeTarget } from '../../../kernel/deliveries/targets.js';
import { CODE_MAIL } from '../acting/acting-kinds.js';
import { CodeMail } from './code-mail.entity.js';

/** Rows of which one statement takes the mailbox out, oldest first: more than are added. */
const SWEEP = 10;

interface NewCodeMail {
  user: string;
  askedBy: string | null;
  addressMasked: string;
  cover(id: string): Buffer;
}

/** The user's row is locked or new, and nothing is to be mailed to it any more. Mailboxes whose code has expired by now are forgotten. */
export async function insertCodeMail(tx: Tx, { user, askedBy, addressMasked, cover }: NewCodeMail): Promise<string> {
  await forgetMailboxes(tx, SWEEP);
  const id = randomUUID();
  await insertRow(tx, CodeMail, { id, userId: user, askedBy, sealed: cover(id), addressMasked, sentAt: null });
  tx.bindRow(CODE_MAIL, user, id);
  return id;
}

/** The account waits for no code by mail any more: it was used, ended, or another one took its place. */
export async function endCodeMail(tx: Tx, user: string): Promise<void> {
  for (const { id } of await tx.query<{ id: string }>(`DELETE FROM code_mail WHERE user_id = $1 RETURNING id`, [user]))
    await removeTarget(tx, id);
  // One whose row is not there just now is sent no longer either.
  tx.unbindKind(CODE_MAIL, user);
}

/** Mailboxes whose code has expired, oldest first and so many at most. Answers how many they were. */
export async function forgetMailboxes(tx: Tx, most: number): Promise<number> {
  const rows = await tx.query(
    `UPDATE code_mail SET sealed = NULL WHERE id IN (SELECT id FROM code_mail
       WHERE sealed IS NOT NULL AND asked_at < clock_timestamp() - interval '7 days' ORDER BY asked_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [most],
  );
  return rows.length;
}
