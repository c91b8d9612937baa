import { loadOwnSettings, removeOwnSettings } from '../../people/accounts/users/own-settings.js';
import { HOLD } from './notification-statements.js';

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
  return { inbox: inbox ?? null, savedSearches };
});
