import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PUBLIC, SYSTEM, type Principal } from '../../src/kernel/access/principal.js';
import { toScope } from '../../src/kernel/access/scope.js';
import type { TenderQuery } from '../../src/purchase/tenders/reads/tender.dto.js';
import { TendersQueries } from '../../src/purchase/tenders/reads/tenders.queries.js';
import { readCursorPlace } from '../../src/kernel/http/lists/list.js';
import { rebuildPublicLists } from '../../src/purchase/tenders/reads/public-lists.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { scaleRounds } from '../support/rounds.js';
import {
  amountsShown,
  columnShown,
  deadlineShown,
  namesShown,
  servesLine,
  SHOWN_OTHERWISE,
  shownBefore,
  stateAt,
} from './public-rule.js';

const TENDERS = 60;
/** Tenders that no change touches: one in each state that the list shows, whatever is drawn. */
const STEADY: Readonly<Record<number, string>> = { 52: 'open', 54: 'closed', 56: 'intent_published', 58: 'reviewed' };
const STEADY_CONFIRMED = 60;
const CHANGING = 51;
const REGIONS = ['990200', '990203', '990204', '310000'];
const STATES = [
  'draft',
  'in_review',
  'planned',
  'intent_published',
  'open',
  'suspended',
  'closed',
  'reviewed',
  'failed',
];
const DAYS = ['2025-11-03', '2025-11-10', '2025-11-20', '2025-12-01'];

const id = (kind: number, n: number): string =>
  `00000000-0000-4000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}`;
const BODY = 1;
const TENDER = 2;
const LINE = 3;
const PROGRAMME = 4;
const PERSON = id(5, 1);
const LOT = 6;

let app: TestApp;
let queries: TendersQueries;
const run = (sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(sql, params);

/** Tenders of every kind: half of them conducted here, three buyers, two agents, some with a witness. */
const SEED = [
  `INSERT INTO organisation (id, dataset, name, kind, region)
   SELECT ('00000000-0000-4000-8001-' || lpad(n::text, 12, '0'))::uuid, 'live', '单位' || n, 'bureau',
     (ARRAY['990203', '990204', '310000', '990200', '990203'])[n] FROM generate_series(1, 5) n`,
  `INSERT INTO app_user (id, login, name) VALUES ('${PERSON}', 'witness', '见证人')`,
  `INSERT INTO programme (id, dataset, buyer_id, name, year, calendar, source)
   SELECT ('00000000-0000-4000-8004-' || lpad(n::text, 12, '0'))::uuid, 'live', '${id(BODY, 1)}', '计划' || n, 2025, '{}', '{}'
   FROM generate_series(1, 2) n`,
  `INSERT INTO service_line (id, dataset, name, category, since)
   SELECT ('00000000-0000-4000-8003-' || lpad(n::text, 12, '0'))::uuid, 'live', '服务线' || n, 'ELDERLY_HOME_CARE', '2025-01-01'
   FROM generate_series(1, 2) n`,
  `INSERT INTO tender (id, dataset, ocid, purchase_id, conducted, buyer_id, agent_id, title, region, state, terms, plan, published, created_at)
   SELECT ('00000000-0000-4000-8002-' || lpad(n::text, 12, '0'))::uuid, CASE WHEN n % 5 = 0 THEN 'study' ELSE 'live' END, 'ocid-' || n,
     gen_random_uuid(), CASE WHEN n % 2 = 0 THEN 'here' ELSE 'elsewhere' END,
     ('00000000-0000-4000-8001-' || lpad((n % 3 + 1)::text, 12, '0'))::uuid,
     CASE WHEN n % 7 < 2 THEN ('00000000-0000-4000-8001-' || lpad((n % 7 + 4)::text, 12, '0'))::uuid END, '采购' || n, '990203',
     CASE WHEN n % 2 = 0 THEN 'draft' END, CASE WHEN n % 2 = 0 THEN '{}'::jsonb END, CASE WHEN n % 2 = 0 THEN '{}'::jsonb END,
     n % 3 = 0, timestamptz '2025-01-01' + n % 20 * interval '1 day' FROM generate_series(1, ${TENDERS}) n`,
  `INSERT INTO lot (id, tender_id, no)
   SELECT ('00000000-0000-4000-8006-' || lpad((n * 2 + no)::text, 12, '0'))::uuid, ('00000000-0000-4000-8002-' || lpad(n::text, 12, '0'))::uuid, no
   FROM generate_series(1, ${TENDERS}) n, generate_series(1, 2) no`,
  `INSERT INTO review (id, tender_id, lot_id, created_at) SELECT id, tender_id, id, '2025-11-01' FROM lot`,
  ...Object.entries(STEADY).map(
    ([n, state]) => `UPDATE tender SET state = '${state}', published = true WHERE id = '${id(TENDER, Number(n))}'`,
  ),
  `UPDATE tender SET state = 'reviewed', published = true WHERE id = '${id(TENDER, STEADY_CONFIRMED)}'`,
  `UPDATE lot SET state = 'reviewed' WHERE tender_id = '${id(TENDER, STEADY_CONFIRMED)}'`,
  `INSERT INTO lot_result (lot_id, review_id, delivered_at, runs_from, deems_at)
   SELECT id, id, '2025-10-01', '2025-10-01', '2025-10-20' FROM lot WHERE tender_id = '${id(TENDER, STEADY_CONFIRMED)}'`,
];

/** One change of what is stored, as some action, import or clock makes it. */
const instant = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: 0, max: 23 }))
  .map(([day, hour]) => `${day}T${String(hour).padStart(2, '0')}:00:00+08:00`);
