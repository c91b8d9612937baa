import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { actOnLot, repeated, scoredExtremely, versionOf } from '../support/lots.js';
import { Resulting } from '../support/results.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const PAPER = '财监〔2025〕7号';
const EXTREME = { ground: 'extreme', reason: '一名成员评分畸低' };
const BRIBED = { ground: 'panel_violation', reason: '一名成员收受财物', reference: PAPER };

/** Order 87 articles 64 and 67, [2014] 214 article 32: nobody repeats a review until it suits. */
describe('a review is repeated', () => {
  let app: TestApp;
  let bureau: Bureau;
  let agent: { body: string; user: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    const body = await makeBody(app, { kind: 'agent' });
    agent = { body, user: await makeUser(app, 'procurement_agent', body) };
  });
  afterAll(() => app.close());

  const begin = async (more: Parameters<typeof Resulting.begin>[2] = {}) => {
    await setBusinessTime(app, ISSUE);
    return Resulting.begin(app, bureau, more);
  };
  const officerAndApprover = async (): Promise<TestAccount> => {
    const both = await makeUser(app, 'bureau_officer', bureau.id);
    await giveSeat(app, both, 'bureau_approver', bureau.id);
    return both;
  };
  const lotOf = (result: Resulting): string => result.lots[0]?.id ?? '';
  const act = (result: Resulting, action: string, body: object, by: TestAccount = bureau.officer) =>
    actOnLot(app, lotOf(result), action, body, by);
  type Answered = { status: number; body: unknown };
  const refusal = ({ status, body }: Answered): unknown[] => {
    const { code, errors = [] } = body as { code?: string; errors?: { pointer: string }[] };
    return [status, code, errors.map(({ pointer }) => pointer)];
  };
  const stateOf = ({ body }: { body: { lots?: { state: string }[] } }): string | undefined => body.lots?.[0]?.state;
  const unproven = (pointer: string): unknown[] => [422, 'end_ground_unproven', [pointer]];
  const awardOf = async (result: Resulting): Promise<string | undefined> =>
    (await result.read()).awards.map(({ state }) => state).at(-1);
  const tasks = async (by: TestAccount, result: Resulting): Promise<string[]> => {
    const { body } = await app.http.get('/api/v1/me/tasks').set(by.auth).expect(200);
    return (body as { items: { kind: string; id: string }[] }).items
      .filter(({ id }) => id === lotOf(result))
      .map(({ kind }) => kind);
  };

  it.each(['sum_error', 'out_of_range', 'objective_differs', 'extreme'])(
    '%s: on what the scores show, and on nothing else',
    async (ground) => {
      const result = await begin();
      await result.deliver();
      for (const action of ['order-rereview', 'propose-repetition'])
        expect(refusal(await act(result, action, { ground, reason: '复核' }))).toEqual(unproven('/ground'));
      await scoredExtremely(app, lotOf(result));
      const again = await act(result, 'order-rereview', { ground, reason: '复核' });
      // What differs in a thing that is counted stands alone beyond all others, too.
      if (['objective_differs', 'extreme'].includes(ground)) expect(stateOf(again)).toBe('opened');
      else expect(refusal(again)).toEqual(unproven('/ground'));
    },
  );

  it('by one person no more once an award was made: nor by the officer, nor by the agent', async () => {
    const result = await begin({ agent: agent.body });
    await result.must('deliver-report', {}, agent.user);
    await result.must('confirm', { bid: result.bid(0) });
    for (const state of ['confirmed', 'result_published']) {
      if (state === 'result_published') await result.publish();
      expect([state, (await result.read()).lotState]).toEqual([state, state]);
      for (const by of [bureau.officer, agent.user])
        expect(refusal(await act(result, 'order-rereview', EXTREME, by))[1]).toBe('wrong_state');
      for (const by of [bureau.officer, agent.user])
        expect(refusal(await act(result, 'reconstitute-panel', BRIBED, by))[1]).toBe('not_permitted');
      for (const [action, given] of [
        ['order-rereview', EXTREME],
        ['reconstitute-panel', BRIBED],
      ] as const)
        expect(refusal(await act(result, action, given, bureau.approver))).toEqual([422, 'ending_not_proposed', []]);
    }
    expect(await awardOf(result)).toBe('active');
  });

  it('as the agent found and the buyer’s approver orders, on what the record shows', async () => {
    const result = await begin({ agent: agent.body });
    await result.must('deliver-report', {}, agent.user);
    await result.must('confirm', { bid: result.bid(0) });
    await result.publish();
    const propose = (given: object, by = agent.user) => act(result, 'propose-repetition', given, by);
    const order = (given: object = {}) => act(result, 'order-rereview', { reason: '同意', ...given }, bureau.approver);
    expect(refusal(await propose(EXTREME))).toEqual(unproven('/ground'));
    expect(refusal(await propose({ ...EXTREME, ground: 'unlawful_acts', reference: PAPER }))).toEqual(
      unproven('/ground'),
    );
    await scoredExtremely(app, lotOf(result));
    for (const by of [bureau.approver, bureau.finance, await result.bidder(1)])
      expect(refusal(await propose(EXTREME, by))[1]).toBe('not_permitted');
    expect((await propose(EXTREME)).status).toBe(200);
    expect((await result.read()).ending).toMatchObject({ ...EXTREME, outcome: 'rereview' });
    expect(await tasks(bureau.approver, result)).toEqual(['lot_repetition']);
    // What was proposed is ordered, and nothing else.
    expect(refusal(await order({ ground: 'sum_error' }))[1]).toBe('ending_not_proposed');
    expect(refusal(await act(result, 'reconstitute-panel', BRIBED, bureau.approver))[1]).toBe('ending_not_proposed');
    expect(refusal(await act(result, 'fail', { ...BRIBED, ground: 'unlawful_acts' }, bureau.approver))[1]).toBe(
      'ending_not_proposed',
    );
    expect(stateOf(await order())).toBe('opened');
    expect(await awardOf(result)).toBe('cancelled');
    // In the words of who found it.
    expect((await result.read()).awards).toMatchObject([{ endReason: EXTREME.reason }]);
    expect(await tasks(bureau.approver, result)).toEqual([]);
  });

  it('when its order comes, only if the record still shows it, and never by who proposed it', async () => {
    const result = await begin();
    await result.published();
    const lot = lotOf(result);
    await scoredExtremely(app, lot);
    const both = await officerAndApprover();
    const order = (by: TestAccount) => act(result, 'order-rereview', { reason: '同意' }, by);
    expect((await act(result, 'propose-repetition', EXTREME, both)).status).toBe(200);
    expect(refusal(await order(both))).toEqual([422, 'proposer_approves', []]);
    await app.dataSource.query(`UPDATE review_score SET points = 2400 WHERE points = 600 AND bid_id = $1`, [
      result.bid(0),
    ]);
    expect(refusal(await order(bureau.approver))).toEqual(unproven('/ground'));
    await app.dataSource.query(
      `UPDATE review_score SET points = 600 WHERE (member_id, bid_id, criterion) = (
         SELECT member_id, bid_id, criterion FROM review_score WHERE bid_id = $1 LIMIT 1)`,
      [result.bid(0)],
    );
    const version = await versionOf(app, lot);
    const orders = await Promise.all(
      [1, 2].map(() => actOnLot(app, lot, 'order-rereview', { reason: '同意' }, bureau.approver, version)),
    );
    expect(orders.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it.each([false, true])(
    'by another panel: two persons, and the paper that says why (awarded: %s)',
    async (awarded) => {
      const result = await begin();
      await (awarded ? result.published() : result.deliver());
      const propose = (given: object, by = bureau.officer) => act(result, 'propose-repetition', given, by);
      const order = (given: object = {}, by = bureau.approver) =>
        act(result, 'reconstitute-panel', { reason: '同意', ...given }, by);
      expect(refusal(await order({ ...BRIBED, ground: 'extreme' }))[1]).toBe('panel_result_stands');
      expect(refusal(await order(BRIBED))).toEqual([422, 'ending_not_proposed', []]);
      const { reference, ...unnamed } = BRIBED;
      expect(refusal(await propose(unnamed))).toEqual(unproven('/reference'));
      const both = await officerAndApprover();
      expect((await propose(BRIBED, both)).status).toBe(200);
      expect(refusal(await order({}, both))).toEqual([422, 'proposer_approves', []]);
      expect((await propose({ ...BRIBED, reference })).status).toBe(200);
      expect((await result.read()).ending).toMatchObject({ ...BRIBED, outcome: 'new_panel', barred: [] });
      // Until it is ordered the result may still be confirmed; one that is published has been.
      expect(await tasks(bureau.approver, result)).toEqual(
        awarded ? ['lot_repetition'] : ['result_confirmation', 'lot_repetition'],
      );
      expect(refusal(await order({ ground: 'panel_misconduct' }))[1]).toBe('ending_not_proposed');
      expect(stateOf(await order())).toBe('opened');
      expect(await result.read()).toMatchObject({
        ending: null,
        awards: awarded ? [{ endReason: BRIBED.reason }] : [],
      });
    },
  );

  it('as long as the lot has not gone on since it was proposed', async () => {
    const result = await begin();
    await result.deliver();
    expect((await act(result, 'propose-repetition', BRIBED)).status).toBe(200);
    // It stands on the lot itself, whatever state that is in: the audit is no place to work from.
    const kept = () =>
      app.dataSource.query<object[]>(`SELECT state, ending ->> 'ground' AS ground FROM lot WHERE id = $1`, [
        lotOf(result),
      ]);
    expect(await kept()).toEqual([{ state: 'reviewed', ground: BRIBED.ground }]);
    await result.must('confirm', { bid: result.bid(0) });
    expect(await kept()).toEqual([{ state: 'confirmed', ground: null }]);
    expect((await result.read()).ending).toBeNull();
    const order = () => act(result, 'reconstitute-panel', BRIBED, bureau.approver);
    expect(refusal(await order())[1]).toBe('ending_not_proposed');
    // Nor where the clock has confirmed meanwhile.
    const other = await begin();
    await other.deliver();
    await act(other, 'propose-repetition', BRIBED);
    await setBusinessTime(app, '2025-11-11T09:00:00+08:00');
    expect(refusal(await act(other, 'reconstitute-panel', BRIBED, bureau.approver))[1]).toBe('ending_not_proposed');
  });

  describe('after which the lot', () => {
    const words = { ground: 'unlawful_acts', reference: PAPER, reason: '串通投标经查属实' };

    it.each(['extreme', 'panel_violation'])(
      'whose award was unmade on %s is ended by two persons all the same',
      async (ground) => {
        const result = await begin();
        await result.published();
        await scoredExtremely(app, lotOf(result));
        const given = ground === 'extreme' ? EXTREME : BRIBED;
        expect(stateOf(await repeated(app, bureau, lotOf(result), given))).toBe('opened');
        for (const by of [bureau.officer, bureau.approver])
          for (const [action, because] of [
            ['fail', words],
            ['cancel', { ...words, ground: 'unforeseen_change' }],
          ] as const)
            expect(refusal(await act(result, action, because, by))).toEqual([422, 'ending_not_proposed', []]);
        expect((await act(result, 'propose-ending', words)).status).toBe(200);
        expect((await result.read()).ending).toMatchObject({ ...words, outcome: 'failed' });
        expect(await tasks(bureau.approver, result)).toEqual(['lot_ending']);
        expect(refusal(await act(result, 'fail', { reason: '同意' }))).toEqual([422, 'proposer_approves', []]);
        // A second officer is not the buyer's decision.
        const second = await makeUser(app, 'bureau_officer', bureau.id);
        expect(refusal(await act(result, 'fail', { reason: '同意' }, second))[1]).toBe('not_permitted');
        expect(stateOf(await act(result, 'fail', { reason: '同意' }, bureau.approver))).toBe('failed');
      },
    );

    it('that never had an award is ended by one', async () => {
      const result = await begin();
      await result.deliver();
      await scoredExtremely(app, lotOf(result));
      await act(result, 'order-rereview', EXTREME);
      expect(stateOf(await act(result, 'fail', words))).toBe('failed');
    });
  });
});
