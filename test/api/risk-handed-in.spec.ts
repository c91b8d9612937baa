import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Keys } from '../../src/kernel/config/keys.js';
import { shippedCalendar } from '../../src/law/calendars/shipped-calendar.js';
import { loadBidContents } from '../../src/purchase/bids/handed-in/handed-in.queries.js';
import { loadMarketLots } from '../../src/watch/screening/markets/market.queries.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  issueTender,
  makeBidders,
  offer,
  OPEN_TENDER,
  openTenderBids,
  type Bidder,
  type Issued,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import type { Flag } from '../support/flag-desk.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';
import { awardCheapest, reviewOpened } from '../support/unit-prices.js';

interface Assessed {
  indicator: string;
  state: string;
  severity: string;
  value: string | null;
  basis: { kind: string; article?: string };
  explanation: string;
  reason: { code?: string; missing?: string[] } | null;
  evidence: { record: string; field: string; value: string }[];
}

/** One of a kind, so that it can be looked for in everything that is stored. */
const SHARED = { person: '欧阳测试甲', phone: '010-55557731', mail: 'shared@example.org', hash: '7e'.repeat(32) };

const own = (n: number, price: string, change: object = {}) => ({
  ...offer(price),
  team: [{ name: `督导测试${'甲乙丙丁戊'[n]}`, role: '督导' }],
  contacts: [{ name: `联系测试${'甲乙丙丁戊'[n]}`, phone: `010-5555100${n}` }],
  documents: [{ name: '方案.pdf', sha256: String(n).repeat(64), size: 4_096 }],
  ...change,
});