const tender = fc.integer({ min: 1, max: CHANGING }).map((n) => id(TENDER, n));
const lot = fc.integer({ min: 3, max: CHANGING * 2 + 2 }).map((n) => id(LOT, n));
const body = fc.integer({ min: 1, max: 3 }).map((n) => id(BODY, n));
const perhaps = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const line = fc.integer({ min: 1, max: 2 }).map((n) => id(LINE, n));
const programme = fc.integer({ min: 1, max: 2 }).map((n) => id(PROGRAMME, n));
const region = fc.constantFrom(...REGIONS);
const method = fc.constantFrom('OPEN_TENDER', 'INQUIRY');
const category = fc.constantFrom('ELDERLY_HOME_CARE', 'CHILD_CARE');
const state = fc.constantFrom(...STATES);
const title = fc.constantFrom('采购养老', '意向 100%', '采购_托育');
const fen = fc.constantFrom('7', '1000', '1001', '10000');
const name = fc.constantFrom('助餐车', '采购', '养老 单位甲');
const amount = fc.constantFrom('0.07', '10.00', '15.00', '100.00');
const day = fc.constantFrom(...DAYS);
const intent = fc.record({
  title: fc.constantFrom('意向甲', '意向乙'),
  method: perhaps(method),
  category: perhaps(category),
  region: perhaps(region),
  budgetLevel: fc.constant(null),
  budget: perhaps(fc.constantFrom('100.00', '0.01', '199999.99')),
  window: fc.constant({ start: '2026-01', end: null }),
  serviceLines: fc.subarray([id(LINE, 1), id(LINE, 2)]),
  lots: fc.subarray([
    { no: 1, name: '意包 助餐', ceiling: '15.00' },
    { no: 2, name: null, ceiling: '100.00' },
    { no: 3, name: '意向甲' },
  ]),
  programme: perhaps(programme),
  termText: perhaps(fc.constant('一年')),
});

type Change = readonly [sql: string, ...values: unknown[]];
const of = (sql: string, ...values: fc.Arbitrary<unknown>[]): fc.Arbitrary<Change> =>
  fc.tuple(...values).map((given): Change => [sql, ...given]);
