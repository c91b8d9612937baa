/** SQL: the code of two halves that the request `r` led to can still be used. */
export const hasOpenCodeSql = (r: string): string =>
  `EXISTS (SELECT FROM setup_code c WHERE c.hash = ${r}.code_hash AND c.used_at IS NULL AND c.expires_at > clock_timestamp())`;

/** SQL: the same of the request with this id. */
export const isCodeOpenSql = (request: string): string =>
  `EXISTS (SELECT FROM account_request r WHERE r.id = ${request} AND ${hasOpenCodeSql('r')})`;
