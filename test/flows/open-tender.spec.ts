import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBiddingParties } from '../support/bidding-parties.js';
import { bidAll, issueTender, OPEN_TENDER, openTenderBids, type Bidder } from '../support/bidding.js';
import { CONTENT, Contracting, said } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { haveDrawn } from '../support/experts.js';
import { ALL_MEMBERS } from '../support/reviews.js';

let app: TestApp;
let bureau: Bureau;
let bidders: Bidder[];
let reviewers: TestAccount[];
beforeAll(async () => {
  app = await startTestApp();
  ({ bureau, bidders, reviewers } = await makeBiddingParties(app, 3));
});
afterAll(() => app.close());

/** One request on the tender, with its version as it stands. */
async function post(tender: string, path: string, body: object, by: TestAccount) {
  // What a member of the panel finds, scores and signs has the version of its seat.
  const ofMember = /^review\/(score-sheets|signatures|actions\/check-conformity)$/.test(path);
  const { body: read } = await app.http
    .get(`/api/v1/tenders/${tender}${ofMember ? '/review/score-sheets' : ''}`)
    .set(ofMember ? by.auth : bureau.officer.auth)
    .expect(200);
  const answer = await app.http
    .post(`/api/v1/tenders/${tender}/${path}`)
    .set(by.auth)
    .set('If-Match', `"${(read as { version: number }).version}"`)
    .send({ lot: 1, ...body });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body as {
    items: [{ bids: { id: string; bidder: { id: string } }[]; awards: { id: string }[]; lotState: string }];
  };
}

interface OwnBid {
  state: string;
  content: { price: string } | null;
  result: { rank: number | null; score: string | null; ground: string | null; detail: string | null } | null;
}
const bidOf = async (id: string, by: TestAccount): Promise<OwnBid> =>
  (await app.http.get(`/api/v1/bids/${id}`).set(by.auth).expect(200)).body as OwnBid;