describe('what was handed in for a purchase conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let world: RiskWorld;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await makeBidders(app, 4);
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor');
  });
  afterAll(() => app.close());

  const assessed = async (lot: string, indicator: string): Promise<Assessed> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=lot:${lot}&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Assessed[] }).items[0] as Assessed;
  };
  const flagged = async (tender: string): Promise<string[]> => {
    const { body } = await app.http.get('/api/v1/risk/flags?limit=200').set(supervisor.auth).expect(200);
    const { items } = body as { items: { indicator: string; rootCause: { id: string } }[] };
    return items
      .filter(({ rootCause, indicator }) => rootCause.id === tender && indicator.startsWith('C'))
      .map(({ indicator }) => indicator)
      .sort();
  };
  /** An open tender of one lot with these bids, before its opening; some were withdrawn. */
  const sealed = async (contents: readonly object[], withdrawn: readonly number[] = []) => {
    await setInstant(app, '2025-11-03T01:00:00Z');
    const { tender, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    const lot = lots[0] as string;
    for (const [i, content] of contents.entries()) {
      const bid = await Bidding.submitted(app, bidders[i] as Bidder, lot, content);
      if (withdrawn.includes(i)) expect((await bid.act('withdraw')).status).toBe(200);
    }
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    return { tender, lot };
  };
  const kept = async (): Promise<string> => {
    const tables = ['assessment', 'answer_set', 'risk_subject', 'flag', 'flag_subject', 'flag_event', 'flag_ask'];
    const rows = await Promise.all(
      tables.map((table) => app.dataSource.query<object[]>(`SELECT to_jsonb(t) AS row FROM ${table} t`)),
    );
    return JSON.stringify(rows);
  };

  it('is compared once the bids are opened and not before, and nobody is named', async () => {
    const contact = { name: SHARED.person, phone: SHARED.phone, email: SHARED.mail };
    const { tender, lot } = await sealed([
      own(0, '380000.00', {
        documents: [{ name: '方案.pdf', sha256: SHARED.hash, size: 4_096 }],
        contacts: [contact],
      }),
      own(1, '371000.00', {
        documents: [{ name: '投标文件.pdf', sha256: SHARED.hash, size: 4_096 }],
        contacts: [{ ...contact, phone: '+86 (010) 5555 7731', email: 'Shared@Example.org' }],
      }),
      own(2, '365000.00'),
    ]);
    for (const indicator of ['C01', 'C02', 'C03', 'C09', 'C12', 'C13', 'C15'])
      expect(await assessed(lot, indicator)).toMatchObject({ state: 'insufficient_data', evidence: [] });
    expect(await flagged(tender)).toEqual([]);

    await openTenderBids(app, bureau, tender);
    const file = await assessed(lot, 'C01');
    expect(file).toMatchObject({ state: 'triggered', value: '1', basis: { kind: 'law', article: '第三十七条(一)' } });
    expect(file.evidence.map(({ value }) => value)).toEqual([
      `SHA-256 ${SHARED.hash.slice(0, 16)}…`,
      `SHA-256 ${SHARED.hash.slice(0, 16)}…`,
    ]);
    expect(await assessed(lot, 'C02')).toMatchObject({ state: 'triggered', value: '1', severity: 'risk' });
    expect(await assessed(lot, 'C03')).toMatchObject({ state: 'triggered', value: '1', severity: 'risk' });
    expect(await flagged(tender)).toEqual(['C01', 'C02', 'C03']);
    // The system itself takes no late bid; how each fared is told with the result.
    expect(await assessed(lot, 'C15')).toMatchObject({ state: 'clear' });
    expect(await assessed(lot, 'C12')).toMatchObject({ state: 'insufficient_data', reason: { missing: ['statuses'] } });
    expect(await assessed(lot, 'C13')).toMatchObject({ state: 'insufficient_data', reason: { missing: ['winners'] } });
    expect(await assessed(lot, 'C09')).toMatchObject({ state: 'insufficient_data', reason: { code: 'few_meetings' } });

    const stored = await kept();
    for (const secret of [SHARED.person, '55557731', SHARED.mail, '督导测试', '联系测试'])
      expect(stored.includes(secret)).toBe(false);
    const before = await world.stored();
    await world.reassess();
    expect(await world.stored()).toEqual(before);
  });

  it('is clear where each has its own, and who withdrew has handed in nothing', async () => {
    const { tender, lot } = await sealed(
      [own(0, '380000.00'), own(1, '371000.00'), own(2, '365000.00'), own(0, '360000.00')],
      [3],
    );
    await openTenderBids(app, bureau, tender);
    expect(await assessed(lot, 'C03')).toMatchObject({ state: 'clear', value: '0', evidence: [] });
    // All came from one address, which is cited and triggers nothing.
    const contacts = await assessed(lot, 'C02');
    expect(contacts).toMatchObject({ state: 'clear', value: '0' });
    expect(contacts?.evidence.map(({ field }) => field)).toEqual(['network', 'network', 'network']);
    expect(new Set(contacts?.evidence.map(({ value }) => value)).size).toBe(1);
    // The files are named and were not uploaded: nobody knows what they say of how they were made.
    expect(await assessed(lot, 'C01')).toMatchObject({ state: 'insufficient_data', evidence: [] });
    expect(await flagged(tender)).toEqual([]);
  });

  it('of bids that came through an unlisted proxy knows no network, and says so; of the others it does', async () => {
    const through = (bidder: Bidder, address: string): Bidder => {
      const auth: Bidder['user']['auth'] & Record<string, string> = { ...bidder.user.auth, 'X-Forwarded-For': address };
      return { ...bidder, user: { ...bidder.user, auth } };
    };
    await setInstant(app, '2025-11-03T01:00:00Z');
    const { tender, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    const lot = lots[0] as string;
    // One address that the proxy names for two, the proxy's own for all of them: neither is anybody's.
    for (const [i, price] of ['380000.00', '371000.00'].entries())
      await Bidding.submitted(app, through(bidders[i] as Bidder, '203.0.113.5'), lot, own(i, price));
    await Bidding.submitted(app, bidders[2] as Bidder, lot, own(2, '365000.00'));
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    await openTenderBids(app, bureau, tender);
    const found = await assessed(lot, 'C02');
    expect(found).toMatchObject({ state: 'clear', value: '0' });
    expect(found.evidence.filter(({ field }) => field === 'network')).toEqual([]);
    expect(found.explanation).toContain('From which network 2 of the 3 bids came is not known');
    expect(found.explanation).not.toContain('came from one network address');
    const networks = await app.dataSource.query<{ n: number; unknown: number }[]>(
      `SELECT count(*)::int AS n, count(*) FILTER (WHERE o.network IS NULL)::int AS unknown
       FROM bid_origin o JOIN bid b ON b.id = o.bid_id WHERE b.lot_id = $1`,
      [lot],
    );
    expect(networks).toEqual([{ n: 3, unknown: 2 }]);
    expect(await kept()).not.toContain('203.0.113.5');
  });

  it('counts the bid that stands, not the one that it replaced', async () => {
    await setInstant(app, '2025-11-03T01:00:00Z');
    const { tender, lots } = await issueTender(app, bureau, {
      ...OPEN_TENDER,
      lots: [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }],
    });
    const lot = lots[0] as string;
    const first = await Bidding.submitted(app, bidders[0] as Bidder, lot, own(1, '380000.00'));
    await Bidding.submitted(app, bidders[1] as Bidder, lot, own(1, '371000.00'));
    await Bidding.submitted(app, bidders[2] as Bidder, lot, own(2, '365000.00'));
    await setInstant(app, '2025-11-04T01:00:00Z');
    expect((await first.act('submit', { content: own(0, '379000.00') })).status).toBe(200);
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    await openTenderBids(app, bureau, tender);
    for (const indicator of ['C02', 'C03'])
      expect(await assessed(lot, indicator)).toMatchObject({ state: 'clear', value: '0' });
    expect(await assessed(lot, 'C01')).toMatchObject({ state: 'insufficient_data' });
    const reader = { query: <T>(sql: string, params: unknown[]) => app.dataSource.query<T[]>(sql, params) };
    const bids = await loadBidContents(reader, [lot], app.running.app.get(Keys).identity);
    const [again] = bids.filter(({ bidder }) => bidder === bidders[0]?.body);
    expect(again?.firstReceivedAt).toMatch(/^2025-11-03T01:00:00/);
    expect(again?.receivedAt).toMatch(/^2025-11-04T01:00:00/);
  });

  describe('in several purchases that were opened and scored', () => {
    const ALL = ['C01', 'C02', 'C03', 'C09', 'C10', 'C12', 'C13', 'C15'];
    const PLAN_2026 = {
      ...{ issueOn: '2026-03-02', documentsTo: '2026-03-09', noticeTo: '2026-03-09' },
      deadlineAt: '2026-03-30T09:30:00+08:00',
    };
    /** In the order of the days on which the first and, two minutes later, the second bidder come; of the last one the second is none. */
    const TOGETHER = [0, 1, 2, 5, 6, 3];
    const WITHOUT = 4;
    const PRICES = ['380000.00', '371000.00', '365000.00', '390000.00', '368000.00'];
    let rivals: Bidder[];
    let reviewers: TestAccount[];
    let purchases: Issued[];
    /** Criterion 2 and 3, the cheapest bid first: every second member gives a point less for the former. */
    const POINTS = (member: number, bid: number): [string, string] => [String(46 - 4 * bid - (member % 2)), '24'];
    const lotOf = (n: number, no = 1): string => purchases[n]?.lots[no - 1] ?? '';
    /** From the check of conformity, which the rejected do not pass, to the published result. */
    const award = async (
      n: number,
      rejected: (found: Reviewing) => string[],
      points: (member: number, bid: number) => [string, string] = () => ['40', '24'],
    ): Promise<void> => {
      const found = await reviewOpened(app, (purchases[n] as Issued).draft, reviewers);
      const out = rejected(found);
      await found.conform(out);
      found.offers.splice(0, found.offers.length, ...found.offers.filter(({ bid }) => !out.includes(bid)));
      await found.scored(points);
      for (const by of found.seated()) await found.must('signatures', {}, by);
      await found.must('actions/report', {}, reviewers[0] as TestAccount);
      await awardCheapest(found, bureau);
    };

    beforeAll(async () => {
      rivals = await makeBidders(app, 5);
      reviewers = await makeReviewers(app, 5);
      await setInstant(app, '2026-03-02T01:00:00Z');
      purchases = [];
      for (let n = 0; n < 7; n++) {
        const lots = [{ no: 1, ceiling: '400000.00', pricing: 'competitive' }];
        const more = { method: 'OPEN_TENDER', plan: PLAN_2026, window: { start: '2026-06-01', end: '2027-05-31' } };
        purchases.push(
          await issueTender(app, bureau, { ...more, lots: n === 0 ? [...lots, { ...lots[0], no: 2 }] : lots }),
        );
      }
      const submit = async (n: number, i: number, at: number) => {
        await setInstant(app, new Date(at).toISOString());
        const price = n === WITHOUT && i === 0 ? '160000.00' : (PRICES[i] ?? '');
        await Bidding.submitted(app, rivals[i] as Bidder, lotOf(n), own(i, price));
      };
      for (const [day, n] of [...TOGETHER, WITHOUT].entries())
        for (const i of n === WITHOUT ? [0] : [0, 1]) await submit(n, i, Date.UTC(2026, 2, 3 + day, 1, 2 * i));
      // The others at an hour of their own.
      for (const [minute, n] of [...TOGETHER, WITHOUT].entries())
        for (const i of n === WITHOUT ? [2, 3, 4] : [2]) await submit(n, i, Date.UTC(2026, 2, 20, 1 + i, minute));
      await setInstant(app, '2026-03-30T01:30:00.000001Z');
      expect(await assessed(lotOf(4), 'C10')).toMatchObject({ state: 'insufficient_data' });
      for (const { tender } of purchases) await openTenderBids(app, bureau, tender);
    });

    it('is not applicable to a lot that nobody bid for, by every rule that compares bids', async () => {
      for (const indicator of ALL)
        expect([indicator, await assessed(lotOf(0, 2), indicator)]).toMatchObject([
          indicator,
          { state: 'not_applicable', reason: { code: 'no_bids' } },
        ]);
    });

    it('is found to come in in one order purchase after purchase, and not before that is more than chance', async () => {
      expect(await assessed(lotOf(6), 'C09')).toMatchObject({
        state: 'insufficient_data',
        reason: { code: 'few_meetings', meetings: 5, smallestP: '0.0500000' },
      });
      const found = await assessed(lotOf(3), 'C09');
      expect(found).toMatchObject({ state: 'triggered', value: '0.00833333', severity: 'notice' });
      expect(found.explanation).toContain('In 6 of the 6 purchases in which both bid');
      expect(found.evidence).toHaveLength(12);
      const here = found.evidence.filter(({ record }) => record === `lot:${lotOf(3)}`);
      expect(here.map(({ value }) => value).sort()).toEqual(['00', '02'].map((m) => `2026-03-08T01:${m}:00.000000Z`));
      expect(await flagged(purchases[3]?.tender ?? '')).toEqual(['C09']);
      // The third does not come within minutes of the first.
      expect(await assessed(lotOf(4), 'C09')).toMatchObject({ state: 'clear' });
      expect(await flagged(purchases[4]?.tender ?? '')).toEqual(['C10']);
    });

    it('tells a bidder that is asked when its own bids came in, purchase by purchase, and not when others did', async () => {
      const { body } = await app.http.get('/api/v1/risk/flags?indicator=C09').set(supervisor.auth).expect(200);
      const [flag] = (body as { items: { id: string; version: number }[] }).items;
      const asked = [rivals[0], rivals[2]].map((rival) => rival?.body);
      await app.http
        .post(`/api/v1/risk/flags/${flag?.id}/actions/assign`)
        .set(supervisor.auth)
        .set('If-Match', `"${flag?.version}"`)
        .send({ askOrganisations: asked })
        .expect(200);
      const read = async (rival: Bidder | undefined) => {
        const seen = await app.http
          .get(`/api/v1/risk/flags/${flag?.id}`)
          .set((rival as Bidder).user.auth)
          .expect(200);
        const [found] = (seen.body as Flag).evidence ?? [];
        return { own: found?.evidence ?? [], kept: found?.withheld.map(({ field, why }) => [field, why]) };
      };
      const { own: receipts, kept: others } = await read(rivals[0]);
      expect(receipts.map(({ record, value }) => [record, value]).sort()).toEqual(
        TOGETHER.map((n, day) => [`lot:${lotOf(n)}`, `2026-03-0${3 + day}T01:00:00.000000Z`]).sort(),
      );
      expect(others).toEqual([['receivedAt', 'other_body']]);
      // Who is not of the pair reads none of these instants.
      expect(await read(rivals[2])).toEqual({ own: [], kept: others });
    });

    it('is a low price by its shares of the ceiling, and none where prices lie together', async () => {
      const low = await assessed(lotOf(4), 'C10');
      expect(low).toMatchObject({ state: 'triggered', value: '1', basis: { kind: 'law' } });
      expect(await assessed(lotOf(3), 'C10')).toMatchObject({ state: 'clear' });
    });

    it('is judged by who was rejected once the result is published', async () => {
      await award(3, () => [], POINTS);
      expect(await assessed(lotOf(3), 'C12')).toMatchObject({ state: 'clear', value: '0' });
      expect(await assessed(lotOf(3), 'C13')).toMatchObject({ state: 'clear', value: '2' });
      await award(4, ({ bids }) => bids.slice(0, 1));
      expect(await assessed(lotOf(4), 'C12')).toMatchObject({ state: 'triggered', value: '1' });
      expect(await assessed(lotOf(4), 'C13')).toMatchObject({ state: 'clear', value: '2' });
      expect(await flagged(purchases[4]?.tender ?? '')).toEqual(['C10', 'C12']);
    });

    it('has for N11 the mean of what the panel entered, without the points for the price, once the result is published', async () => {
      const { running, dataSource } = app;
      const reader = { query: <T>(sql: string, params: unknown[]) => dataSource.query<T[]>(sql, params) };
      const context = {
        ...{ calendar: shippedCalendar(), today: '2026-03-30' },
        identity: running.app.get(Keys).identity,
      };
      const [place] = await dataSource.query<{ market: string }[]>(
        `SELECT market_id AS market FROM market_lot WHERE lot_id = $1`,
        [lotOf(3)],
      );
      const lots = await loadMarketLots(reader, place?.market ?? '', context);
      const read = (n: number) =>
        Object.fromEntries(
          lots.find(({ id }) => id === lotOf(n))?.lot.bids.map(({ price, technical }) => [price, technical]) ?? [],
        );
      // Of five members three gave 46, 42 and 38 for the second criterion, two a point less; 24 for the third.
      expect(read(3)).toEqual({ 36500000: 69.6, 37100000: 65.6, 38000000: 61.6 });
      const opened = Object.values(read(2));
      expect([opened.length, new Set(opened)]).toEqual([3, new Set([null])]);
    });

    it('tells bodies no words on one order while a consultation that they cite has no public result', async () => {
      const { body } = await app.http.get('/api/v1/risk/flags?indicator=C09').set(supervisor.auth).expect(200);
      const [flag] = (body as { items: { id: string }[] }).items;
      const read = async (by: TestAccount) => {
        const { body: seen, text } = await app.http
          .get(`/api/v1/risk/flags/${flag?.id}`)
          .set(by.auth)
          .set('Accept-Language', 'en')
          .expect(200);
        return { ...(seen as Flag), text };
      };
      const [first] = rivals as [Bidder];
      const conduct = (method: string) =>
        app.dataSource.query(`UPDATE tender SET method = $2 WHERE id = $1`, [purchases[1]?.tender, method]);
      const words = 'purchases in which both bid';
      // The result of the lot itself is public, and the openings of the tenders that it cites named all bidders.
      expect((await read(first.user)).evidence?.[0]?.explanation).toContain(words);
      await conduct('COMPETITIVE_CONSULTATION');
      const [own, whole] = [await read(first.user), await read(supervisor)];
      expect(own.text).not.toContain(words);
      expect(own.text).not.toContain('In 6 of the 6');
      expect(own.explanation).toContain('One bidder of a lot comes right after another');
      expect(whole.evidence?.[0]?.explanation).toContain(words);
      await conduct('OPEN_TENDER');
      expect((await read(first.user)).text).toContain(words);
    });

    it('has no winner beside whom all were rejected: such a lot fails', async () => {
      const { draft } = purchases[2] as Issued;
      const found = Reviewing.of(app, draft, reviewers, 1);
      found.offers.push(...(await found.read()).bids.map(({ id }) => ({ bid: id, bidder: '', price: '' })));
      await found.appointAll();
      expect(await found.qualify(found.bids.slice(1))).toMatchObject({ lotState: 'failed' });
      expect(await assessed(lotOf(2), 'C13')).toMatchObject({
        state: 'insufficient_data',
        reason: { missing: ['winners'] },
      });
    });
  });
});
