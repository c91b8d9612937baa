/** SQL: the ids of the bodies that buy together with the buyer of the tender `t`, with their places `n`, as rows `j(id, n)`. */
const jointBuyerRowsSql = (
  t: string,
): string => `jsonb_array_elements_text(CASE jsonb_typeof(${t}.terms -> 'jointBuyers')
  WHEN 'array' THEN ${t}.terms -> 'jointBuyers' ELSE '[]' END) WITH ORDINALITY AS j(id, n)`;

/** SQL: those ids in their order, without that of the buyer; they stand from the issue on. */
export const jointBuyersSql = (t: string): string =>
  `ARRAY(SELECT j.id::uuid FROM ${jointBuyerRowsSql(t)} WHERE j.id::uuid IS DISTINCT FROM ${t}.buyer_id ORDER BY j.n)`;

/** SQL: the same with the buyer before them: all who buy. */
export const buyersSql = (t: string): string => `(${t}.buyer_id || ${jointBuyersSql(t)})`;

/** SQL: the ids of the tenders that one of these bodies, an array of texts, buys together with another; an index finds them. */
export const jointlyBoughtSql = (bodies: string): string =>
  `(SELECT j.id FROM tender j WHERE j.terms -> 'jointBuyers' ?| ${bodies})`;

/** SQL: the names of those bodies, in their order; null where nobody buys together with the buyer. */
export const jointBuyerNamesSql = (t: string): string =>
  `(SELECT string_agg(joint.name, '、' ORDER BY j.n) FROM ${jointBuyerRowsSql(t)}
    JOIN organisation joint ON joint.id = j.id::uuid AND joint.id IS DISTINCT FROM ${t}.buyer_id)`;