const change: fc.Arbitrary<Change> = fc.oneof(
  of(`UPDATE tender SET published = $2, version = version + 1 WHERE id = $1`, tender, fc.boolean()),
  of(
    `UPDATE tender SET state = CASE WHEN conducted = 'here' OR $2 <> 'draft' THEN $2 END, published_state = $3, suspended_from = NULL, published = true WHERE id = $1`,
    tender,
    state,
    perhaps(state),
  ),
  of(`UPDATE tender SET deadline_at = $2, updated_at = clock_timestamp() WHERE id = $1`, tender, perhaps(instant)),
  of(
    `UPDATE tender SET published_deadline_at = $2 WHERE id = $1 AND conducted = 'elsewhere'`,
    tender,
    fc.oneof(perhaps(instant), fc.constant('infinity')),
  ),
  of(
    `UPDATE tender SET title = $2, budget = $3 WHERE id = $1`,
    tender,
    title,
    perhaps(fc.constantFrom('1000', '2000')),
  ),
  of(
    `UPDATE tender SET method = $2, category = $3, region = $4, programme_id = $5, budget = 7 WHERE id = $1`,
    tender,
    perhaps(method),
    perhaps(category),
    perhaps(region),
    perhaps(programme),
  ),
  of(
    `UPDATE tender SET intended = $2, intended_draft = draft_no, published = true WHERE id = $1 AND conducted = 'here'`,
    tender,
    intent.map((said) => JSON.stringify(said)),
  ),
  of(`UPDATE tender SET revision = $2 WHERE id = $1 AND conducted = 'here'`, tender, perhaps(fc.constant(1))),
  of(`UPDATE tender SET state = 'reviewed', published = true WHERE id = $1 AND conducted = 'here'`, tender),
  of(`UPDATE tender SET state = 'open', published = true WHERE conducted = 'here' AND id IN ($1, $2)`, tender, tender),
  of(`UPDATE tender SET buyer_id = $2 WHERE id = $1`, tender, body),
  of(
    `UPDATE organisation SET name = $2 || right(id::text, 1) WHERE id = $1`,
    body,
    fc.constantFrom('单位', '单位甲', '助'),
  ),
  of(`UPDATE service_line SET name = $2 WHERE id = $1`, line, fc.constantFrom('线', '助餐线')),
  of(`UPDATE lot SET name = $2 WHERE id = $1`, lot, perhaps(name)),
  of(
    `INSERT INTO lot (tender_id, no, name) VALUES ($1, $2, $3) ON CONFLICT (tender_id, no) DO UPDATE SET name = EXCLUDED.name`,
    tender,
    fc.integer({ min: 8, max: 9 }),
    perhaps(name),
  ),
  of(`DELETE FROM lot WHERE tender_id = $1 AND no > 2`, tender),
  of(`UPDATE lot SET ceiling = $2, budget = $3 WHERE id = $1`, lot, perhaps(fen), perhaps(fen)),
  of(`UPDATE lot SET ceiling = $2 WHERE tender_id = $1`, tender, perhaps(fen)),
  of(`UPDATE lot SET state = $2 WHERE id = $1`, lot, fc.constantFrom('reviewed', 'confirmed', 'open')),
  of(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, tender),
  of(`INSERT INTO tender_service_line VALUES ($1, $2) ON CONFLICT DO NOTHING`, tender, line),
  of(`DELETE FROM tender_service_line WHERE tender_id = $1`, tender),
  of(
    `INSERT INTO lot_result (lot_id, review_id, delivered_at, runs_from, deems_at) VALUES ($1, $1, now(), now(), $2)
      ON CONFLICT (lot_id) DO UPDATE SET deems_at = EXCLUDED.deems_at`,
    lot,
    perhaps(instant),
  ),
  of(
    `INSERT INTO lot_result (lot_id, review_id, delivered_at, runs_from, deems_at) SELECT id, id, now(), now(), $2 FROM lot WHERE tender_id = $1 AND no <= 2
      ON CONFLICT (lot_id) DO UPDATE SET deems_at = EXCLUDED.deems_at`,
    tender,
    instant,
  ),
  of(
    `WITH l AS (UPDATE lot SET state = 'reviewed' WHERE tender_id = $1 AND no <= 2 RETURNING id), x AS (
       INSERT INTO lot_result (lot_id, review_id, delivered_at, runs_from, deems_at) SELECT id, id, now(), now(), $2 FROM l
       ON CONFLICT (lot_id) DO UPDATE SET deems_at = EXCLUDED.deems_at)
     UPDATE tender SET state = 'reviewed', published = true WHERE id = $1 AND conducted = 'here'`,
    tender,
    instant,
  ),
  of(`DELETE FROM lot_result WHERE lot_id = $1`, lot),
  of(
    `INSERT INTO challenge (dataset, tender_id, lot_id, received_at, grounds, requests, challenger_id, stage, scope, state, result, affects_result)
      VALUES ('live', $1, NULL, now(), '理由', '请求', '${id(BODY, 5)}', 'result', 'in_scope', 'answered', $2, $3)`,
    tender,
    fc.constantFrom('upheld', 'not_upheld'),
    fc.boolean(),
  ),
  of(`UPDATE challenge SET remedied_at = $2 WHERE tender_id = $1`, tender, perhaps(instant)),
  of(`UPDATE challenge SET result = 'not_upheld' WHERE tender_id = $1`, tender),
  of(
    `INSERT INTO complaint (dataset, tender_id, received_at, grounds, requests, complainant_id, stage, state, result, effect)
      VALUES ('live', $1, now(), '理由', '请求', '${id(BODY, 5)}', 'result', 'decided', 'upheld', $2)`,
    tender,
    fc.constantFrom('redo', 'none'),
  ),
  of(`UPDATE complaint SET remedied_at = $2 WHERE tender_id = $1`, tender, perhaps(instant)),
  of(`UPDATE complaint SET effect = 'none' WHERE tender_id = $1`, tender),
  of(
    `INSERT INTO tender_witness (tender_id, user_id, appointed_at) VALUES ($1, '${PERSON}', now()) ON CONFLICT DO NOTHING`,
    tender,
  ),
);

