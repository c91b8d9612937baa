import { loadOwnSettings, removeOwnSettings } from '../../people/accounts/users/own-settings.js';
import { HOLD } from './notification-statements.js';

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
    `SELECT kind, task_id AS task, lot, due_on::text AS "dueOn", created_at AS "createdAt", read_at AS "readAt", mailed_at AS "mailedAt",
       ended_at AS "endedAt"
     FROM notification WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
    [user, MOST],
  );
  return { inbox: inbox ?? null, savedSearches, notifications };
});
