import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { statePurchaseLimit } from '../support/limits.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Answer {
  indicator: string;
  state: string;
  reason: { code?: string; missing?: string[] } | null;
}
interface Party {
  name?: string;
  creditCode?: string;
}

const PRICES = ['171350.00', '176212.00', '182777.00'];

describe('facts that are not as they should be, recorded and read over HTTP', () => {
  let app: TestApp;
  let officer: Recorder;
  let admin: TestAccount;
  let supervisor: TestAccount;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-06-01');
    officer = await Recorder.of(app);
    admin = await makeUser(app, 'admin');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    world = new RiskWorld(app, 'live');
    await statePurchaseLimit(app, '990203', '50000.00');
  });
  afterAll(() => app.close());

  /** What rules say of a subject: the state, and the code or the missing fields where they do not speak. */
  async function judge(subject: string, rules: readonly string[]): Promise<Record<string, string>> {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=${subject}&limit=200`)
      .set(supervisor.auth)
      .expect(200);
    const answers = (body as { items: Answer[] }).items.filter(({ indicator }) => rules.includes(indicator));
    return Object.fromEntries(
      answers.map(({ indicator, state, reason }) => [
        indicator,
        [state, ...(reason === null ? [] : [reason.code ?? `missing ${reason.missing?.join()}`])].join(' '),
      ]),
    );
  }
  interface Purchase {
    tender: string;
    lot: string;
    version: number;
  }
  async function buy(known: object = {}): Promise<Purchase> {
    const tender = await officer.tender({
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
      ...known,
    });
    return { tender: tender.id, lot: tender.lots[0].id, version: tender.version };
  }
  const bid = (bidder: Party, price: string | null, rest: object = {}) =>
    given('bid', { bidder, status: 'valid', ...(price !== null && { price }), ...rest }, { lot: 1 });
  const award = (supplier: Party, bidCount: number) =>
    given('award', { decidedOn: '2026-04-20', bidCount, supplier }, { lot: 1 });
  const notice = given('notice', { publishedOn: '2026-04-01', deadline: '2026-04-15T09:30:00+08:00' });

  describe('prices in more than one currency', () => {
    it('are refused: a price is yuan, and says nothing of a currency', async () => {
      const { tender } = await buy();
      for (const data of [{ price: '24000.00', currency: 'USD' }, { price: 'USD 24000.00' }, { price: '$24000' }]) {
        const { status, body } = await officer.facts(tender, [bid({ name: '示例外币机构' }, null, data)]);
        expect([status, body.errors?.[0]?.pointer]).toEqual([
          400,
          expect.stringMatching(/^\/facts\/0\/data\/(price|currency)$/),
        ]);
      }
      expect((await officer.get(`/tenders/${tender}`)).body.facts ?? []).toEqual([]);
    });

    it('leave a lot without a price where one bid was in another: what compares prices has insufficient data', async () => {
      const { tender, lot } = await buy();
      const names = ['示例币种甲', '示例币种乙', '示例币种丙'];
      await officer
        .facts(tender, [
          notice,
          ...names.map((name, i) => bid({ name }, i === 0 ? null : (PRICES[i] ?? null))),
          award({ name: names[1] ?? '' }, 3),
        ])
        .expect(200);
      expect(await judge(`lot:${lot}`, ['C05', 'C11', 'C14'])).toEqual({
        C05: 'insufficient_data missing prices',
        C11: 'insufficient_data missing prices',
        C14: 'clear',
      });
    });
  });

  describe('a body', () => {
    const find = async (code: string) => {
      const { body } = await app.http
        .get(`/api/v1/organisations?creditCode=${code}`)
        .set(officer.account.auth)
        .expect(200);
      return (body as { items: { id: string; version: number; name: string; creditCode: string }[] }).items;
    };
    const change = async (id: string, body: object) => {
      const { headers } = await app.http.get(`/api/v1/organisations/${id}`).set(admin.auth).expect(200);
      return app.http
        .patch(`/api/v1/organisations/${id}`)
        .set({ ...admin.auth, 'If-Match': String(headers['etag']) })
        .send(body);
    };

    it('that bids under its old and its new name with one credit code is one bidder', async () => {
      const { tender, lot } = await buy();
      const code = creditCode();
      await officer
        .facts(tender, [
          notice,
          bid({ name: '示例旧名中心', creditCode: code }, '180000.00'),
          award({ creditCode: code }, 1),
        ])
        .expect(200);
      expect(await judge(`lot:${lot}`, ['C14'])).toEqual({ C14: 'triggered' });
      const [body] = await find(code);
      expect((await change(body?.id ?? '', { name: '示例新名中心' })).status).toBe(200);
      await officer
        .facts(tender, [bid({ name: '示例新名中心', creditCode: code }, '180000.00', { rank: 1 })])
        .expect(200);
      expect(await judge(`lot:${lot}`, ['C14'])).toEqual({ C14: 'triggered' });
      expect(await find(code)).toMatchObject([{ id: body?.id, name: '示例新名中心' }]);
    });

    it('whose credit code was mistyped is the same body once the code is corrected', async () => {
      const { tender, lot } = await buy();
      const [wrong, right] = [creditCode(), creditCode()];
      await officer
        .facts(tender, [
          notice,
          bid({ name: '示例误码中心', creditCode: wrong }, '180000.00'),
          award({ creditCode: wrong }, 1),
        ])
        .expect(200);
      expect(await judge(`lot:${lot}`, ['C14'])).toEqual({ C14: 'triggered' });
      const [body] = await find(wrong);
      expect((await change(body?.id ?? '', { creditCode: right })).status).toBe(200);
      await officer.facts(tender, [bid({ creditCode: right }, '180000.00', { rank: 1 })]).expect(200);
      expect(await judge(`lot:${lot}`, ['C14'])).toEqual({ C14: 'triggered' });
      expect(await find(right)).toMatchObject([{ id: body?.id }]);
    });

    it('that stands on record twice bids as two, until the facts of one record are corrected to the other', async () => {
      const { tender, lot } = await buy();
      const [kept, twin] = [creditCode(), creditCode()];
      const { body } = await officer
        .facts(tender, [
          notice,
          bid({ name: '示例并入中心', creditCode: kept }, '180000.00'),
          bid({ name: '示例被并中心', creditCode: twin }, '190000.00'),
          award({ creditCode: kept }, 2),
        ])
        .expect(200);
      expect(await judge(`lot:${lot}`, ['C14'])).toEqual({ C14: 'clear' });
      // One code is of one body: the twin cannot be given it, and nothing is stored.
      const [second] = await find(twin);
      const refused = await change(second?.id ?? '', { creditCode: kept });
      expect([refused.status, refused.body.code]).toEqual([409, 'conflict']);
      expect(await find(twin)).toEqual([second]);
      // What the twin had bid is said to be the other's by a correction; the award is corrected with it.
      const facts = (body as { facts: { id: string; kind: string; data: { bidder?: object } }[] }).facts;
      const [, own, others, awarded] = facts;
      expect(own?.kind).toBe('bid');
      await officer
        .facts(tender, [
          { ...bid({ creditCode: kept }, '180000.00', { rank: 1 }), replaces: others?.id, reason: '同一机构' },
          { ...award({ creditCode: kept }, 1), replaces: awarded?.id, reason: '同一机构' },
        ])
        .expect(200);
      expect(await judge(`lot:${lot}`, ['C14'])).toEqual({ C14: 'triggered' });
    });
  });

  it('contracts that overlap on one line trigger G07, and no more once the end of the first is corrected', async () => {
    const line = await world.line({ since: '2024-01-01' });
    const facts: string[] = [];
    const tenders: string[] = [];
    for (const window of [
      { start: '2024-01-01', end: '2024-12-31' },
      { start: '2024-11-01', end: '2026-12-31' },
    ]) {
      const { tender } = await buy({ serviceLines: [line] });
      const supplier = { name: `示例承接${tenders.length}` };
      const { body } = await officer
        .facts(tender, [given('contract', { signedOn: '2024-01-01', window, supplier, number: 'A-1' }, { lot: 1 })])
        .expect(200);
      tenders.push(tender);
      facts.push((body as { facts: { id: string }[] }).facts[0]?.id ?? '');
    }
    expect(await judge(`service_line:${line}`, ['G07'])).toEqual({ G07: 'triggered' });
    const data = {
      signedOn: '2024-01-01',
      window: { start: '2024-01-01', end: '2024-10-31' },
      supplier: { name: '示例承接0' },
      number: 'A-1',
    };
    await officer
      .facts(tenders[0] ?? '', [{ ...given('contract', data, { lot: 1 }), replaces: facts[0], reason: '日期有误' }])
      .expect(200);
    expect(await judge(`service_line:${line}`, ['G07'])).toEqual({ G07: 'clear' });
    const { body } = await app.http.get(`/api/v1/risk/flags?indicator=G07`).set(supervisor.auth).expect(200);
    expect(body.items).toMatchObject([{ state: 'cleared', rootCause: { id: line } }]);
  });

  it('a window in a year without a calendar is not judged by W01, and is once it is corrected to a known year', async () => {
    const { tender } = await buy({ window: { start: '2035-02-01', end: '2035-12-31' } });
    expect(await judge(`tender:${tender}`, ['W01'])).toEqual({ W01: 'insufficient_data calendar_uncertain' });
    const { headers } = await officer.get(`/tenders/${tender}`).expect(200);
    await app.http
      .patch(`/api/v1/tenders/${tender}`)
      .set({ ...officer.account.auth, 'If-Match': String(headers['etag']) })
      .send({ window: { start: '2026-01-01', end: '2026-12-31' } })
      .expect(200);
    expect(await judge(`tender:${tender}`, ['W01'])).toEqual({ W01: 'clear' });
  });
});
