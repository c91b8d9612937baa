/** SQL: since when the mail server of a user's mailbox says that it takes nothing, in business time; null where it does not, or a new one was given since. */
export const mailboxRefusedSinceSql = (user: string): string => `(
  SELECT m.refused_at + coalesce((SELECT behind FROM business_time), interval '0')
  FROM mail_address m WHERE m.user_id = ${user} AND m.confirmed_at IS NULL)`;
