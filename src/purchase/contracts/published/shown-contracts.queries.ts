/** SQL: the contract `r` is shown by its column as it stands, and not as published facts say otherwise. */
const isAsStored = (column: string, isWhole: string): string =>
  `(r.published_as IS NULL OR NOT r.published_as ? '${column}' OR (${isWhole}))`;
/** SQL: the contract `r` is shown by what published facts say of this column. */
const isAsPublished = (column: string, isWhole: string): string =>
  `r.published_as IS NOT NULL AND r.published_as ? '${column}' AND (${isWhole}) IS NOT TRUE`;

/** SQL: the contract `r` is shown as one of this body. `isWhole`: the caller is shown what was not published of it too. */
export const isOfSupplierSql = (body: string, isWhole: string): string => `
  (r.supplier_id = ${body} AND ${isAsStored('supplier_id', isWhole)}
   OR ${isAsPublished('supplier_id', isWhole)} AND (r.published_as ->> 'supplier_id')::uuid = ${body})`;

/**
 * SQL: the contract `r` is shown in this state, from the end on at which the list begins, as `stateSql` of other roots. Few contracts
 * are not published as they stand; they have an index of their own.
 */
export const isInStateSql = (state: string, { sort }: { sort?: string }, isWhole: string): string => {
  const [side, first, outer] = sort === '-created' ? ['<=', 'max', 'greatest'] : ['>=', 'min', 'least'];
  const boundSql = (condition: string): string => `(SELECT ${first}(s.created_at) FROM contract s WHERE ${condition})`;
  return `
  (r.state = ${state} AND ${isAsStored('state', isWhole)}
   OR ${isAsPublished('state', isWhole)} AND r.published_as ->> 'state' = ${state})
  AND r.created_at ${side} ${outer}(${boundSql(`s.state = ${state}`)}, ${boundSql('s.published_as IS NOT NULL')})`;
};
