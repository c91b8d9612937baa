/** SQL: award `a` of purchase `t` is public: of one that is conducted here, once it was published; what was recorded from elsewhere was. */
export const isToldSql = (a: string, t: string): string =>
  `(${a}.published_on IS NOT NULL OR ${t}.conducted <> 'here')`;