interface Caller {
  bodies: readonly number[];
  regions: readonly string[];
  person: boolean;
}
const PLACES: Readonly<Record<string, string>> = { '990203': '990203', '990200': '9902', '310000': '31' };
const principal = ({ bodies, regions, person }: Caller): Principal => ({
  kind: person ? 'user' : bodies.length + regions.length > 0 ? 'api_key' : 'public',
  id: person ? PERSON : null,
  permissions: new Set(),
  seats: [
    ...bodies.map((n) => ({
      organisation: id(BODY, n),
      role: 'bureau_officer',
      region: null,
      overseesRegion: false,
      permissions: new Set<string>(),
    })),
    ...regions.map((at) => ({
      organisation: id(BODY, 4),
      role: 'supervisor',
      region: at,
      overseesRegion: true,
      permissions: new Set<string>(),
    })),
  ],
});
const caller: fc.Arbitrary<Caller> = fc.record({
  bodies: fc.subarray([1, 2, 4, 5], { maxLength: 2 }),
  regions: fc.subarray(Object.keys(PLACES), { maxLength: 1 }),
  person: fc.boolean(),
});
const FILTERS: readonly fc.Arbitrary<TenderQuery>[] = [
  fc.record({ dataset: fc.constantFrom('live', 'study') }),
  fc.record({ buyer: fc.integer({ min: 1, max: 3 }).map((n) => id(BODY, n)) }),
  fc.record({ programme }),
  fc.record({ serviceLine: line }),
  fc.record({ method }),
  fc.record({ category }),
  fc.record({ region }),
  fc.record({ state: fc.constantFrom(...STATES, 'confirmed') }),
  fc.record({ q: fc.constantFrom('采购', '意', '养老 采购', '%', '_', '1', '助餐', '单位甲', '线 采购', '包') }),
  fc.record({ amountFrom: amount }),
  fc.record({ amountTo: amount }),
  fc.record({ deadlineFrom: day }),
  fc.record({ deadlineTo: day }),
  fc.record({ open: fc.constantFrom('true' as const, 'unknown' as const) }),
];
const query: fc.Arbitrary<TenderQuery> = fc
  .tuple(fc.integer({ min: 1, max: 25 }), fc.array(fc.oneof(...FILTERS), { maxLength: 2 }))
  .map(([limit, given]) => given.reduce<TenderQuery>((all, one) => ({ ...all, ...one }), { limit }))
  .filter((asked) => Number(asked.amountFrom ?? 0) <= Number(asked.amountTo ?? 1e6))
  .filter((asked) => (asked.deadlineFrom ?? '') <= (asked.deadlineTo ?? '9'));

