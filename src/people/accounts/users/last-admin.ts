import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';

/** True where this user is an active administrator and no other one is. */
export async function isLastAdmin(tx: Tx, id: string): Promise<boolean> {
  // Two administrators who act on each other hold different rows; this makes the second one look after the first.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('throughline last administrator', 0))`);
  const [answer] = await tx.query<{ last: boolean }>(
    `SELECT EXISTS (SELECT FROM seat s JOIN app_user u ON u.id = s.user_id
                    WHERE s.role = 'admin' AND u.state = 'active' AND u.id = $1)
        AND NOT EXISTS (SELECT FROM seat s JOIN app_user u ON u.id = s.user_id
                        WHERE s.role = 'admin' AND u.state = 'active' AND u.id <> $1) AS last`,
    [id],
  );
  return answer?.last === true;
}

/** @throws Problem `last_admin`: without an administrator nobody could make one. */
export async function refuseLastAdmin(tx: Tx, id: string): Promise<void> {
  if (await isLastAdmin(tx, id)) throw new Problem('last_admin');
}
