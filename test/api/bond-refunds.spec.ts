import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { sayFacts } from '../../src/purchase/tenders/conducted/action-facts.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode, type Contracting } from '../support/contracts.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { failAwarded } from '../support/lots.js';
import { contractOf, Resulting, type LotResult } from '../support/results.js';

import { RiskWorld } from '../support/risk-world.js';

interface Due {
  rule: string;
  event: string;
  date: string | null;
  state: string;
  doneOn: string | null;
  lot: number | null;
}
interface Answer {
  code?: string;
  errors?: { pointer: string; code: string }[];
  items?: LotResult[];
}

/** Regulation article 33: of the losers within five working days of the notice of the result, of the winner of the contract. */
describe('bonds go back', () => {
  let app: TestApp;
  let bureau: Bureau;
  let world: RiskWorld;
  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  beforeAll(async () => {
    app = await startTestApp();
    await at('2025-11-03');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    world = new RiskWorld(app, 'live');
  });
  afterAll(() => app.close());

  const begin = (more: Parameters<typeof Resulting.begin>[2] = {}) =>
    Resulting.begin(app, bureau, { bidBond: '2000.00', ...more });
  async function refund(result: Resulting, body: object, by: TestAccount = bureau.officer, version?: number) {
    const answer = await app.http
      .post(`/api/v1/tenders/${result.id}/awards/bond-refunds`)
      .set({ ...by.auth, 'If-Match': `"${version ?? (await result.version())}"` })
      .send({ lot: 1, ...body });
    return { status: answer.status, text: answer.text, body: answer.body as Answer };
  }
  async function refunded(result: Resulting, bids: string[], more: object = {}) {
    const { status, text } = await refund(result, { bids, ...more });
    if (status !== 200) throw new Error(text);
  }
  const refusal = ({ status, body }: Awaited<ReturnType<typeof refund>>) => [
    status,
    body.errors?.[0]?.pointer,
    body.errors?.[0]?.code,
  ];
  const shown = (all: Due[]) =>
    all.filter(({ event }) => event === 'bond_refunded').map((d) => [d.rule, d.date, d.state, d.doneOn]);
  const ofLots = async (result: Resulting) =>
    shown(((await result.draft.read()) as unknown as { deadlines: Due[] }).deadlines);
  const ofContract = async (contract: Contracting) =>
    shown(((await contract.read()) as unknown as { deadlines: Due[] }).deadlines);
  const tasks = async (subject: string) => {
    const { body } = await app.http.get('/api/v1/me/tasks?kind=deadline&limit=200').set(bureau.approver.auth);
    return (body as { items: { title: string; dueOn: string; overdue: boolean; subject: { id: string } }[] }).items
      .filter(({ subject: { id }, title }) => id === subject && /保证金|bond/i.test(title))
      .map(({ dueOn, overdue }) => [dueOn, overdue]);
  };
  /** What waits, by its own rule: as the clocks of the purchase and of its contract have it. */
  const waits = async ({ id: tender }: Resulting) => {
    const { body } = await app.http.get('/api/v1/me/tasks?kind=bond_refund&limit=200').set(bureau.officer.auth);
    return (
      body as { items: { title: string; dueOn: string | null; since: string; lot: number; subject: { id: string } }[] }
    ).items
      .filter(({ subject: { id } }) => id === tender)
      .map(({ title, dueOn, since, lot }) => [
        /of the winner|中标供应商/.test(title) && !/未中标/.test(title) ? 'winner' : 'losers',
        dueOn,
        since,
        lot,
      ]);
  };
  const judged = async (subject: string, rule: string) => {
    const [row] = await app.dataSource.query<{ state: string; evidence: unknown }[]>(
      `SELECT state, evidence FROM assessments WHERE indicator = 'W06' AND subject_id = $1`,
      [subject],
    );
    return row?.state === 'triggered' && JSON.stringify(row.evidence).includes(rule);
  };
  const LOSERS = 'BOND-REFUND-LOSER-5WD';
  const WINNER = 'BOND-REFUND-WINNER-5WD';

  it('of the losers in five working days of the result: due, a task until the last is back, and judged where late', async () => {
    await at('2025-11-03');
    const result = await begin();
    expect(await ofLots(result)).toEqual([]);
    await result.published();
    expect(await ofLots(result)).toEqual([[LOSERS, '2025-11-10', 'due', null]]);
    await world.settle();
    expect(await tasks(result.id)).toEqual([['2025-11-10', false]]);
    // One of two is not all of them; the winner's own bond is no loser's.
    await at('2025-11-05');
    await refunded(result, [result.bid(1)], { reference: '付款 11 号' });
    await refunded(result, [result.bid(0)]);
    expect(await ofLots(result)).toEqual([[LOSERS, '2025-11-10', 'due', null]]);
    expect((await result.read()).bonds).toEqual(
      expect.arrayContaining([
        { bid: result.bid(0), refundedOn: '2025-11-05', reference: null },
        { bid: result.bid(1), refundedOn: '2025-11-05', reference: '付款 11 号' },
        { bid: result.bid(2), refundedOn: null, reference: null },
      ]),
    );
    expect((await result.read(await result.bidder(1))).bonds).toEqual([]);
    await at('2025-11-11');
    await world.settle();
    expect([await ofLots(result), await tasks(result.id), await judged(result.id, LOSERS)]).toEqual([
      [[LOSERS, '2025-11-10', 'missed', null]],
      [['2025-11-10', true]],
      true,
    ]);
    // Said late, of a day in time: what counts is when it went back. Late, it is not refused either.
    await refunded(result, [result.bid(2)], { refundedOn: '2025-11-10' });
    await world.settle();
    expect([await ofLots(result), await tasks(result.id), await judged(result.id, LOSERS)]).toEqual([
      [[LOSERS, '2025-11-10', 'met', '2025-11-10']],
      [],
      false,
    ]);
    await refunded(result, [result.bid(2)], { refundedOn: '2025-11-11', reason: '登记有误' });
    await world.settle();
    expect([await ofLots(result), await judged(result.id, LOSERS)]).toEqual([
      [[LOSERS, '2025-11-10', 'missed', '2025-11-11']],
      true,
    ]);
  });

  it('of the winner in five working days of the contract, beside which it stands', async () => {
    await at('2025-11-03');
    const result = await begin();
    const { id } = await result.published();
    await at('2025-11-05');
    const contract = await contractOf(result, id, 0);
    expect(await ofContract(contract)).toEqual([[WINNER, '2025-11-12', 'due', null]]);
    expect(await ofLots(result)).toEqual([[LOSERS, '2025-11-10', 'due', null]]);
    const ofWinner = ['winner', '2025-11-12', '2025-11-04T16:00:00.000Z', 1];
    expect(await waits(result)).toEqual([['losers', '2025-11-10', '2025-11-02T16:00:00.000Z', 1], ofWinner]);
    await refunded(result, [result.bid(1), result.bid(2)]);
    expect(await waits(result)).toEqual([ofWinner]);
    await world.settle();
    expect([await tasks(contract.id), await ofLots(result)]).toEqual([
      [['2025-11-12', false]],
      [[LOSERS, '2025-11-10', 'met', '2025-11-05']],
    ]);
    await at('2025-11-13');
    await world.settle();
    expect([await ofContract(contract), await tasks(contract.id), await judged(contract.id, WINNER)]).toEqual([
      [[WINNER, '2025-11-12', 'missed', null]],
      [['2025-11-12', true]],
      true,
    ]);
    await refunded(result, [result.bid(0)], { refundedOn: '2025-11-12' });
    await world.settle();
    expect([await ofContract(contract), await tasks(contract.id), await judged(contract.id, WINNER)]).toEqual([
      [[WINNER, '2025-11-12', 'met', '2025-11-12']],
      [],
      false,
    ]);
  });

  it('nowhere without one, nor after a consultation, to which the rule does not apply', async () => {
    await at('2025-11-03');
    for (const more of [{ bidBond: '0.00' }, { method: 'COMPETITIVE_CONSULTATION' }]) {
      const result = await begin(more);
      const { id } = await result.published();
      const contract = await contractOf(result, id, 0);
      expect([await ofLots(result), await ofContract(contract)]).toEqual([[], []]);
      // What the documents asked for goes back all the same: by no day that a rule sets.
      expect((await waits(result)).map(([of, dueOn]) => [of, dueOn]).toSorted()).toEqual(
        'method' in more
          ? [
              ['losers', null],
              ['winner', null],
            ]
          : [],
      );
    }
    const result = await Resulting.begin(app, bureau);
    const { id } = await result.published();
    expect(await ofLots(result)).toEqual([]);
    expect(await ofContract(await contractOf(result, id, 0))).toEqual([]);
    expect(refusal(await refund(result, { bids: [result.bid(1)] }))).toEqual([400, '/bids/0', 'not_allowed_value']);
  });

  it('of a lot that failed by no day, since one that stays when its purchase is edited', async () => {
    await at('2025-11-03');
    const result = await begin();
    await result.published();
    await app.dataSource.query(`UPDATE lot SET state = 'failed' WHERE id = $1`, [result.lots[0]?.id]);
    const before = await waits(result);
    expect(before.map(([of, dueOn]) => [of, dueOn])).toEqual([['losers', null]]);
    await at('2025-11-06');
    await app.dataSource.query(`UPDATE tender SET updated_at = business_now() WHERE id = $1`, [result.id]);
    expect(await waits(result)).toEqual(before);
  });

  it('of a lot that failed since it failed, whatever is put on record of it later', async () => {
    await at('2025-11-03');
    const result = await begin();
    await result.deliver();
    await at('2025-11-04');
    const lot = result.lots[0]?.id ?? '';
    expect((await failAwarded(app, bureau, lot)).status).toBe(200);
    const failed = await waits(result);
    expect(failed).toEqual([['losers', null, expect.stringMatching(/^2025-11-04T01:00:0/), 1]]);
    await at('2025-11-06');
    const said = { kind: 'correction', lot: 1, data: { publishedOn: '2025-11-06' } } as const;
    await app.running.app.get(Transactions).run(SYSTEM, (tx) => sayFacts(tx, result.id, [said]));
    expect(await waits(result)).toEqual(failed);
  });

  it('of nobody whose bid was rejected without one, nor of a winner that refused', async () => {
    await at('2025-11-03');
    const result = await begin();
    await app.dataSource.query(`UPDATE bid SET state = 'rejected' WHERE id = $1`, [result.bid(2)]);
    await app.dataSource.query(
      `INSERT INTO bid_check VALUES ($1, 'qualification', false, 'bond_missing', '未见保证金', business_now())`,
      [result.bid(2)],
    );
    const { id } = await result.published();
    await refunded(result, [result.bid(1)]);
    expect(await ofLots(result)).toEqual([[LOSERS, '2025-11-10', 'met', '2025-11-03']]);
    await result.onAward(id, 'refuse', { reason: '无法履约' }, await result.bidder(0));
    expect(await ofLots(result)).toEqual([[LOSERS, '2025-11-10', 'met', '2025-11-03']]);
    expect(refusal(await refund(result, { bids: [result.bid(1), result.bid(2)] }))).toEqual([
      400,
      '/bids/1',
      'not_allowed_value',
    ]);
  });

  it('is said by the buyer or the mandated agent, of a day that was, and anew with the reason alone', async () => {
    await at('2025-11-03');
    const agency = await makeBody(app, { kind: 'agent' });
    const agent = await makeUser(app, 'procurement_agent', agency);
    const result = await begin({ agent: agency });
    const bids = [result.bid(1)];
    for (const [more, pointer] of [
      [{ refundedOn: '2025-11-04' }, '/refundedOn'],
      [{ refundedOn: '2025-11-02' }, '/refundedOn'],
      [{ bids: [] }, '/bids'],
      [{ lot: 2 }, '/lot'],
    ] as const)
      expect((await refund(result, { bids, ...more })).body.errors?.[0]?.pointer).toBe(pointer);
    const stranger = await makeBureau(app);
    expect([
      (await refund(result, { bids }, bureau.approver)).status,
      (await refund(result, { bids }, stranger.officer)).status >= 403,
      (await refund(result, { bids }, bureau.officer, 1)).body.code,
    ]).toEqual([403, true, 'stale_version']);
    const both = await Promise.all([bureau.officer, agent].map(async (by) => refund(result, { bids }, by)));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(refusal(await refund(result, { bids }, agent))).toEqual([400, '/reason', 'required']);
    expect((await refund(result, { bids, reason: '登记有误' }, agent)).status).toBe(200);
    const [row] = await app.dataSource.query<{ data: object }[]>(
      `SELECT convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry
       WHERE action = 'bond_refunded' AND aggregate_id = $1 ORDER BY seq DESC LIMIT 1`,
      [result.lots[0]?.id],
    );
    expect(row?.data).toMatchObject({ bids, before: [{ bid: bids[0], refundedOn: '2025-11-03' }] });
  });
});