type Filter = readonly [unknown, (p: string) => string];

/** The list as its statement stood before: ids with what is said of each, in their order, all pages in one. */
async function listBefore({ bodies, regions, person }: Caller, asked: TenderQuery): Promise<unknown[]> {
  const organisations = [...bodies, ...(regions.length > 0 ? [4] : [])].map((n) => id(BODY, n));
  const places = regions.map((at) => `${PLACES[at] ?? ''}%`);
  const insider = `coalesce(r.buyer_id = ANY ($1::uuid[]) OR r.agent_id = ANY ($1::uuid[]) OR r.region LIKE ANY ($2::text[])
    OR EXISTS (SELECT FROM organisation o WHERE o.id = r.buyer_id AND o.region LIKE ANY ($2::text[]))
    OR (business_now() > r.deadline_at AND EXISTS (SELECT FROM tender_witness w WHERE w.tender_id = r.id AND w.user_id = $3::uuid)), false)`;
  const filters: readonly Filter[] = [
    [asked.dataset, (p) => `r.dataset = ${p}`],
    [asked.buyer, (p) => `r.buyer_id = ${p}`],
    [asked.programme, (p) => `${columnShown('programme_id', insider)} = ${p}`],
    [asked.serviceLine, (p) => servesLine(p, insider)],
    [asked.method, (p) => `${columnShown('method', insider)} = ${p}`],
    [asked.category, (p) => `${columnShown('category', insider)} = ${p}`],
    [asked.region && `${asked.region.replace(/(00)+$/, '')}%`, (p) => `${columnShown('region', insider)} LIKE ${p}`],
    [asked.state, (p) => `${stateAt(insider, 'business_now()')} = ${p}`],
    ...(asked.q ?? '')
      .split(' ')
      .map((word): Filter => [
        word || undefined,
        (p) =>
          `position(${p}::text IN concat_ws(' ', ${['title', 'project_no', 'region_text'].map((c) => columnShown(c, insider)).join(', ')}, ${namesShown(insider)})) > 0`,
      ]),
    [
      (asked.amountFrom ?? asked.amountTo) && [asked.amountFrom ?? '0', asked.amountTo ?? '1000000'],
      (p) =>
        `EXISTS (SELECT FROM (${amountsShown(insider)}) a WHERE a.fen BETWEEN (${p}::text[])[1]::numeric * 100 AND (${p}::text[])[2]::numeric * 100)`,
    ],
    [asked.deadlineFrom, (p) => `${deadlineShown(insider)} > ${p}::timestamp AT TIME ZONE 'Asia/Shanghai'`],
    [asked.deadlineTo, (p) => `${deadlineShown(insider)} <= (${p}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`],
    [
      asked.open,
      (p) =>
        `${stateAt(insider, 'business_now()')} = 'open' AND (${p} = 'unknown') = (${deadlineShown(insider)} IS NULL)`,
    ],
  ];
  const isRange = asked.deadlineFrom !== undefined || asked.deadlineTo !== undefined;
  const params: unknown[] = [organisations, places, person ? PERSON : null];
  const where = filters.flatMap(([value, sql]) => (value === undefined ? [] : [sql(`$${params.push(value)}`)]));
  const rows = await run(
    `SELECT ${shownBefore(insider, 'business_now()')} AS said FROM tender r WHERE (r.published OR ${insider})
     ${where.map((sql) => `AND (${sql})`).join(' ')} ORDER BY ${isRange ? `${deadlineShown(insider)}, r.id` : 'r.created_at, r.id'}`,
    params,
  );
  return rows.map(({ said }) => said);
}

/** The list as it is, page by page, in the columns of the rule. */
async function listNow(who: Caller, asked: TenderQuery): Promise<unknown[]> {
  const said: unknown[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await queries.list(
      toScope(principal(who)),
      { ...asked, ...(cursor && { cursor }) },
      '/api/v1/tenders',
    );
    said.push(...page.items);
    expect(page.items.length).toBeLessThanOrEqual(asked.limit ?? 50);
    if (page.next === null) return said;
    cursor = new URL(page.next, 'http://localhost').searchParams.get('cursor') ?? '';
    expect(readCursorPlace(cursor)).toContain(page.items.at(-1)?.id);
  }
}

