import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inboxes } from '../../src/desk/notifications/inboxes.service.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { bidAll, issueTender, makeBidders, moveDeadline, opening, type Bidder } from '../support/bidding.js';
import { Drafting, PLAN, type Bureau } from '../support/drafts.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { startBureau } from '../support/started.js';

interface Task {
  kind: string;
  id: string;
  title: string;
  subject: { id: string; label: string };
  lot: number | null;
  dueOn: string | null;
  action: { method: string; href: string } | null;
}

describe('states of a purchase that wait for somebody', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  let reviewers: TestAccount[];
  let stranger: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    bidders = await makeBidders(app, 3);
    reviewers = await makeReviewers(app, 5);
    stranger = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());

  const tasks = async (by: TestAccount, subject: string): Promise<Task[]> => {
    const { body } = await app.http
      .get('/api/v1/me/tasks?limit=200')
      .set({ ...by.auth, 'Accept-Language': 'en' })
      .expect(200);
    // Days of law and addresses of notices (untold-states.spec) wait beside what is looked at here.
    const beside = ['deadline', 'notice_address'];
    return (body as { items: Task[] }).items.filter(
      ({ kind, subject: { id } }) => id === subject && !beside.includes(kind),
    );
  };
  const kinds = async (by: TestAccount, subject: string): Promise<string[]> =>
    (await tasks(by, subject)).map(({ kind }) => kind);

  /** What an inbox was told of a purchase, when its time has come again. */
  const notifications = async (by: TestAccount, subject: string): Promise<object[]> => {
    await app.dataSource.query(`UPDATE inbox SET next_look_at = clock_timestamp()`);
    await app.running.app.get(Inboxes).look();
    const { body } = await app.http.get('/api/v1/me/notifications?limit=200').set(by.auth).expect(200);
    const { items } = body as { items: { task: string; action: { href: string } | null }[] };
    return items.filter(({ task, action }) => task === subject || action?.href.includes(subject) === true);
  };

  it('a draft that came back is its bureau’s until it is sent again, and what was approved until it is issued', async () => {
    const draft = await Drafting.begin(app, bureau);
    expect(await tasks(bureau.officer, draft.id)).toEqual([]);
    await draft.must('post', 'actions/submit', {});
    await draft.must('post', 'actions/return', { reason: '补充材料' }, bureau.approver);
    const address = `/api/v1/tenders/${draft.id}/actions`;
    expect(await tasks(bureau.officer, draft.id)).toMatchObject([
      { kind: 'tender_returned', dueOn: PLAN.issueOn, action: { method: 'POST', href: `${address}/submit` } },
    ]);
    expect([await tasks(stranger, draft.id), await tasks(bureau.approver, draft.id)]).toEqual([[], []]);
    await draft.plan();
    expect(await tasks(bureau.officer, draft.id)).toMatchObject([
      { kind: 'tender_issue', action: { href: `${address}/issue` } },
    ]);
    expect(await tasks(stranger, draft.id)).toEqual([]);
    await draft.must('post', 'actions/issue', { reason: '急需' });
    expect(await tasks(bureau.officer, draft.id)).toEqual([]);
  });

  it('bids are ready to open by the deadline alone: none, one and three give equal lists before, after, and once it is asked for', async () => {
    const seen: string[][] = [];
    for (const by of [bureau.officer, bureau.approver, stranger, (bidders[0] as Bidder).user])
      await app.http.put('/api/v1/me/inbox').set(by.auth).send({ muted: [] }).expect(200);
    for (const count of [0, 1, 3]) {
      const { tender, lots } = await issueTender(app, bureau);
      await bidAll(app, bidders, lots[0] as string, ['150000.00', '160000.00', '170000.00'].slice(0, count));
      const look = async (): Promise<string> => {
        const told = [];
        for (const by of [bureau.officer, bureau.approver, stranger, (bidders[0] as Bidder).user])
          told.push(await tasks(by, tender), await notifications(by, tender));
        return JSON.stringify(told)
          .replaceAll(tender, 'tender')
          .replaceAll(/"(since|createdAt|endedAt)":"[^"]*"/g, '"$1"')
          .replaceAll(/"(id|task)":"[0-9a-f-]{36}"/g, '"$1"');
      };
      const before = await look();
      await moveDeadline(app, tender, -1000);
      const after = await look();
      expect(await tasks(bureau.officer, tender)).toMatchObject([
        {
          kind: 'opening_request',
          title: 'Bids ready to open: 社区老人居家养老服务',
          action: { method: 'POST', href: `/api/v1/tenders/${tender}/opening/actions/request-opening` },
        },
      ]);
      expect(await kinds((bidders[0] as Bidder).user, tender)).toEqual([]);
      expect((await opening(app, tender, bureau.officer, 'request_opening')).status).toBe(200);
      expect([await kinds(bureau.officer, tender), await kinds(bureau.approver, tender)]).toEqual([
        [],
        ['opening_order'],
      ]);
      const asked = await look();
      expect((await opening(app, tender, bureau.approver, 'open_bids')).status).toBe(200);
      expect([await kinds(bureau.officer, tender), await kinds(bureau.approver, tender)]).toEqual([[], []]);
      seen.push([before, after, asked]);
    }
    expect(seen[0]?.[1]).toContain('"opening_request","title":"');
    expect([seen[1], seen[2]]).toEqual([seen[0], seen[0]]);
  });

  it('a panel’s declaration, scores and opinion are each member’s own, the report and its result the buyer’s', async () => {
    const review = await Reviewing.begin(app, bureau, reviewers);
    await review.appointAll();
    const [first, second] = reviewers as [TestAccount, TestAccount];
    const panel = `/api/v1/tenders/${review.id}/review`;
    expect(await tasks(first, review.id)).toMatchObject([
      { kind: 'panel_declaration', lot: 1, action: { href: `${panel}/declarations` } },
    ]);
    expect(await tasks(bureau.officer, review.id)).toMatchObject([
      { kind: 'bid_qualification', lot: 1, action: { href: `${panel}/actions/qualify` } },
    ]);
    await review.qualify();
    expect(await kinds(bureau.officer, review.id)).toEqual([]);
    await review.declare(first);
    expect([await kinds(first, review.id), await kinds(second, review.id)]).toEqual([[], ['panel_declaration']]);
    for (const reviewer of reviewers.slice(1)) await review.declare(reviewer);
    await review.conform();
    await review.begin();
    expect(await tasks(first, review.id)).toMatchObject([
      { kind: 'panel_scores', action: { href: `${panel}/score-sheets` } },
    ]);
    const lock = async (by: TestAccount) =>
      expect(
        (
          await review.save(
            by,
            review.sheet((bid) => [String(45 - bid * 5), '24']),
            true,
          )
        ).status,
      ).toBe(200);
    await lock(first);
    expect([await kinds(first, review.id), await kinds(second, review.id)]).toEqual([[], ['panel_scores']]);
    for (const reviewer of reviewers.slice(1)) await lock(reviewer);
    expect(await tasks(first, review.id)).toMatchObject([
      { kind: 'panel_opinion', action: { href: `${panel}/signatures` } },
    ]);
    await review.must('signatures', {}, first);
    expect([await kinds(first, review.id), await kinds(second, review.id)]).toEqual([[], ['panel_opinion']]);
    for (const reviewer of reviewers.slice(1)) await review.must('signatures', {}, reviewer);
    await review.must('actions/report', {}, first);
    expect(await kinds(first, review.id)).toEqual([]);
    expect(await tasks(bureau.officer, review.id)).toMatchObject([
      { kind: 'report_delivery', title: expect.stringMatching(/: 社区老人居家养老服务, lot 1$/), lot: 1 },
    ]);
    expect(await kinds(stranger, review.id)).toEqual([]);
  });
});
