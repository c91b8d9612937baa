/** SQL: amendments of a contract that are in force, as JSON. */
export const amendmentDaysSql = (contract: string): string =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'changed', m.in_force_on, 'published', m.published_on) ORDER BY m.no), '[]')
    FROM contract_amendment m WHERE m.contract_id = ${contract} AND m.state = 'in_force')`;