interface Said {
  id: string;
  version: number;
  title: string;
  method: string | null;
  category: string | null;
  region: string | null;
  programme_id: string | null;
  budget: number | null;
  window_start: string | null;
  term_text: string | null;
  state: string | null;
}
const yuan = (fen: number | null): string | null => (fen === null ? null : (fen / 100).toFixed(2));
const inWords = (rows: unknown[]) =>
  (rows as Said[]).map((row) => [
    row.id,
    row.version,
    row.title,
    row.method,
    row.category,
    row.region,
    row.programme_id,
    yuan(row.budget),
    row.window_start,
    row.term_text,
    row.state,
  ]);
const ofItems = (items: unknown[]) =>
  (
    items as {
      id: string;
      version: number;
      title: string;
      method: string;
      category: string;
      region: string;
      programme: string;
      budget: string;
      window: { start: string };
      termText: string;
      state: string;
    }[]
  ).map((item) => [
    item.id,
    item.version,
    item.title,
    item.method,
    item.category,
    item.region,
    item.programme,
    item.budget,
    item.window.start,
    item.termText,
    item.state,
  ]);

beforeAll(async () => {
  app = await startTestApp();
  queries = app.running.app.get(TendersQueries);
  for (const sql of SEED) await run(sql);
});
afterAll(() => app.close());

describe('the public list of tenders', () => {
  const listed = new Set<string>();
  let pages = 0;

  it('shows at every instant what the rule shows, after any sequence of changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async (changes) => {
        for (const [sql, ...values] of changes) await run(sql, values);
        expect(await run(SHOWN_OTHERWISE)).toEqual([]);
      }),
      { numRuns: scaleRounds(200) },
    );
  }, 600_000);

  it('is for every caller, filter and page what one statement with the rule answered', async () => {
    const rounds = fc.array(fc.tuple(caller, query), { minLength: 5, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 40 }),
        fc.constantFrom(...DAYS),
        rounds,
        async (changes, day, asked) => {
          for (const [sql, ...values] of changes) await run(sql, values);
          await setBusinessTime(app, `${day}T12:30:00+08:00`);
          for (const [who, filter] of asked) {
            const [before, now] = [inWords(await listBefore(who, filter)), ofItems(await listNow(who, filter))];
            expect(now).toEqual(before);
            pages += 1;
            for (const row of now) listed.add(String(row.at(-1)));
          }
        },
      ),
      { numRuns: scaleRounds(100) },
    );
    expect(pages).toBeGreaterThan(100);
    for (const row of ofItems(await listNow({ bodies: [], regions: [], person: false }, {}))) {
      listed.add(String(row.at(-1)));
    }
    expect([...listed]).toEqual(
      expect.arrayContaining(['open', 'closed', 'reviewed', 'confirmed', 'intent_published', 'null']),
    );
  }, 600_000);

  it('is for who oversees everything the list of all tenders', async () => {
    const all = await queries.list(toScope(SYSTEM), { limit: 200 }, '/api/v1/tenders');
    expect(all.items).toHaveLength(TENDERS);
    const shown = await queries.list(toScope(PUBLIC), { limit: 200 }, '/api/v1/tenders');
    expect(shown.items.length).toBeLessThan(TENDERS);
  });

  it('is written anew by the command, which changes nothing where nothing is amiss', async () => {
    expect(await rebuildPublicLists(app.dataSource)).toEqual({
      tenders: { published: expect.any(Number), changed: 0 },
    });
    await run(`UPDATE public_tender SET title = '别的' WHERE id IN (SELECT id FROM public_tender LIMIT 2)`);
    await run(`DELETE FROM public_tender WHERE id = (SELECT id FROM public_tender WHERE title <> '别的' LIMIT 1)`);
    expect((await run(SHOWN_OTHERWISE)).length).toBeGreaterThan(0);
    expect(await rebuildPublicLists(app.dataSource)).toMatchObject({ tenders: { changed: 3 } });
    expect(await run(SHOWN_OTHERWISE)).toEqual([]);
  });
});
