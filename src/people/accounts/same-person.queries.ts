/** SQL: the user or key in this column is the person $2; a key is the hand of who holds it. */
export const isSamePerson = (column: string): string =>
  `coalesce((SELECT holder_id FROM api_key WHERE id = ${column}), ${column})
    = coalesce((SELECT holder_id FROM api_key WHERE id = $2), $2)`;
