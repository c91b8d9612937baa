import { expect } from '@jest/globals';
import type { TestApp } from '../support/app.js';

import { creditCode } from '../support/contracts.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { actOnLot, actOnRemedy } from '../support/lots.js';
import { contractOf, Resulting } from '../support/results.js';
import { BEGINS } from '../../tour/tour.js';
import { monday } from './monday.js';

const WORDS = { grounds: '虚构：评审未按采购文件进行', requests: '重新评审' };
interface Tasks {
  items: { kind: string; id: string; dueOn: string | null }[];
}

/** What a finance authority does about one complaint, from what is on its table to its decision. */
class Desk {
  constructor(
    private readonly app: TestApp,
    readonly bureau: Bureau,
  ) {}

  async tasks(kind: string): Promise<Tasks['items']> {
    const { body } = await this.app.http.get(`/api/v1/me/tasks?kind=${kind}`).set(this.bureau.finance.auth).expect(200);
    return (body as Tasks).items;
  }

  act(id: string, action: string, body: object = {}, by = this.bureau.finance) {
    return actOnRemedy(this.app, 'complaints', id, action, body, by);
  }

  /** Received from somebody whom the buyer gave no right, corrected, accepted, the purchase suspended, decided. */
  async decided(result: Resulting, effect: string, suspend: boolean): Promise<string> {
    const { app, bureau } = this;
    const rival = await result.bidder(1);
    const file = (kind: string, body: object) =>
      app.http
        .post(`/api/v1/${kind}`)
        .set(rival.auth)
        .send({ tender: result.id, lot: 1, ...WORDS, ...body })
        .expect(201);
    const challenge = (await file('challenges', { stage: 'result' })).body as { id: string };
    const answer = { result: 'not_upheld', reason: '虚构：不成立' };
    await actOnRemedy(app, 'challenges', challenge.id, 'answer', answer, bureau.officer);
    const { id } = (await file('complaints', { challenge: challenge.id })).body as { id: string };
    const [task] = (await this.tasks('complaint_examination')).filter((t) => t.id === id);
    expect(task?.dueOn).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect((await this.act(id, 'ask-correction', { reason: '虚构：缺少授权书' })).body.state).toBe('to_correct');
    expect((await this.act(id, 'accept')).body.code).toBe('correction_open');
    const corrected = await this.act(id, 'correct', { reason: '虚构：授权书已补', grounds: '虚构：授权书' }, rival);
    expect(corrected.body).toMatchObject({ state: 'to_correct', correctedOn: expect.any(String) });
    for (const action of ['accept', 'send-copies']) expect((await this.act(id, action)).body.state).toBe('accepted');
    const lot = result.lots[0]?.id ?? '';
    const on = (action: string, body: object) => actOnLot(app, lot, action, body, bureau.finance);
    const words = { reason: '虚构：处理期间暂停', remedy: id, notice: '虚构财停〔2025〕1号', days: 30 };
    if (suspend) expect((await on('suspend', words)).body.lots[0]?.state).toBe('suspended');
    const given = { result: 'upheld', effect, reference: '虚构财决〔2025〕9号', reason: '虚构：评审违法' };
    expect((await this.act(id, 'decide', given)).body).toMatchObject({ state: 'decided', effect });
    if (suspend) expect((await on('resume', {})).body.lots[0]?.state).toBe('result_published');
    expect(await this.tasks('complaint')).toEqual([]);
    return id;
  }
}

monday('Finance authority', async ({ app }) => {
  const bureau = await makeBureau(app);
  await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  await makeThreshold(app);
  const desk = new Desk(app, bureau);
  const begin = async (more: Parameters<typeof Resulting.begin>[2] = {}): Promise<Resulting> => {
    await setBusinessTime(app, BEGINS);
    return Resulting.begin(app, bureau, more);
  };
  const apply = (result: Resulting, remedy: string, action = 'apply-remedy', more: object = {}) =>
    actOnLot(app, result.lots[0]?.id ?? '', action, { reason: '虚构：执行决定', remedy, ...more }, bureau.officer);

  // The next rank: the winner falls, and the second is confirmed by a person.
  const ranked = await begin({ ranks: [1, 2, 3, 4] });
  await ranked.published();
  const next = await apply(ranked, await desk.decided(ranked, 'next_rank', true));
  expect(next.body.lots[0]?.state).toBe('reviewed');
  await ranked.must('confirm', { bid: ranked.bid(1) });
  expect(await ranked.publish()).toMatchObject({ rank: 2, state: 'active' });

  // A new round: this one fails, and its documents begin the next.
  const failed = await begin();
  await failed.published();
  const over = await apply(failed, await desk.decided(failed, 'new_round', false));
  expect(over.body.lots[0]?.state).toBe('failed');
  const round = await app.http
    .post(`/api/v1/tenders/${failed.id}/copies`)
    .set(bureau.officer.auth)
    .send({ newRound: true });
  expect([round.status, (round.body as { state: string }).state]).toEqual([201, 'draft']);

  // A contract that was signed meanwhile is rescinded, and only then the next rank comes.
  const signed = await begin({ ranks: [1, 2, 3, 4], window: { start: '2026-01-01', end: '2026-12-31' } });
  const award = await signed.published();
  const contract = await contractOf(signed, award.id, 0);
  const remedy = await desk.decided(signed, 'rescind_contract', false);
  expect((await contract.read()).state).toBe('halted');
  const after = () => apply(signed, remedy, 'apply-remedy-after-contract', { effect: 'next_rank' });
  expect((await after()).body.code).toBe('contract_stands');
  const words = { reason: '虚构：处理决定', ground: 'complaint_decision', reference: '虚构财决〔2025〕9号', remedy };
  expect((await contract.rescinded(words)).state).toBe('rescinded');
  expect((await after()).body.lots[0]?.state).toBe('reviewed');

  // A method above the threshold: asked for, on the table, granted.
  const draft = await Drafting.begin(app, bureau, {
    lots: [{ no: 1, ceiling: '2000000.00', pricing: 'competitive' }],
  });
  await draft.plan();
  const issue = () => draft.act('issue', bureau.officer, { reason: '虚构：急需' });
  expect((await issue()).body.code).toBe('method_approval_missing');
  await draft.must('post', 'actions/request-method-approval', { reason: '虚构：服务内容不能事先详细规定' });
  expect((await desk.tasks('method_approval')).map(({ id }) => id)).toEqual([draft.id]);
  await draft.must('post', 'actions/grant-method-approval', {}, bureau.finance);
  expect(await desk.tasks('method_approval')).toEqual([]);
  expect((await issue()).body.state).toBe('open');
});
