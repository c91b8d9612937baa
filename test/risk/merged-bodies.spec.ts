import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, type Flag } from '../support/flag-desk.js';
import { plantMarket, type PlantedMarket } from '../support/markets.js';
import { startMerging } from '../support/merges.js';
import { setBusinessDay, type RiskWorld } from '../support/risk-world.js';

const STEPS = ['180123.45', '183835.80', '187548.15', '191260.50', '194972.85'];
const EXPLAINED = { reason: '各自编制报价，已提供测算底稿' };

describe('flags on a body of which two records were merged', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let world: RiskWorld;
  let m: Awaited<ReturnType<typeof startMerging>>;

  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    await setBusinessDay(app, '2024-03-01');
    world = desk.world;
    m = await startMerging(app);
  });
  afterAll(() => app.close());

  const rescreen = async (): Promise<void> => {
    await world.touchTogether(await world.dirty());
    await world.screen();
  };
  const explain = async (id: string): Promise<Flag> => desk.done(await desk.read(id), 'explain', EXPLAINED);
  const actions = ({ history }: Flag): string[] => history.map(({ action }) => action);

  describe('about bids of one purchase', () => {
    /** A lot whose prices stand in equal steps, with these among its bidders. */
    const plant = async (bidders: readonly string[]): Promise<string> => {
      const lots = [{ no: 1, ceiling: '200000.00', pricing: 'competitive' as const }];
      const tender = await world.tender({ buyer: desk.buyer, lots });
      const bids = bidders.map((organisation, i) => {
        const data = { bidder: { organisation }, price: STEPS[i] ?? '', status: 'valid' };
        return { kind: 'bid', lot: 1, data };
      });
      const award = { supplier: { organisation: bidders[0] }, amount: STEPS[0], decidedOn: '2023-10-20', bidCount: 5 };
      await world.facts(tender, [
        { kind: 'notice', data: { publishedOn: '2023-10-01' } },
        ...bids,
        { kind: 'award', lot: 1, data: award },
      ]);
      await world.settle();
      return (await world.flags('C05')).find(({ root_id: root }) => root === tender)?.id ?? '';
    };

    it('open again when they were decided on either record, by the merge and by its undoing; others stay', async () => {
      const others: string[] = [];
      for (let n = 0; n < 4; n++) others.push(await makeBody(app, { kind: 'agency' }));
      const record = await m.makeNamed();
      const into = await m.makeCoded();
      const stranger = await makeBody(app, { kind: 'agency' });
      const [onRecord, onInto, elsewhere] = [
        await plant([...others, record.id]),
        await plant([...others, into.id]),
        await plant([...others, stranger]),
      ];
      for (const id of [onRecord, onInto, elsewhere]) expect((await explain(id)).state).toBe('explained');
      const merge = await m.merged(record.id, into.id);
      await world.settle();
      const merged = await desk.read(onRecord);
      expect(merged.state).toBe('open');
      expect(merged.history.at(-1)).toMatchObject({
        action: 'reopened',
        data: { correction: { audit: expect.any(String), fact: null } },
      });
      // Nothing that the decision on the other record rested on is another now.
      for (const id of [onInto, elsewhere]) expect((await desk.read(id)).state).toBe('explained');
      expect((await explain(onRecord)).state).toBe('explained');
      await m.undo(record.id, merge);
      await world.settle();
      expect((await desk.read(onRecord)).history.at(-1)).toMatchObject({ action: 'reopened' });
      for (const id of [onInto, elsewhere]) expect((await desk.read(id)).state).toBe('explained');
    });
  });

  describe('about a service line', () => {
    const of = async (indicator: string, line: string) =>
      (await world.flags(indicator)).find(({ root_id: root }) => root === line)?.id ?? '';
    const serve = async (line: string, organisation: string, [start, end]: readonly [string, string]) => {
      const tender = await world.tender({ buyer: desk.buyer, serviceLines: [line] });
      const data = { window: { start, end }, supplier: { organisation }, number: `${line}-${start}` };
      await world.facts(tender, [{ kind: 'contract', data }]);
    };
    /** Contracts on a line of its own, one for each of these agencies. */
    const plantLine = async (
      agencies: readonly string[],
      windows: readonly (readonly [string, string])[],
    ): Promise<string> => {
      const line = await world.line({ since: windows[0]?.[0] ?? '' });
      for (const [i, window] of windows.entries()) await serve(line, agencies[i] ?? '', window);
      await world.settle();
      return line;
    };

    const LATER = { followed: ['2023-07-25', '2024-12-31'], left: ['2023-11-01', '2024-12-31'] } as const;
    const FIRST = ['2023-01-01', '2023-06-30'] as const;

    it('of G05 follow the merge of agencies that served it, and its undoing; what was said of a gap stays', async () => {
      const [record, into, third] = [await m.makeNamed(), await m.makeCoded(), await m.makeNamed()];
      const line = await plantLine([record.id, into.id], [FIRST, LATER.followed]);
      const other = await plantLine([record.id, third.id], [FIRST, LATER.followed]);
      const gap = await plantLine([record.id, third.id], [FIRST, LATER.left]);
      const [same, explained, hole] = [await of('G05', line), await of('G05', other), await of('G01', gap)];
      for (const id of [explained, hole]) expect((await explain(id)).state).toBe('explained');
      const readDigest = async (): Promise<string | undefined> => {
        const sql = `SELECT digest FROM risk_subject WHERE subject_id = $1`;
        return (await app.dataSource.query<{ digest: string }[]>(sql, [line]))[0]?.digest;
      };
      const [before, correction] = [await readDigest(), { audit: expect.any(String), fact: null }];
      const merge = await m.merged(record.id, into.id);
      await world.settle();
      // One agency that goes on has followed nobody; of the other line the first is another one than was explained.
      expect((await desk.read(same)).history.at(-1)).toMatchObject({ action: 'cleared', data: { correction } });
      expect((await desk.read(explained)).history.at(-1)).toMatchObject({ action: 'reopened', data: { correction } });
      expect((await desk.read(hole)).state).toBe('explained');
      expect(await readDigest()).not.toBe(before);
      expect((await explain(explained)).state).toBe('explained');
      await m.undo(record.id, merge);
      await world.settle();
      for (const id of [same, explained])
        expect((await desk.read(id)).history.at(-1)).toMatchObject({ action: 'reopened', to: 'open' });
      expect((await desk.read(hole)).state).toBe('explained');
      expect(await readDigest()).toBe(before);
      expect((await world.reassess()).changed).toBe(0);
    });

    it('of G05 stay explained when the agency’s next contract is recorded, whatever had been said of it before', async () => {
      const [first, next] = [await m.makeNamed(), await m.makeCoded()];
      const path = `/api/v1/organisations/${next.id}`;
      const { headers } = await app.http.get(path).set(m.admin.auth).expect(200);
      await app.http
        .put(`${path}/relations`)
        .set({ ...m.admin.auth, 'If-Match': headers.etag ?? '' })
        .send({ persons: [], holdings: [{ organisation: first.id, relation: 'holding' }], complete: false })
        .expect(200);
      const line = await plantLine([first.id, next.id], [FIRST, LATER.followed]);
      const explained = await of('G05', line);
      expect((await explain(explained)).state).toBe('explained');
      await serve(line, next.id, ['2025-01-01', '2025-12-31']);
      await world.settle();
      expect((await desk.read(explained)).state).toBe('explained');
    });
  });

  describe('about a group', () => {
    let market: PlantedMarket;

    const list = async (): Promise<Flag[]> => {
      const { items } = await desk.list('indicator=N12&limit=200');
      return Promise.all(items.map(({ id }) => desk.read(id)));
    };

    it('end with the record, go on as those of the body, and come back when the merge is undone', async () => {
      market = await plantMarket(world, await makeBody(app, { region: '990203' }), '5c'.repeat(32));
      await rescreen();
      const [found] = await list();
      expect(found?.state).toBe('open');
      const [record = '', ...rest] = market.ring;
      const into = await m.makeCoded();
      const merge = await m.merged(record, into.id);
      await rescreen();
      const [before, after] = await list();
      expect(before).toMatchObject({ id: found?.id, state: 'cleared' });
      expect(actions(before as Flag)).toEqual(['opened', 'cleared']);
      expect(before?.history.at(-1)?.data).toMatchObject({ correction: { audit: expect.any(String), fact: null } });
      expect(after?.state).toBe('open');
      // Both are called by the record in which the body goes on.
      for (const flag of [before, after]) {
        expect(flag?.rootCause.label).toContain(into.name);
        expect(flag?.rootCause.label).not.toContain('示例机构0');
        expect(flag?.rootCause.label.split('、')).toHaveLength(3);
      }
      expect(rest).toHaveLength(2);

      // What somebody was satisfied with stays so; nothing is left of it to decide.
      expect((await explain(after?.id ?? '')).state).toBe('explained');
      await m.undo(record, merge);
      await rescreen();
      const [again, gone] = await list();
      expect(again).toMatchObject({ id: found?.id, state: 'open' });
      expect(again?.rootCause.label).toContain('示例机构0');
      expect(actions(again as Flag)).toEqual(['opened', 'cleared', 'reopened']);
      expect(gone).toMatchObject({ id: after?.id, state: 'explained' });
    });

    it('end with the undoing where it took the group apart, and not where the record that parted bid in none of its lots', async () => {
      const plan = { called: '示例分部', year: 2018 };
      const apart = await plantMarket(world, await makeBody(app, { region: '990203' }), '5c'.repeat(32), plan);
      await rescreen();
      const [record = '', second = ''] = apart.ring;
      const into = await m.makeCoded();
      const find = async (): Promise<Flag> => {
        const found = (await list()).find(
          ({ state, rootCause: { label } }) =>
            state === 'open' && label.includes(into.name) && label.includes('示例分部1'),
        );
        return found as Flag;
      };
      const merge = await m.merged(record, into.id);
      await rescreen();
      const { id } = await find();
      await m.undo(record, merge);
      await rescreen();
      const gone = await desk.read(id);
      expect(gone.state).toBe('cleared');
      const [parted] = await app.dataSource.query<{ id: string }[]>(
        `SELECT id FROM audit_entry WHERE action = 'parted' AND aggregate_id = $1`,
        [into.id],
      );
      expect(gone.history.at(-1)?.data).toMatchObject({ correction: { audit: parted?.id, fact: null } });

      // Once more, and a record that bid in none of these lots comes and goes while the bids of another member are corrected.
      await m.merged(record, into.id);
      await rescreen();
      expect((await desk.read(id)).state).toBe('open');
      const aside = await m.makeNamed();
      const passing = await m.merged(aside.id, into.id);
      const other = await makeBody(app, { kind: 'agency' });
      for (const { tender, facts } of apart.ringLots) {
        const replaces = facts[second] ?? '';
        const [row] = await app.dataSource.query<{ data: object }[]>(`SELECT data FROM fact WHERE id = $1`, [replaces]);
        const data = { ...row?.data, bidder: { organisation: other } };
        await world.facts(tender, [{ kind: 'bid', lot: 1, data, replaces }]);
      }
      await m.undo(aside.id, passing);
      await rescreen();
      // It did not end with the record that parted: like every group that cannot be judged any more it waits.
      expect((await desk.read(id)).state).toBe('open');
    });

    it('stay, without a merge, where a screening cannot judge the group any more', async () => {
      const [flag] = await list();
      for (const { tender } of market.ringLots.slice(0, 6))
        await world.facts(tender, [{ kind: 'notice', lot: null, data: { publishedOn: '2019-01-02' } }]);
      await rescreen();
      // The words stay; how many groups were screened is the last run's.
      const [found = ''] = /^.+ honest groups looks so\./.exec(flag?.explanation ?? '') ?? [];
      expect(await desk.read(flag?.id ?? '')).toMatchObject({
        state: 'open',
        explanation: expect.stringContaining(found),
      });
      expect(found).toContain('stood at the ceiling in 8 of 8 lots');
    });
  });
});
