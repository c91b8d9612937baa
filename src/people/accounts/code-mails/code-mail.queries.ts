/** SQL: what became of the mail with the one-time code of the account in this column, as `CodeMailDto`; null where none was asked for. */
export const codeMailSql = (user: string): string =>
  `(SELECT jsonb_build_object('address', m.address_masked,
      'state', CASE WHEN m.sent_at IS NOT NULL THEN 'sent'
        WHEN m.sealed IS NULL OR EXISTS (SELECT FROM delivery d WHERE d.target_id = m.id AND d.state = 'dead') THEN 'failed' ELSE 'waiting' END,
      'askedAt', to_char(m.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    FROM code_mail m WHERE m.user_id = ${user})`;
