import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, opening, type Bidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { acceptedComplaint, SUSPENSION_NOTICE } from '../support/lots.js';
import { startBureau } from '../support/started.js';

describe('the witness of an opening', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let neighbour: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    bidders = await makeBidders(app, 3);
    const committee = await makeBody(app, { kind: 'community_committee', region: '990203' });
    neighbour = await makeUser(app, 'community_worker', committee);
    const [community] = await app.dataSource.query<{ id: string }[]>(
      `INSERT INTO community (dataset, name, region, committee_id) VALUES ('live', '幸福社区', '990203', $1) RETURNING id`,
      [committee],
    );
    await app.dataSource.query(`INSERT INTO service_line_community (service_line_id, community_id) VALUES ($1, $2)`, [
      bureau.line,
      community?.id,
    ]);
  });
  afterAll(() => app.close());
  const codeOf = (answer: { body: unknown }): string | undefined => (answer.body as { code?: string }).code;

  it('is a person of the buyer, of a community it serves, or the supervisor, and of no supplier', async () => {
    const { draft } = await issueTender(app, bureau);
    const appoint = (user: TestAccount | undefined, by = bureau.officer) =>
      draft.act('appoint-witness', by, user ? { user: user.id } : {});
    const region = (code: string) => makeBody(app, { kind: 'supervisor', region: code });
    const far = await makeUser(app, 'supervisor', await region('990204'));
    const otherCommunity = await makeUser(app, 'community_worker', await makeBody(app));
    const both = await makeUser(app, 'bureau_approver', bureau.id);
    await app.dataSource.query(`INSERT INTO seat (user_id, organisation_id, role) VALUES ($1, $2, 'agency_worker')`, [
      both.id,
      bidders[0]?.body,
    ]);
    for (const user of [far, otherCommunity, both, bidders[0]?.user, bureau.finance, undefined])
      expect(codeOf(await appoint(user))).toBe('witness_has_interest');
    expect(codeOf(await appoint(neighbour, bureau.approver))).toBe('not_permitted');
    const near = await makeUser(app, 'supervisor', await region('990200'));
    for (const user of [neighbour, near, bureau.approver, neighbour]) expect((await appoint(user)).status).toBe(200);
  });

  it('sees the tender from the deadline on, and may be the second to open', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { draft, tender, lots } = await issueTender(app, bureau);
    await bidAll(app, bidders, lots[0] ?? '', ['150000.00', '160000.00', '170000.00']);
    await draft.must('post', 'actions/appoint-witness', { user: neighbour.id });
    const record = async () =>
      (await app.http.get(`/api/v1/tenders/${tender}/opening`).set(neighbour.auth).expect(200)).body as {
        requestedBy: string | null;
        allowedActions: AllowedAction[];
        lots: { bidCount: number | null }[];
      };
    expect((await record()).allowedActions).toEqual([]);
    await setBusinessTime(app, '2025-11-14T09:31:00+08:00');
    // It is the buyer's or its agent's to ask for.
    expect(codeOf(await opening(app, tender, neighbour, 'request_opening'))).toBe('not_permitted');
    expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
    const seen = await record();
    expect([seen.requestedBy, actionNames(seen.allowedActions).includes('open_bids')]).toEqual([
      bureau.officer.id,
      true,
    ]);
    const other = await issueTenderBefore(app, bureau);
    expect(codeOf(await opening(app, other, neighbour, 'open_bids'))).toBe('not_permitted');
    expect((await opening(app, tender, neighbour, 'open_bids')).status).toBe(200);
    const [row] = await app.dataSource.query<{ ordered_by: string }[]>(
      `SELECT ordered_by FROM opening WHERE tender_id = $1`,
      [tender],
    );
    expect(row?.ordered_by).toBe(neighbour.id);
  });

  it('sees nothing more of a tender whose old deadline passes while it is suspended: bids will be taken again', async () => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { draft, tender } = await issueTender(app, bureau);
    await draft.must('post', 'actions/appoint-witness', { user: neighbour.id });
    const rival = (bidders[0] as Bidder).user;
    const path = `/api/v1/tenders/${tender}/clarifications`;
    await app.http.post(path).set(rival.auth).send({ question: '是否含周末？' }).expect(200);
    const seen = async () => {
      const { body } = await app.http.get(path).set(neighbour.auth).expect(200);
      return (body as { items: { question: string }[] }).items.map(({ question }) => question);
    };
    const remedy = await acceptedComplaint(app, bureau, rival, { tender, stage: 'documents' });
    const why = { reason: '处理投诉期间', ...SUSPENSION_NOTICE, remedy };
    await draft.must('post', 'actions/suspend', why, bureau.finance);
    await setBusinessTime(app, '2025-11-14T09:31:00+08:00');
    expect(await seen()).toEqual([]);
    await draft.must('post', 'actions/resume', { reason: '投诉已处理' }, bureau.finance);
    expect(await seen()).toEqual([]);
    await setBusinessTime(app, '2025-12-10T09:31:00+08:00');
    expect(await seen()).toEqual(['是否含周末？']);
  });
});

/** Another tender of the bureau whose deadline has passed, without a witness. */
async function issueTenderBefore(app: TestApp, bureau: Bureau): Promise<string> {
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  const { tender } = await issueTender(app, bureau);
  await setBusinessTime(app, '2025-11-14T09:31:00+08:00');
  await opening(app, tender, bureau.officer, 'request_opening');
  return tender;
}
