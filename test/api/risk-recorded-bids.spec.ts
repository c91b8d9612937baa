import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf, rejectsOf, row, text } from '../support/imports.js';
import { statePurchaseLimit } from '../support/limits.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Assessed {
  indicator: string;
  state: string;
  value: string | null;
  explanation: string;
  reason: { code?: string; missing?: string[] } | null;
  evidence: { record: string; field: string; value: string }[];
}

/** Three to five bidders of one county, none of whom prices by another. */
const NAMES = ['甲', '乙', '丙', '丁', '戊'].map((name) => `${name}社会工作服务中心`);
const LOTS = 36;
/** Yuan, on a grid of one; without a pattern, and different in each lot. */
const priceOf = (lot: number, i: number): number => 180_000 + ((lot * 7_919 + i * i * 5_303 + i * 2_477) % 19_973);

describe('bids that were recorded from elsewhere', () => {
  let app: TestApp;
  let world: RiskWorld;
  let officer: Recorder;
  let admin: TestAccount;
  let supervisor: TestAccount;
  /** Of the province of the market. */
  let overseer: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-03-02');
    officer = await Recorder.of(app);
    admin = await makeUser(app, 'admin');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    overseer = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '320000' }));
    world = new RiskWorld(app, 'live');
    await statePurchaseLimit(app, '990203', '50000.00');
  });
  afterAll(() => app.close());

  const list = async (query: string): Promise<Assessed[]> => {
    const found: Assessed[] = [];
    for (let path: string | null = `/api/v1/risk/assessments?limit=200&${query}`; path !== null;) {
      const { body } = await app.http
        .get(path)
        .set((query.startsWith('dataset=') ? overseer : supervisor).auth)
        .expect(200);
      const page = body as { items: Assessed[]; next: string | null };
      found.push(...page.items);
      path = page.next;
    }
    return found;
  };
  const countStates = (found: readonly Assessed[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { state } of found) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  };

  describe('by a file of notices', () => {
    const market = (more: (lot: number, count: number) => object) =>
      Array.from({ length: LOTS }, (_, lot) => {
        const count = 3 + (lot % 3);
        const bidders = NAMES.slice(0, count)
          .map((name, i) => ({ name, price_yuan: priceOf(lot, i) }))
          .sort((a, b) => a.price_yuan - b.price_yuan)
          .map((bidder, i) => ({ ...bidder, rank: i + 1, score: 90 - i, status: '有效' }));
        return row(`n-${lot}`, {
          notice_type: 'award',
          notice_date: '2025-12-20',
          award_date: '2025-12-18',
          region: '江苏省宜兴市',
          method: 'COMPETITIVE_CONSULTATION',
          project_title: `社区服务项目 ${lot}`,
          ceiling_price_yuan: 260_000,
          winner: bidders[0]?.name,
          winning_price_yuan: bidders[0]?.price_yuan,
          bidders,
          ...more(lot, count),
        });
      });
    const take = async (name: string, rows: readonly object[]): Promise<void> => {
      const { body } = await app.http
        .post(`/api/v1/imports?name=${name}`)
        .set({ ...admin.auth, 'Content-Type': 'application/x-ndjson' })
        .send(text(rows))
        .expect(202);
      const { id } = body as { id: string };
      await importsOf(app).run(id);
      expect(await rejectsOf(app, id)).toEqual([]);
      await new RiskWorld(app, `import:${name}`).reassess();
    };
    const states = async (name: string, indicator: string) =>
      countStates(await list(`dataset=import:${name}&indicator=${indicator}`));

    it('are answered for with every bidder, price, score, rank and status, and the answer says what it rests on', async () => {
      await take(
        'ranked',
        market(() => ({})),
      );
      for (const indicator of ['C05', 'C11']) {
        const found = await list(`dataset=import:ranked&indicator=${indicator}`);
        expect(found).toHaveLength(LOTS);
        const answered = found.filter(({ state }) => state === 'clear' || state === 'triggered');
        expect(answered.length).toBeGreaterThanOrEqual(LOTS / 2);
        expect(answered[0]?.explanation).toContain('Nobody said whether prices compete here');
        expect(answered[0]?.explanation).toContain('How many bids there were is not published');
        for (const { reason, state } of found) if (state === 'insufficient_data') expect(reason?.code).toBe('no_power');
      }
      expect(await states('ranked', 'C12')).toEqual({ clear: LOTS });
      expect(await states('ranked', 'C13')).toEqual({ clear: LOTS });
      // Nothing is registered of bodies that a file names.
      expect(await states('ranked', 'C08')).toEqual({ insufficient_data: LOTS });
    });

    it('are answered for with their number and the kind of pricing, without a rank', async () => {
      const rows = market((_, count) => ({ bid_count: count, pricing: '竞争' })) as { bidders: object[] }[];
      await take(
        'counted',
        rows.map((each) => ({ ...each, bidders: each.bidders.map((bidder) => ({ ...bidder, rank: null })) })),
      );
      for (const indicator of ['C05', 'C11']) {
        const found = await list(`dataset=import:counted&indicator=${indicator}`);
        expect(found.filter(({ state }) => state !== 'insufficient_data').length).toBeGreaterThanOrEqual(LOTS / 2);
        expect(found.map(({ explanation }) => explanation).join()).not.toContain('Nobody said');
      }
    });

    it('do not apply at a fixed price, and are not guessed where all are equal or one is missing', async () => {
      await take(
        'fixed',
        market(() => ({ pricing: '固定' })),
      );
      expect(await states('fixed', 'C05')).toEqual({ not_applicable: LOTS });
      const equal = market((_, count) => ({
        winning_price_yuan: 200_000,
        bidders: NAMES.slice(0, count).map((name, i) => ({ name, price_yuan: 200_000, rank: i + 1, score: 90 - i })),
      }));
      await take('equal', equal);
      const found = await list('dataset=import:equal&indicator=C11');
      expect(countStates(found)).toEqual({ insufficient_data: LOTS });
      expect(found[0]?.reason).toEqual({ missing: ['pricing'] });
      await take(
        'parts',
        market((_, count) => ({ bid_count: count + 1 })),
      );
      expect(await states('parts', 'C05')).toEqual({ insufficient_data: LOTS });
    });

    it('carry the last offer, the points by part and the instant', async () => {
      const bidders = [
        {
          name: NAMES[0],
          price_yuan: 200_000,
          final_price_yuan: 190_000,
          technical_score: 60.5,
          price_score: 30,
          rank: 1,
        },
        { name: NAMES[1], price_yuan: 195_000, rank: 2, received_at: '2025-12-10 09:31' },
      ];
      await take('whole', [
        row('w-1', {
          notice_type: 'award',
          award_date: '2025-12-18',
          winner: NAMES[0],
          winning_price_yuan: 190_000,
          bid_count: 2,
          bidders,
        }),
      ]);
      const [tender] = await app.dataSource.query<{ id: string; conflicts: object[] }[]>(
        `SELECT id, conflicts FROM tender WHERE dataset = 'import:whole'`,
      );
      expect(tender?.conflicts).toEqual([]);
      const bids = await app.dataSource.query<object[]>(
        `SELECT price::text, first_price::text, technical_score::text, price_score::text, receipt FROM bid WHERE tender_id = $1
         ORDER BY rank`,
        [tender?.id],
      );
      expect(bids).toEqual([
        { price: '19000000', first_price: '20000000', technical_score: '60.5', price_score: '30', receipt: null },
        {
          ...{ price: '19500000', first_price: null, technical_score: null, price_score: null },
          receipt: '2025-12-10T09:31:00+08:00',
        },
      ]);
    });
  });

  describe('by a person', () => {
    const record = async (bids: readonly object[], award: object = {}, notice: object = {}) => {
      const { id } = await officer.tender({
        ...{ method: 'COMPETITIVE_CONSULTATION', region: '990203', budget: '300000.00' },
        lots: [{ no: 1, name: '1', pricing: 'competitive' }],
      });
      const facts = [
        given('notice', { publishedOn: '2025-11-03', deadline: '2025-11-20T09:30:00+08:00', ...notice }),
        ...bids.map((data) => given('bid', data, { lot: 1 })),
        given('award', { decidedOn: '2025-11-28', bidCount: bids.length, ...award }, { lot: 1 }),
      ];
      const { body } = await officer.facts(id as string, facts).expect(200);
      return { id: id as string, facts: (body as { facts: { id: string; kind: string }[] }).facts };
    };
    const lotOf = async (id: string): Promise<{ id: string; bids: object[] }> => {
      const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(supervisor.auth).expect(200);
      return (body as { lots: { id: string; bids: object[] }[] }).lots[0] as { id: string; bids: object[] };
    };
    const judge = async (id: string, indicator: string): Promise<Assessed> => {
      await world.settle();
      const { id: lot } = await lotOf(id);
      return (await list(`indicator=${indicator}&subject=lot:${lot}`))[0] as Assessed;
    };
    const bidOf = (i: number, price: string, more: object = {}) => ({ bidder: { name: NAMES[i] }, price, ...more });
    const rejected = { status: 'rejected', rejectedFor: '未响应实质性条款' };
    const flagOf = async (id: string, indicator: string) =>
      (await world.flags(indicator)).find(({ root_id }) => root_id === id) as { state: string } | undefined;

    it('are a sign where the lowest was rejected, and none once the fact is corrected', async () => {
      const { id, facts } = await record(
        [
          bidOf(0, '180000.00', rejected),
          bidOf(1, '190000.00', { status: 'valid' }),
          bidOf(2, '195000.00', { status: 'valid' }),
        ],
        { supplier: { name: NAMES[1] } },
      );
      expect(await judge(id, 'C12')).toMatchObject({ state: 'triggered', value: '1' });
      expect(await flagOf(id, 'C12')).toMatchObject({ state: 'open' });
      const [first] = facts.filter(({ kind }) => kind === 'bid');
      await officer
        .facts(id, [given('bid', bidOf(0, '199000.00', rejected), { lot: 1, replaces: first?.id, reason: '公告更正' })])
        .expect(200);
      expect(await judge(id, 'C12')).toMatchObject({ state: 'clear' });
      expect(await flagOf(id, 'C12')).toMatchObject({ state: 'cleared' });
    });

    it('are one where all but the winner were rejected, and of nobody who withdrew', async () => {
      const all = await record(
        [bidOf(0, '180000.00', { status: 'valid' }), bidOf(1, '190000.00', rejected), bidOf(2, '195000.00', rejected)],
        { supplier: { name: NAMES[0] } },
      );
      expect(await judge(all.id, 'C13')).toMatchObject({ state: 'triggered' });
      const withdrawn = await record(
        [
          bidOf(0, '180000.00', { status: 'valid' }),
          bidOf(1, '170000.00', { status: 'withdrawn' }),
          bidOf(2, '190000.00', { status: 'valid' }),
        ],
        { supplier: { name: NAMES[0] } },
      );
      expect(await judge(withdrawn.id, 'C13')).toMatchObject({ state: 'clear', value: '1' });
      expect(await judge(withdrawn.id, 'C12')).toMatchObject({ state: 'clear' });
    });

    it('came in late by what was recorded, to the second, and not where the deadline is disputed', async () => {
      const at = (time: string) => ({ receivedAt: `2025-11-20T${time}+08:00`, status: 'valid' });
      const late = await record([bidOf(0, '180000.00', at('09:29:00')), bidOf(1, '190000.00', at('09:30:01'))]);
      expect(await judge(late.id, 'C15')).toMatchObject({ state: 'triggered', value: '1' });
      const inTime = await record([bidOf(0, '180000.00', at('09:29:00')), bidOf(1, '190000.00', at('09:30:00'))]);
      expect(await judge(inTime.id, 'C15')).toMatchObject({ state: 'clear' });
      const extended = [given('correction', { publishedOn: '2025-11-10', deadline: '2025-11-21T09:30:00+08:00' })];
      await officer.facts(late.id, extended).expect(200);
      expect(await judge(late.id, 'C15')).toMatchObject({ state: 'clear' });
      // A later fact, not a correction of an earlier one.
      expect(await flagOf(late.id, 'C15')).toMatchObject({ state: 'remedied' });
    });

    it('take no offset that no place has, and are answered for where one was stored before', async () => {
      const at = (time: string) => ({ receivedAt: `2025-11-19T${time}`, status: 'valid' });
      const bids = (time: string) => [bidOf(3, '180000.00', at(time)), bidOf(4, '190000.00', at('10:00:00+08:00'))];
      const { id } = await officer.tender({ lots: [{ no: 1 }] });
      const refused = await officer.facts(id as string, [
        given('bid', bidOf(3, '1.00', at('09:00:00+16:00')), { lot: 1 }),
      ]);
      expect(refused.status).toBe(400);
      expect(refused.body.errors[0].pointer).toBe('/facts/0/data/receivedAt');

      const before = await record(bids('09:00:00+08:00'));
      await app.dataSource.query(
        `UPDATE bid SET receipt = replace(receipt, '+08:00', '+16:00') WHERE tender_id = $1 AND receipt LIKE '%T09%'`,
        [before.id],
      );
      const after = await record(bids('09:10:00+08:00'));
      expect(await judge(after.id, 'C15')).toMatchObject({ state: 'clear' });
    });

    it('of one body are one bid under its old and its new name', async () => {
      const body = await makeBody(app, {
        kind: 'agency',
        name: '旧名社会工作服务中心',
        creditCode: '91310000MA1FL0000X',
      });
      const bidder = { organisation: body };
      const { id } = await record([{ bidder, price: '180000.00' }, bidOf(1, '190000.00')], { bidCount: 2 });
      await app.dataSource.query(`UPDATE organisation SET name = '新名社会工作服务中心' WHERE id = $1`, [body]);
      await officer.facts(id, [given('bid', { bidder, rank: 1, status: 'valid' }, { lot: 1 })]).expect(200);
      expect((await lotOf(id)).bids).toHaveLength(2);
      expect(await judge(id, 'C14')).toMatchObject({ state: 'clear', value: '2' });
      expect(await judge(id, 'C05')).toMatchObject({ reason: { code: 'too_few_bids', bids: 2 } });
    });

    it('are of suppliers who were related on the day of the bids, not the day before or after', async () => {
      const [a, b] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
      const head = (since: string | null, until: string | null) => ({
        ...{ relation: 'head', name: '测试负责人', residentId: '11010519491231002X' },
        since,
        until,
      });
      const state = async (body: string, person: object): Promise<number> => {
        const { headers } = await app.http.get(`/api/v1/organisations/${body}`).set(admin.auth).expect(200);
        const answer = await app.http
          .put(`/api/v1/organisations/${body}/relations`)
          .set(admin.auth)
          .set('If-Match', headers['etag'] as string)
          .send({ persons: [person], holdings: [], complete: true });
        return answer.status;
      };
      const received = { receivedAt: '2025-11-19T10:00:00+08:00' };
      const { id } = await record([
        { bidder: { organisation: a }, price: '180000.00', ...received },
        { bidder: { organisation: b }, price: '190000.00', ...received },
      ]);
      expect(await state(b, head(null, null))).toBe(200);
      for (const [since, until, expected] of [
        [null, '2025-11-18', 'clear'],
        ['2025-11-20', null, 'clear'],
        ['2020-01-01', null, 'triggered'],
        ['2025-11-19', '2025-11-19', 'triggered'],
        [null, null, 'triggered'],
      ] as const) {
        expect(await state(a, head(since, until))).toBe(200);
        expect([since, until, (await judge(id, 'C08')).state]).toEqual([since, until, expected]);
      }
      // Its last day lies before its first: refused, and what was stated stays.
      expect(await state(a, head('2025-11-20', '2025-11-19'))).toBe(400);
      expect((await judge(id, 'C08')).state).toBe('triggered');
    });
  });
});
