import type { Scope } from '../../../kernel/access/scope.js';
import { regionWithinSql } from '../../../kernel/access/visible.js';
import { rootFilters, stateSql } from '../../../kernel/http/lists/root-filters.js';
import { Sql } from '../../../kernel/database/sql.js';
import { mergeBranches, selectPage, type Branch } from '../../../kernel/http/lists/branches.js';
import { findRootOrder, refuseSort, type RootOrder } from '../../../kernel/http/lists/root-order.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { TenderQuery } from './tender.dto.js';
import { assertRanges, NOW, searchTenders } from './tender-search.queries.js';
import { jointlyBoughtSql } from '../conducted/terms/joint-buyers.queries.js';
import { lotTermsSql } from '../conducted/terms/lot-terms.queries.js';
import { isInsider, isOutsider, overseesAll, TENDER_PARTIES } from './tender-visibility.js';
import { standingBodySql } from '../../../people/organisations/merges/standing-records.js';

/** SQL: what a list says of a tender that its row and its public row have alike. */
export const tenderColumnsSql = (root: string): string =>
  `${root}.id, ${root}.version, ${root}.dataset, ${root}.ocid, ${root}.purchase_id, ${root}.round, ${root}.conducted, ${root}.buyer_id,
   ${root}.title, ${root}.method, ${root}.category, ${root}.region, ${root}.region_text, ${root}.budget_level, ${root}.project_no,
   ${root}.budget, ${root}.programme_id, ${root}.window_start, ${root}.window_end, ${root}.term_text`;

/** SQL: the select list over the merged branches `r` and the buyer `b`. */
export const TENDER_COLUMNS = `${tenderColumnsSql('r')}, r.state, r.deadline_at::text AS deadline_at, r.published, b.name AS buyer_name, r.created_at::text AS created_at,
  r.updated_at::text AS updated_at`;

/** SQL: state of the tender `r` for who is concerned with it. */
export const OWN_STATE = `CASE WHEN r.conducted = 'here' AND r.state = 'reviewed' THEN lots_state_at(r.state, r.id, ${NOW})
  ELSE tender_state_at(r.state, r.deadline_at, ${NOW}) END`;
/** SQL: state of the tender whose public row is `p`, for everybody else. */
export const PUBLIC_STATE = `CASE WHEN p.state_until <= ${NOW} THEN p.state_after ELSE p.state END`;

/** The rows `r` of a page: those that the caller is concerned with, and the public rows of all others. */
export function selectTenders(sql: Sql, scope: Scope, query: TenderQuery) {
  assertRanges(query);
  const { at, direction } = findOrder(query);
  if (isOutsider(scope)) return selectPage(query, direction, selectPublic(scope, query, at, sql));
  if (overseesAll(scope)) return selectPage(query, direction, selectOwn(scope, query, at, sql));
  const own = selectOwn(scope, query, at, new Sql(sql));
  return mergeBranches(query, direction, own, selectPublic(scope, query, at, new Sql(sql)));
}

type At = RootOrder['at'] | 'deadline_at';

/**
 * By deadline what still has one before it: behind its deadline a tender is not open any more. A range of deadlines comes in
 * their order: any other would read all that lies before it.
 */
function findOrder(query: TenderQuery): RootOrder<At> {
  const isRange = query.deadlineFrom !== undefined || query.deadlineTo !== undefined;
  if (query.updatedSince !== undefined || (query.sort !== 'deadline' && !isRange)) return findRootOrder(query);
  if (isRange && query.sort !== 'deadline') refuseSort(query.sort, 'deadlineFrom/deadlineTo');
  if (!isRange && !asksOpen(query))
    throw invalid('/sort', 'only_of_open', {
      en: 'only tenders with state=open or open=true, or of a range of deadlines, are listed by deadline',
      zh: '只有 state=open、open=true 或限定截止时间范围的采购项目可按截止时间排序',
    });
  return { at: 'deadline_at', direction: 'ASC' };
}

/** What is open is found by state and end, few among all that were. */
const asksOpen = (query: TenderQuery): boolean => query.state === 'open' || query.open !== undefined;

