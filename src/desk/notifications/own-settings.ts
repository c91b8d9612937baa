import { loadOwnSettings, removeOwnSettings } from '../../people/accounts/users/own-settings.js';
import { DUE_ON, HOLD } from './notification-statements.js';

/** Of what somebody was told the newest so many stand in a copy of their data. */
const MOST = 1000;

/** With the account its inbox and its searches go, and what was told in it. */
removeOwnSettings.contribute(async (tx, user) => {
  await tx.query(HOLD, [user]);
  await tx.query(`DELETE FROM notification WHERE user_id = $1`, [user]);
  await tx.query(`DELETE FROM saved_search WHERE user_id = $1`, [user]);
  await tx.query(`DELETE FROM inbox WHERE user_id = $1`, [user]);
});

loadOwnSettings.contribute(async (tx, user) => {
  const [inbox] = await tx.query<{ muted: string[]; mail: string; lang: string }>(
    `SELECT muted, mail, lang FROM inbox WHERE user_id = $1`,
    [user],
  );
  const savedSearches = await tx.query<{ name: string; filters: object }>(
    `SELECT name, filters FROM saved_search WHERE user_id = $1 ORDER BY place`,
    [user],
  );
  const notifications = await tx.query<object>(
    `SELECT n.kind, n.task_id AS task, n.lot, (${DUE_ON})::text AS "dueOn", n.created_at AS "createdAt", n.read_at AS "readAt",
       n.mailed_at AS "mailedAt", n.ended_at AS "endedAt"
     FROM notification n WHERE n.user_id = $1 ORDER BY n.created_at DESC, n.id DESC LIMIT $2`,
    [user, MOST],
  );
  return { inbox: inbox ?? null, savedSearches, notifications };
});