it('an open tender comes from its sealed bids to a contract that both parties have signed', async () => {
  const { tender, draft, lots } = await issueTender(app, bureau, {
    ...OPEN_TENDER,
    lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
  });
  const [lot = ''] = lots;
  const bids = await bidAll(app, bidders, lot, ['180000.00', '170000.00', '190000.00']);
  await setBusinessTime(app, '2025-12-01T09:31:00+08:00');
  await openTenderBids(app, bureau, tender);

  const panel = ALL_MEMBERS.map((_, i) => reviewers[i] as TestAccount);
  const [one] = panel as [TestAccount];
  await haveDrawn(
    app,
    tender,
    bureau.officer,
    panel.map(({ id }) => id),
  );
  for (const [i, kind] of ALL_MEMBERS.entries())
    await post(tender, 'review/members', { user: reviewers[i]?.id, kind }, bureau.officer);
  const review = await app.http.get(`/api/v1/tenders/${tender}/review`).set(bureau.officer.auth).expect(200);
  const opened = (review.body as { items: [{ bids: { id: string; bidder: { id: string } }[] }] }).items[0].bids;
  const ofBidder = bidders.map(({ body }) => opened.find(({ bidder }) => bidder.id === body)?.id ?? '');
  const whole = { results: ofBidder.map((bid) => ({ bid, passed: true })) };
  await post(tender, 'review/actions/qualify', whole, bureau.officer);
  for (const member of panel)
    await post(tender, 'review/declarations', { declarations: ofBidder.map((bid) => ({ bid })) }, member);
  for (const member of panel.slice(0, 3)) await post(tender, 'review/actions/check-conformity', whole, member);
  await post(tender, 'review/actions/begin-scoring', {}, one);
  // The first has the better service: 45 and 24, 40 and 24, 35 and 24.
  const scores = ofBidder.flatMap((bid, i) => [
    { bid, criterion: 2, points: String(45 - 5 * i) },
    { bid, criterion: 3, points: '24' },
  ]);
  for (const member of panel) await post(tender, 'review/score-sheets', { scores, lock: true }, member);
  for (const member of panel) await post(tender, 'review/signatures', {}, member);
  await post(tender, 'review/actions/report', {}, one);

  // Nobody is told anything before the result.
  const [first, second, third] = bids;
  expect(await bidOf(second?.id ?? '', bidders[1]?.user as TestAccount)).toMatchObject({
    state: 'opened',
    result: null,
  });
  await post(tender, 'awards/actions/deliver-report', {}, bureau.officer);
  await post(tender, 'awards/actions/confirm', { bid: ofBidder[0] }, bureau.approver);
  const { items } = await post(tender, 'awards/actions/publish-result', {}, bureau.officer);
  const award = items[0].awards[0]?.id ?? '';

  // Each its own rank and score, and nobody another's: 20 × 17 / 18 = 18.89, 20, 20 × 17 / 19 = 17.89.
  expect(await bidOf(first?.id ?? '', bidders[0]?.user as TestAccount)).toMatchObject({
    state: 'won',
    result: { rank: 1, score: '87.89', rule: 'TELL-LOSER-SCORE' },
  });
  expect(await bidOf(second?.id ?? '', bidders[1]?.user as TestAccount)).toMatchObject({
    state: 'lost',
    result: { rank: 2, score: '84.00', ground: null, rule: 'TELL-LOSER-SCORE' },
  });
  expect(await bidOf(third?.id ?? '', bidders[2]?.user as TestAccount)).toMatchObject({
    state: 'lost',
    result: { rank: 3, score: '76.89' },
  });
  const stranger = await app.http.get(`/api/v1/bids/${second?.id}`).set((bidders[0]?.user as TestAccount).auth);
  expect(stranger.status).toBe(404);
  expect((await bidOf(second?.id ?? '', bureau.officer)).result).toBeNull();
  const { text } = await app.http.get(`/api/v1/tenders/${tender}`).expect(200);
  for (const score of ['87.89', '84.00', '76.89']) expect(text).not.toContain(score);
  const events = await app.http
    .get('/api/v1/changes?limit=200')
    .set((bidders[1]?.user as TestAccount).auth)
    .expect(200);
  expect(JSON.stringify(events.body)).not.toContain('84.00');

  const parties = { bureau, agency: bidders[0]?.body ?? '', manager: bidders[0]?.user as TestAccount };
  const made = await app.http
    .post('/api/v1/contracts')
    .set(bureau.officer.auth)
    .send({ award, ...CONTENT });
  if (made.status !== 201) throw new Error(made.text);
  const contract = new Contracting(app, parties, (made.body as { id: string }).id);
  const { here, amount } = await contract.read();
  expect([amount, here.content.amount]).toEqual(['180000.00', '180000.00']);
  await contract.must('sign', { hash: here.contentHash }, parties.manager);
  // What the winner gave up may not be signed.
  const { body: refused } = await app.http.get(`/api/v1/awards/${award}`).set(parties.manager.auth).expect(200);
  expect(refused).toMatchObject({ allowedActions: [{ action: 'refuse' }, { action: 'be_heard' }] });
  await contract.must('sign', { hash: here.contentHash }, bureau.approver);
  expect(await draft.read()).toMatchObject({
    state: 'contracted',
    lots: [{ state: 'contracted', award: { id: award, state: 'contracted' } }],
  });
  const rows = await app.dataSource.query<{ what: string; n: number }[]>(
    `SELECT e.aggregate_type || '.' || e.action AS what, count(*)::int AS n FROM audit_entry e JOIN outbox o ON o.audit_id = e.id
     WHERE (e.aggregate_id = $1 AND e.action = 'sign') OR (e.aggregate_id = $2 AND e.action = 'contract') GROUP BY 1 ORDER BY 1`,
    [lot, award],
  );
  expect(rows).toEqual([
    { what: 'award.contract', n: 1 },
    { what: 'lot.sign', n: 1 },
  ]);
  const late = await contract.sign(parties.manager);
  expect(said(late)[0]).toBe(409);
  const supervisor = await makeUser(app, 'agency_manager');
  expect((await app.http.get(`/api/v1/bids/${first?.id}`).set(supervisor.auth)).status).toBe(404);
});
