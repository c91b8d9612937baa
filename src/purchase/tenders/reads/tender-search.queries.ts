import type { Sql } from '../../../kernel/database/sql.js';
import { hasWordSql, splitWords } from '../../../kernel/http/lists/words.js';
import { invalid } from '../../../kernel/http/validation.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { jointlyBoughtSql } from '../conducted/terms/joint-buyers.queries.js';
import type { TenderQuery } from './tender.dto.js';

/** SQL: the business time at which the list is read. */
export const NOW = `(SELECT business_now())`;

const wordsSql = (root: string): string =>
  `${root}.title || ' ' || coalesce(${root}.project_no, '') || ' ' || coalesce(${root}.region_text, '')`;
/** SQL: what a search looks through of a public row; `public_tender_words` is an index on its grams. */
export const publicWordsSql = (root: string): string => `${wordsSql(root)} || ' ' || ${root}.names`;

/** SQL: the same of a tender `r` for who is concerned with it: the word stands in its own words, or in one of its names. */
const hasOwnWordSql = (word: string): string => {
  const holdsWordSql = (text: string) => `strpos(lower(${text}), lower(${word}::text)) > 0`;
  return `${holdsWordSql(wordsSql('r'))} OR r.buyer_id IN (SELECT o.id FROM organisation o WHERE ${holdsWordSql('o.name')})
    OR r.id IN ${jointlyBoughtSql(`ARRAY(SELECT o.id::text FROM organisation o WHERE ${holdsWordSql('o.name')})`)}
    OR EXISTS (SELECT FROM lot l WHERE l.tender_id = r.id AND ${holdsWordSql('l.name')})
    OR EXISTS (SELECT FROM tender_service_line s JOIN service_line n ON n.id = s.service_line_id WHERE s.tender_id = r.id AND ${holdsWordSql('n.name')})`;
};

/** SQL: one amount of a tender `r` or a public row `p` lies between these, of which one may be missing: its budget, or what a lot may cost. */
const hasAmountSql = (root: 'r' | 'p', from?: string, to?: string): string => {
  const rangeSql = (amount: string) =>
    [...(from ? [`${amount} >= ${from}::bigint`] : []), ...(to ? [`${amount} <= ${to}::bigint`] : [])].join(' AND ');
  return root === 'p'
    ? `${rangeSql('p.budget')} OR p.lot_amounts && int8range(${from ?? 'NULL'}::bigint, ${to ?? 'NULL'}::bigint, '[]')`
    : `${rangeSql('r.budget')} OR EXISTS (SELECT FROM lot l WHERE l.tender_id = r.id AND (${rangeSql('l.ceiling')} OR ${rangeSql('l.budget')}))`;
};

type Ranges = Pick<TenderQuery, 'amountFrom' | 'amountTo' | 'deadlineFrom' | 'deadlineTo'>;

/** Refuses ranges that begin behind their end. */
export function assertRanges({ amountFrom, amountTo, deadlineFrom, deadlineTo }: Ranges, base = ''): void {
  if (amountFrom && amountTo && parseYuan(amountFrom) > parseYuan(amountTo)) throw refuseRange(`${base}/amountFrom`);
  if (deadlineFrom && deadlineTo && deadlineFrom > deadlineTo) throw refuseRange(`${base}/deadlineFrom`);
}

const refuseRange = (pointer: string) =>
  invalid(pointer, 'range_reversed', { en: 'the range ends before it begins', zh: '范围的终点早于起点' });

/**
 * The filters by words, money and deadline of a tender `r` or a public row `p`. An index holds the grams of public rows;
 * own rows are found by their bodies.
 */
export function searchTenders(sql: Sql, query: TenderQuery, root: 'r' | 'p'): void {
  for (const word of query.q ? splitWords(query.q) : []) {
    const text = sql.p(word);
    sql.and(root === 'p' ? hasWordSql(publicWordsSql('p'), text) : hasOwnWordSql(text));
  }
  if (query.amountFrom || query.amountTo) {
    const [from, to] = [query.amountFrom, query.amountTo].map((yuan) => yuan && sql.p(String(parseYuan(yuan))));
    sql.and(hasAmountSql(root, from, to));
  }
  sql.when(query.deadlineFrom, (p) => `${root}.deadline_at > ${startOfDaySql(p, 0)}`);
  sql.when(query.deadlineTo, (p) => `${root}.deadline_at <= ${startOfDaySql(p, 1)}`);
  if (query.open !== undefined) sql.and((root === 'p' ? PUBLIC_OPEN : OWN_OPEN)[query.open]);
}

/** SQL: midnight before the day, or so many days later. What ends with a day ends at the midnight behind it. */
const startOfDaySql = (day: string, later: number): string =>
  `(${day}::date + ${later})::timestamp AT TIME ZONE 'Asia/Shanghai'`;

/** SQL: bids are taken until a deadline that is known and ahead; or it is open, and nobody knows until when. */
const OWN_OPEN = {
  true: `r.state = 'open' AND r.deadline_at > ${NOW}`,
  unknown: `r.state = 'open' AND r.deadline_at IS NULL`,
};
const PUBLIC_OPEN = {
  true: `p.state = 'open' AND p.state_until > ${NOW} AND p.state_until < 'infinity'`,
  unknown: `p.state = 'open' AND p.state_until = 'infinity'`,
};
