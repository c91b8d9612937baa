import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/acceptances.js';
import { makeAccount, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Bidding, makeBidder, offer, type Bidder } from '../support/bidding.js';
import { Drafting, setBusinessTime, type Bureau } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

/** Who buys together with the buyer stands on its side of the purchase: what the buyer may not do there, it may not do. */
describe('a joint buyer', () => {
  let app: TestApp;
  let bureau: Bureau;
  let joint: Bidder;
  let other: Bidder;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    [joint, other] = [await makeBidder(app), await makeBidder(app)];
    reviewers = await makeReviewers(app, 6);
  });
  afterAll(() => app.close());

  interface Answer {
    status: number;
    body: object;
  }
  const toCode = ({ status, body }: Answer) => [status, (body as { code?: string }).code];

  it('does not bid, and no challenge of it is recorded as that of a supplier', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { jointBuyers: [joint.body] });
    await draft.plan();
    const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
    const [lot] = issued.lots as unknown as [{ id: string }];
    const submit = async (bidder: Bidder) => (await Bidding.begin(app, bidder, lot.id, offer('1.00'))).act('submit');
    const refused = await submit(joint);
    expect([...toCode(refused), refused.body]).toEqual([
      ...[422, 'bidder_barred', expect.objectContaining({ rule: 'GPS-PROVIDER' })],
    ]);
    expect((await submit(other)).status).toBe(200);

    const paper = { receivedOn: '2025-11-03', documents: [await upload(app, bureau.officer)] };
    const record = async ({ body: organisation }: Bidder): Promise<Answer> =>
      app.http
        .post('/api/v1/challenges')
        .set(bureau.officer.auth)
        .send({
          ...{ tender: draft.id, stage: 'documents', grounds: '资格条件不合理', requests: '更正' },
          ...{ organisation, paper },
        });
    expect(toCode(await record(joint))).toEqual([422, 'body_no_supplier']);
    expect((await record(other)).status).toBe(201);
  });

  it('has no expert of its own in the panel, before and after the seat, but its representative', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers, undefined, { terms: { jointBuyers: [joint.body] } });
    const both = await makeAccount(
      app,
      { role: 'panel_member', organisation: other.body },
      { role: 'integrator', organisation: joint.body },
    );
    const appoint = async (kind: string): Promise<Answer> =>
      review.post('members', { user: both.id, kind }, review.officer);
    expect(toCode(await appoint('expert'))).toEqual([422, 'expert_of_buyer']);
    expect((await appoint('buyer_representative')).status).toBe(200);

    const later = await Reviewing.begin(app, bureau, reviewers, undefined, { terms: { jointBuyers: [joint.body] } });
    await later.checked();
    const [first, second] = later.seated() as [TestAccount, TestAccount];
    await app.dataSource.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'bureau_officer')`, [
      ...[second.id, joint.body],
    ]);
    expect(await later.code('actions/begin-scoring', {}, first)).toEqual([422, 'panel_unlawful']);
    expect((await later.read()).panel).toMatchObject({ lawful: 'unlawful', faults: [{ code: 'expert_of_buyer' }] });
    await app.dataSource.query(`DELETE FROM seat WHERE user_id = $1 AND organisation_id = $2`, [
      ...[second.id, joint.body],
    ]);
    expect(await later.code('actions/begin-scoring', {}, first)).toEqual([200, '']);
  });
});
