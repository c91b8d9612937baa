import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { opening } from '../support/bidding.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { Drafting, type Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startContracting, startPurchasing } from '../support/started.js';

interface Answer {
  status: number;
  body: object;
}
const toCode = ({ status, body }: Answer) => [status, (body as { code?: string }).code];

/** A body that buys together with a buyer, and its people. */
const makeJoint = async (app: TestApp) => {
  const body = await makeBody(app);
  return {
    body,
    officer: await makeUser(app, 'bureau_officer', body),
    approver: await makeUser(app, 'bureau_approver', body),
  };
};

/** A purchase of joint buyers is conducted by one of them; it is that of all. */
describe('a joint buyer', () => {
  let app: TestApp;
  let bureau: Bureau;
  let joint: Awaited<ReturnType<typeof makeJoint>>;
  let stranger: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    await setInstant(app, '2025-11-03T09:00:00+08:00');
    joint = await makeJoint(app);
    stranger = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());
  const get = async (path: string, by: TestAccount): Promise<Answer> => app.http.get(`/api/v1/${path}`).set(by.auth);
  const lists = async (by: TestAccount, id: string): Promise<boolean> => {
    const { body } = await get('tenders?limit=200', by);
    return (body as { items: { id: string }[] }).items.some((tender) => tender.id === id);
  };

  it('reads the draft as long as that names it, and writes nothing there', async () => {
    const draft = await Drafting.begin(app, bureau);
    const path = `tenders/${draft.id}`;
    expect([(await get(path, joint.officer)).status, await lists(joint.officer, draft.id)]).toEqual([404, false]);
    await draft.must('patch', 'terms', { jointBuyers: [joint.body] });
    const seen = await get(path, joint.officer);
    expect([seen.status, seen.body]).toMatchObject([200, { id: draft.id, allowedActions: [] }]);
    expect([(await get(path, stranger)).status, await lists(stranger, draft.id)]).toEqual([404, false]);
    expect(await lists(joint.officer, draft.id)).toBe(true);
    expect(toCode(await draft.send('patch', 'terms', { jointBuyers: [] }, joint.officer))).toEqual([
      ...[403, 'not_permitted'],
    ]);
    expect(toCode(await draft.act('submit', joint.officer))).toEqual([403, 'not_permitted']);
    await draft.must('post', 'actions/submit', {});
    expect(toCode(await draft.act('approve', joint.approver))).toEqual([403, 'not_permitted']);
    await draft.must('post', 'actions/return', { reason: '补充' }, bureau.approver);
    await draft.must('patch', 'terms', { jointBuyers: [] });
    expect([(await get(path, joint.officer)).status, await lists(joint.officer, draft.id)]).toEqual([404, false]);
  });

  it('sees that bids are to be opened and opens none, nor appoints a panel whose names it does not know', async () => {
    const reviewers = await makeReviewers(app, 5);
    const review = await Reviewing.begin(app, bureau, reviewers, undefined, {
      ...{ method: 'COMPETITIVE_CONSULTATION', opened: false, terms: { jointBuyers: [joint.body] } },
    });
    await review.appoint(reviewers[0] as TestAccount);
    await setInstant(app, '2025-11-14T01:30:00.000001Z');
    expect(toCode(await opening(app, review.id, joint.officer, 'request_opening'))).toEqual([403, 'not_permitted']);
    expect((await opening(app, review.id, bureau.officer, 'request_opening')).status).toBe(200);
    const shown = await get(`tenders/${review.id}/opening`, joint.approver);
    expect(shown.body).toMatchObject({ state: 'requested', requestedBy: bureau.officer.id, allowedActions: [] });
    expect(toCode(await opening(app, review.id, joint.approver, 'open_bids'))).toEqual([403, 'not_permitted']);
    expect((await opening(app, review.id, bureau.approver, 'open_bids')).status).toBe(200);
    const { members } = await review.read(joint.officer);
    expect(members.map(({ name }) => name)).toEqual([null]);
    const user = (reviewers[1] as TestAccount).id;
    expect(await review.code('members', { user, kind: 'buyer_representative' }, joint.officer)).toEqual([
      ...[403, 'not_permitted'],
    ]);
    expect((await get(`tenders/${review.id}/review`, stranger)).status).toBe(404);
  });
});

describe('a joint buyer of a contract', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  it('reads it, what is done under it and its payments before anybody else, and signs nothing', async () => {
    const joint = await makeJoint(app);
    const contract = await Contracting.drafted(app, parties);
    const get = async (path: string, by: TestAccount): Promise<Answer> => app.http.get(`/api/v1/${path}`).set(by.auth);
    const paths = ['', '/text', '/payments', '/milestones'].map((part) => `contracts/${contract.id}${part}`);
    const read = async () => {
      const codes: number[] = [];
      for (const path of paths) codes.push((await get(path, joint.officer)).status);
      return codes;
    };
    expect(await read()).toEqual([404, 404, 404, 404]);
    await app.dataSource.query(
      `UPDATE tender SET terms = coalesce(terms, '{}') || $2 WHERE id = (SELECT tender_id FROM contract WHERE id = $1)`,
      [contract.id, { jointBuyers: [joint.body] }],
    );
    expect(await read()).toEqual([200, 200, 200, 200]);
    expect((await get(`contracts/${contract.id}`, joint.officer)).body).toMatchObject({ allowedActions: [] });
    const redraft = { reason: '补充条款', content: { number: 'HT-1' } };
    expect(toCode(await contract.act('redraft', redraft, joint.officer))).toEqual([403, 'not_permitted']);
    await contract.must('redraft', redraft);
  });
});
