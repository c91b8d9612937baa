import { NOW, publicWordsSql } from './tender-search.queries.js';
import { standingBodySql } from '../../../people/organisations/merges/standing-records.js';

/** SQL: the words of a published tender, as filters that were kept look through them. */
export const tenderWordsSql = (tender: string): string => `lower(${publicWordsSql(tender)})`;

/** SQL: filters of the list of tenders that were kept as JSON (of `q` the words, one space between two), each a column of its own. */
export const soughtColumnsSql = (filters: string): string => {
  const text = (name: string) => `${filters} ->> '${name}'`;
  return `string_to_array(lower(${text('q')}), ' ') AS sought_words, ${text('dataset')} AS dataset, ${standingBodySql(`(${text('buyer')})::uuid`, 'organisations')} AS buyer,
    (${text('programme')})::uuid AS programme, (${text('serviceLine')})::uuid AS service_line, ${text('method')} AS method,
    ${text('category')} AS category, regexp_replace(${text('region')}, CASE WHEN length(${text('region')}) > 6 THEN '(000)+$' ELSE '(00)+$' END, '') AS within,
    ${text('sme')} AS sme, ((${text('amountFrom')})::numeric * 100)::bigint AS amount_from, ((${text('amountTo')})::numeric * 100)::bigint AS amount_to,
    (${text('deadlineFrom')})::timestamp AT TIME ZONE 'Asia/Shanghai' AS deadline_after,
    ((${text('deadlineTo')})::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS deadline_until, ${text('open')} AS open`;
};

/** SQL: what is published of the tender (`published_tenders`, with its `words`) fits the filters in these columns, as the list does. */
export const fitsSearchSql = (tender: string, sought: string): string => {
  // The database makes no range from more to less, which finds nothing.
  const amounts = `CASE WHEN ${sought}.amount_from > ${sought}.amount_to THEN NULL ELSE int8range(${sought}.amount_from, ${sought}.amount_to, '[]') END`;
  const fits = (column: string, condition: string) => `(${sought}.${column} IS NULL OR ${condition})`;
  return [
    ...['dataset', 'method', 'category'].map((name) => fits(name, `${tender}.${name} = ${sought}.${name}`)),
    fits('buyer', `${tender}.buyer_id = ${sought}.buyer OR ${sought}.buyer = ANY (${tender}.joint_buyers)`),
    fits('programme', `${tender}.programme_id = ${sought}.programme`),
    fits('service_line', `${sought}.service_line = ANY (${tender}.service_lines)`),
    fits('within', `starts_with(${tender}.region, ${sought}.within)`),
    fits('sme', `${sought}.sme = ANY (${tender}.sme_kinds)`),
    `coalesce(${sought}.amount_from, ${sought}.amount_to) IS NULL OR ${tender}.budget <@ ${amounts} OR ${tender}.lot_amounts && ${amounts}`,
    fits('deadline_after', `${tender}.deadline_at > ${sought}.deadline_after`),
    fits('deadline_until', `${tender}.deadline_at <= ${sought}.deadline_until`),
    fits(
      'open',
      `${tender}.state = 'open' AND CASE ${sought}.open WHEN 'true' THEN ${tender}.state_until > ${NOW} AND ${tender}.state_until < 'infinity'
         ELSE ${tender}.state_until = 'infinity' END`,
    ),
    `NOT EXISTS (SELECT FROM unnest(${sought}.sought_words) AS word WHERE strpos(${tender}.words, word) = 0)`,
  ]
    .map((condition) => `(${condition})`)
    .join(' AND ');
};
