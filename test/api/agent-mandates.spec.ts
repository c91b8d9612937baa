import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../src/people/accounts/roles.js';
import { giveSeat, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import type { Bureau } from '../support/drafts.js';
import { Resulting } from '../support/results.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

interface Remedy {
  id: string;
  version: number;
  state: string;
}

describe('a mandate that ends in the middle of a purchase', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());
  const makeAgent = async () => {
    const body = await makeBody(app, { kind: 'agent' });
    return { body, user: await makeUser(app, 'procurement_agent', body) };
  };
  const seat = (user: TestAccount | undefined, body: string, role: Role) =>
    giveSeat(app, user as TestAccount, role, body);
  const unseat = (user: TestAccount | undefined, body: string) =>
    app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [user?.id, body]);

  it('takes what was filed against the purchase with it: who acts for the buyer now answers, and nobody else', async () => {
    const [before, after] = [await makeAgent(), await makeAgent()];
    const result = await Resulting.begin(app, bureau, { agent: before.body });
    await result.must('deliver-report', {}, before.user);
    await result.must('confirm', { bid: result.bid(0) });
    await result.must('publish-result', {}, before.user);
    const loser = await result.bidder(1);
    const words = { tender: result.id, lot: 1, grounds: '评分有误', requests: '重新评审' };
    const made = await app.http
      .post('/api/v1/challenges')
      .set(loser.auth)
      .send({ ...words, stage: 'result' });
    const { id, version } = made.body as Remedy;
    const complaint = await app.http
      .post('/api/v1/complaints')
      .set(loser.auth)
      .send({ ...words, challenge: id });
    const complained = (complaint.body as Remedy).id;
    const reads = async ({ user }: { user: TestAccount }) =>
      Promise.all(
        [`challenges/${id}`, `complaints/${complained}`].map(
          async (path) => (await app.http.get(`/api/v1/${path}`).set(user.auth)).status,
        ),
      );
    const answer = async ({ user }: { user: TestAccount }, body: object) => {
      const { status, body: said } = await app.http
        .post(`/api/v1/challenges/${id}/actions/answer`)
        .set({ ...user.auth, 'If-Match': `"${version}"` })
        .send(body);
      return [status, (said as { code?: string }).code ?? null];
    };
    expect([await reads(before), await reads(after)]).toEqual([
      [200, 200],
      [404, 404],
    ]);
    await result.draft.must('put', 'mandate', { agent: after.body });
    expect([await reads(before), await reads(after)]).toEqual([
      [404, 404],
      [200, 200],
    ]);
    const upheld = { result: 'upheld', affectsResult: true, reason: '成立' };
    expect(await answer(before, upheld)).toEqual([404, 'not_found']);
    expect(await answer(after, { result: 'not_upheld', reason: '不成立' })).toEqual([200, null]);
    await result.draft.must('put', 'mandate', { agent: null });
    expect(await reads(after)).toEqual([404, 404]);
  });

  it('leaves nobody of the agent, nor an expert of the buyer, in a panel that acts', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.checked();
    const agent = await makeAgent();
    const [first, second, third] = review.seated();
    const begins = () => review.code('actions/begin-scoring', {}, first as TestAccount);
    await seat(second, agent.body, 'procurement_agent');
    await review.draft.must('put', 'mandate', { agent: agent.body });
    expect(await begins()).toEqual([422, 'panel_unlawful']);
    expect((await review.read()).panel).toMatchObject({ lawful: 'unlawful', faults: [{ code: 'of_agent' }] });
    await unseat(second, agent.body);
    await seat(third, bureau.id, 'bureau_officer');
    expect(await begins()).toEqual([422, 'panel_unlawful']);
    expect((await review.read()).panel).toMatchObject({ lawful: 'unlawful', faults: [{ code: 'expert_of_buyer' }] });
    await unseat(third, bureau.id);
    // The buyer's own representative sits there for it.
    await seat(review.seated()[4], bureau.id, 'bureau_officer');
    expect(await begins()).toEqual([200, '']);
    expect((await review.read()).panel).toMatchObject({ lawful: 'lawful', faults: [] });
    await unseat(review.seated()[4], bureau.id);
  });

  it('is given to a body that acts, until the contract or the end', async () => {
    const { body } = await makeAgent();
    const result = await Resulting.begin(app, bureau);
    const mandate = async (agent: string | null) => {
      const answer = await result.draft.send('put', 'mandate', { agent });
      return [answer.status, (answer.body as { code?: string }).code ?? null];
    };
    await app.dataSource.query(`UPDATE organisation SET state = 'dissolved' WHERE id = $1`, [body]);
    expect(await mandate(body)).toEqual([404, 'not_found']);
    await app.dataSource.query(`UPDATE organisation SET state = 'active' WHERE id = $1`, [body]);
    expect(await mandate(body)).toEqual([200, null]);
    for (const state of ['contracted', 'failed', 'cancelled']) {
      await app.dataSource.query(`UPDATE tender SET state = $2 WHERE id = $1`, [result.id, state]);
      expect([state, await mandate(null)]).toEqual([state, [409, 'wrong_state']]);
    }
    expect((await result.draft.read()).here).toMatchObject({ agent: body });
  });
});