function selectOwn(scope: Scope, query: TenderQuery, at: At, sql: Sql): Branch {
  filter(sql, query, 'r');
  sql.and(isInsider(sql, scope, TENDER_PARTIES));
  sql.when(
    query.serviceLine,
    (p) => `r.id IN (SELECT tender_id FROM tender_service_line WHERE service_line_id = ${p}::uuid)`,
  );
  sql.when(query.sme, (p) => hasPolicySql('r.id', p));
  sql.when(query.state, (p) => `${OWN_STATE} = ${p}`);
  const columns = `${tenderColumnsSql('r')}, ${OWN_STATE} AS state, r.deadline_at, r.published, r.created_at, r.updated_at`;
  const endless = at === 'deadline_at';
  const instant = endless ? `coalesce(r.deadline_at, 'infinity')` : `r.${at}`;
  return { table: 'tender', root: 'r', columns, at: instant, endless, sql, either: listBuyerParts(sql, query, 'r') };
}

function selectPublic(scope: Scope, query: TenderQuery, at: At, sql: Sql): Branch {
  filter(sql, query, 'p');
  sql.when(query.serviceLine, (p) => `p.service_lines @> ARRAY[${p}::uuid]`);
  sql.when(query.sme, (p) => `p.sme_kinds @> ARRAY[${p}]`);
  sql.when(query.state, (p, state) => {
    if (ENDING.includes(state)) return runningStateSql(p);
    return REACHED_BY_TIME.includes(state) ? reachedStateSql(p) : stateSql('public_tender', 'p', p, query);
  });
  if (!isOutsider(scope))
    sql.and(`NOT EXISTS (SELECT FROM tender r WHERE r.id = p.id AND (${isInsider(sql, scope, TENDER_PARTIES)}))`);
  const columns = `${tenderColumnsSql('p')}, ${PUBLIC_STATE} AS state, p.deadline_at, true AS published, p.created_at, p.updated_at`;
  const endless = at === 'deadline_at' && asksOpen(query);
  const instant = endless ? 'p.state_until' : `p.${at}`;
  const either = listBuyerParts(sql, query, 'p');
  return { table: 'public_tender', root: 'p', columns, at: instant, endless, sql, either };
}

/** SQL: a lot of the tender states this policy for small and medium enterprises in its documents. */
const hasPolicySql = (tender: string, kind: string): string =>
  `EXISTS (SELECT FROM tender t JOIN lot l ON l.tender_id = t.id
     WHERE t.id = ${tender} AND ${lotTermsSql('t', 'l')} #>> '{sme,kind}' = ${kind})`;

/** States that time alone may end. */
const ENDING: readonly string[] = ['intent_published', 'open', 'reviewed'];
/** Few are still in such a state among all that were. A range with two ends tells PostgreSQL so. */
const runningStateSql = (state: string): string =>
  `p.state = ${state} AND p.state_until > ${NOW} AND p.state_until <= 'infinity'`;
/** States that time alone may bring. */
const REACHED_BY_TIME: readonly string[] = ['closed', 'confirmed'];
const reachedStateSql = (state: string): string =>
  `p.state = ${state} OR p.state_after = ${state} AND p.state_until <= ${NOW}`;

/** What a body buys alone or first, in the order of an index, and the little that it buys together with another. */
function listBuyerParts(sql: Sql, { buyer }: TenderQuery, root: 'r' | 'p'): string[] | undefined {
  if (buyer === undefined) return undefined;
  const body = standingBodySql(`${sql.p(buyer)}::uuid`);
  const joint =
    root === 'p'
      ? `p.joint_buyers <> '{}' AND p.joint_buyers @> ARRAY[${body}]`
      : `r.buyer_id IS DISTINCT FROM ${body} AND r.id = ANY (ARRAY${jointlyBoughtSql(`ARRAY[${body}::text]`)})`;
  return [`${root}.buyer_id = ${body}`, joint];
}

/** The filters of the list by columns that a tender and its public row have alike. */
function filter(sql: Sql, query: TenderQuery, root: 'r' | 'p'): void {
  rootFilters(sql, 'tender', query, root);
  sql.when(query.purchase, (p) => `${root}.purchase_id = ${p}`);
  sql.when(query.programme, (p) => `${root}.programme_id = ${p}`);
  sql.when(query.method, (p) => `${root}.method = ${p}`);
  sql.when(query.category, (p) => `${root}.category = ${p}`);
  if (query.region) sql.and(regionWithinSql(sql, `${root}.region`, query.region));
  searchTenders(sql, query, root);
}
