/** SQL: the documents of the registration in this column, the first first, as `RegistrationDocumentDto`. */
export const registrationDocumentsSql = (registration: string): string =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'mediaType', d.media_type, 'size', d.size, 'sha256', d.sha256,
      'createdAt', to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY d.created_at, d.id), '[]')
    FROM registration_document d WHERE d.registration_id = ${registration})`;
