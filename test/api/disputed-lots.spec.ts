import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided } from '../support/lots.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

const UNLAWFUL = { reason: '违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' };
const ASKED = { stage: 'process', grounds: '评审未按采购文件进行', requests: '重新评审' };
const WORDS = { ...ASKED, knownOn: '2025-11-03' };

/**
 * What is told of the draw of experts of a lot that has ended: the day on which its names and its seed are opened, and none while
 * a challenge or a complaint about the lot waits, or what was upheld of one.
 */
describe('the draw of a lot that has failed is opened on a known day', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  beforeEach(() => setBusinessTime(app, '2025-11-03T09:00:00+08:00'));
  afterAll(() => app.close());

  /** Two lots that are reviewed, for each of which a draw was prepared. */
  const begin = async (): Promise<Resulting> => {
    const result = await Resulting.begin(app, bureau, { lots: 2 });
    const set = async (state: string, days: number) => {
      const deadline = `business_now() + make_interval(days => ${days})`;
      await app.dataSource.query(`UPDATE tender SET state = $2, deadline_at = ${deadline} WHERE id = $1`, [
        result.id,
        state,
      ]);
      await app.dataSource.query(`UPDATE lot SET state = $2 WHERE tender_id = $1`, [result.id, state]);
    };
    // As if before the opening.
    await set('open', 20);
    for (const lot of [1, 2])
      await app.http
        .post(`/api/v1/tenders/${result.id}/review/draws`)
        .set(bureau.officer.auth)
        .send({ lot, source: 'pool', size: 1, reviewOn: '2025-11-24' })
        .expect(201);
    await set('reviewed', 0);
    return result;
  };
  const fail = async (result: Resulting, ...lots: number[]): Promise<void> => {
    for (const lot of lots) {
      const { status } = await actOnLot(app, result.lots[lot - 1]?.id ?? '', 'fail', UNLAWFUL, bureau.officer);
      expect(status).toBe(200);
    }
  };
  /** Of each lot whether everybody is told the day. */
  const isDayKnown = async ({ id }: Resulting): Promise<boolean[]> => {
    const { body } = await app.http.get(`/api/v1/tenders/${id}/review/draws`).expect(200);
    const { items } = body as { items: { lot: number; opened: boolean; opensOn: string | null }[] };
    expect(items.map(({ opened }) => opened)).toEqual([false, false]);
    return items.toSorted((a, b) => a.lot - b.lot).map(({ opensOn }) => opensOn !== null);
  };
  const file = async (kind: 'challenges' | 'complaints', by: TestAccount, body: object): Promise<string> => {
    const made = await app.http.post(`/api/v1/${kind}`).set(by.auth).send(body);
    if (made.status !== 201) throw new Error(made.text);
    return (made.body as { id: string }).id;
  };
  const step = async (
    kind: 'challenges' | 'complaints',
    id: string,
    action: string,
    body: object,
    by: TestAccount,
  ): Promise<void> => {
    const answer = await actOnRemedy(app, kind, id, action, body, by);
    expect([action, answer.status, answer.text]).toEqual([action, 200, answer.text]);
  };

  it('unless a challenge about it waits, or what was upheld of one', async () => {
    const result = await begin();
    expect(await isDayKnown(result)).toEqual([false, false]);
    await fail(result, 1, 2);
    expect(await isDayKnown(result)).toEqual([true, true]);
    const { officer } = bureau;
    const [first, second, third] = [await result.bidder(0), await result.bidder(1), await result.bidder(2)];
    // Of one lot it says nothing of the other; of no lot it is about both.
    const ofOne = await file('challenges', first, { tender: result.id, lot: 1, ...WORDS });
    expect(await isDayKnown(result)).toEqual([false, true]);
    const ofAll = await file('challenges', second, { tender: result.id, ...WORDS });
    expect(await isDayKnown(result)).toEqual([false, false]);
    await step('challenges', ofAll, 'withdraw', {}, second);
    expect(await isDayKnown(result)).toEqual([false, true]);
    const upheld = { result: 'upheld', reason: '成立' };
    await step('challenges', ofOne, 'answer', { ...upheld, affectsResult: true }, officer);
    expect(await isDayKnown(result)).toEqual([false, true]);
    await step('challenges', ofOne, 'record-remedy', { reason: '该包已终止' }, officer);
    expect(await isDayKnown(result)).toEqual([true, true]);
    const slight = await file('challenges', third, { tender: result.id, lot: 2, ...WORDS });
    expect(await isDayKnown(result)).toEqual([true, false]);
    await step('challenges', slight, 'answer', { ...upheld, affectsResult: false }, officer);
    expect(await isDayKnown(result)).toEqual([true, true]);
  });

  it('unless a complaint about it is examined, or a decision of one is to be carried out', async () => {
    const result = await begin();
    await fail(result, 1, 2);
    const { officer, finance } = bureau;
    const [first, second] = [await result.bidder(0), await result.bidder(1)];
    const answered = async (by: TestAccount, lot: number): Promise<string> => {
      const challenge = await file('challenges', by, { tender: result.id, lot, ...WORDS });
      await step('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, officer);
      return challenge;
    };
    const challenge = await answered(first, 1);
    expect(await isDayKnown(result)).toEqual([true, true]);
    const complaint = await file('complaints', first, { tender: result.id, lot: 1, challenge, ...ASKED });
    const seen = async (): Promise<boolean[]> => isDayKnown(result);
    expect(await seen()).toEqual([false, true]);
    await step('complaints', complaint, 'ask-correction', { reason: '请补充证据' }, finance);
    expect(await seen()).toEqual([false, true]);
    await step('complaints', complaint, 'correct', { reason: '补充证据', grounds: '补充后的理由' }, first);
    for (const action of ['accept', 'send-copies']) {
      await step('complaints', complaint, action, {}, finance);
      expect(await seen()).toEqual([false, true]);
    }
    await decided(app, finance, complaint, 'annul_failure');
    expect(await seen()).toEqual([false, true]);
    const undo = { reason: '废标无效', remedy: complaint };
    expect((await actOnLot(app, result.lots[0]?.id ?? '', 'annul-failure', undo, officer)).status).toBe(200);
    // It has failed on another ground since.
    await fail(result, 1);
    expect(await seen()).toEqual([true, true]);
    // One that its own supplier takes back, or that decides nothing, leaves nothing to wait for.
    const again = await answered(second, 2);
    const taken = await file('complaints', second, { tender: result.id, lot: 2, challenge: again, ...ASKED });
    expect(await seen()).toEqual([true, false]);
    await step('complaints', taken, 'withdraw', { reason: '撤回' }, second);
    expect(await seen()).toEqual([true, true]);
  });

  it('once it is said that nothing is left to carry out of a decision, for the lot has failed of itself', async () => {
    const result = await begin();
    const { stage, knownOn } = WORDS;
    const about = { tender: result.id, lot: 1, stage, knownOn };
    const complaint = await acceptedComplaint(app, bureau, await result.bidder(1), about);
    await decided(app, bureau.finance, complaint, 'redo');
    await fail(result, 1, 2);
    expect(await isDayKnown(result)).toEqual([false, true]);
    await step('complaints', complaint, 'record-remedy', { reason: '该包已终止' }, bureau.officer);
    expect(await isDayKnown(result)).toEqual([true, true]);
  });

  it.each(['challenge', 'complaint'] as const)(
    'once what was upheld of a %s about all lots was carried out on it, though another still waits for it',
    async (kind) => {
      const result = await begin();
      const by = await result.bidder(1);
      let remedy: string;
      if (kind === 'challenge') {
        remedy = await file('challenges', by, { tender: result.id, ...WORDS });
        const answer = { result: 'upheld', affectsResult: true, reason: '成立' };
        await step('challenges', remedy, 'answer', answer, bureau.officer);
      } else {
        const { stage, knownOn } = WORDS;
        remedy = await acceptedComplaint(app, bureau, by, { tender: result.id, stage, knownOn });
        await decided(app, bureau.finance, remedy, 'redo');
      }
      const given = { reason: '重新采购', remedy, ...(kind === 'challenge' && { effect: 'new_round' }) };
      const applied = await actOnLot(app, result.lots[0]?.id ?? '', 'apply-remedy', given, bureau.officer);
      expect([applied.status, applied.body.lots.map(({ state }) => state)]).toEqual([200, ['failed', 'reviewed']]);
      expect(await isDayKnown(result)).toEqual([true, false]);
      const owed = await actOnRemedy(app, `${kind}s`, remedy, 'record-remedy', { reason: 'x' }, bureau.officer);
      expect(owed.body).toMatchObject({ code: 'remedy_unapplied', facts: { lots: [2] } });
    },
  );
});
