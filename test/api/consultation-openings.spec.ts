import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { opening } from '../support/bidding.js';
import { Drafting, type Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { startPurchasing } from '../support/started.js';
import { readVersion } from '../support/version.js';

const ISSUE = '2025-11-03T09:00:00+08:00';

describe('the opening of a consultation', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
  });
  beforeEach(() => setInstant(app, ISSUE));
  afterAll(() => app.close());

  /** Due on 14 November at 09:30. */
  const issued = async (openingAt: string | null) => {
    const draft = await Drafting.begin(app, bureau);
    if (openingAt !== null) await draft.must('patch', 'terms', { openingAt });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    return draft.id;
  };
  const act = async (tender: string, action: string, by = bureau.officer, body: object = {}) => {
    const answer = await opening(app, tender, by, action, undefined, body);
    return { status: answer.status, body: answer.body as Record<string, unknown> };
  };
  const told = async (tender: string): Promise<unknown> =>
    (
      (await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200)).body as {
        calledFor: unknown;
      }
    ).calledFor;

  it('is refused before the time that the documents say, and a later start says why', async () => {
    const tender = await issued('2025-11-14T14:00:00+08:00');
    const calledFor = '2025-11-14T06:00:00.000Z';
    expect(await told(tender)).toBe(calledFor);
    await setInstant(app, '2025-11-14T04:59:59Z');
    expect(await act(tender, 'request_opening')).toMatchObject({
      ...{ status: 422, body: { code: 'opening_too_early', facts: { calledFor } } },
    });
    await setInstant(app, '2025-11-14T05:00:00Z');
    expect((await act(tender, 'request_opening')).status).toBe(200);
    await setInstant(app, '2025-11-14T05:59:59Z');
    expect((await act(tender, 'open_bids', bureau.approver)).body).toMatchObject({ code: 'opening_too_early' });
    await setInstant(app, '2025-11-14T06:00:00Z');
    expect((await act(tender, 'open_bids', bureau.approver)).body).toMatchObject({
      ...{ state: 'ordered', calledFor, lateReason: null },
    });
    const late = await issuedAndAsked('2025-11-14T14:00:00+08:00');
    await setInstant(app, '2025-11-14T07:30:00Z');
    const refused = await act(late, 'open_bids', bureau.approver);
    expect([refused.status, refused.body]).toMatchObject([
      422,
      { code: 'opening_late_unexplained', errors: [{ pointer: '/lateReason' }], facts: { calledFor } },
    ]);
    // What the documents say is no rule of law.
    expect(refused.body.rule).toBeUndefined();
    const ordered = await act(late, 'open_bids', bureau.approver, { lateReason: '磋商小组成员途中受阻' });
    expect(ordered.body).toMatchObject({ state: 'ordered', lateReason: '磋商小组成员途中受阻' });
  });

  const issuedAndAsked = async (openingAt: string | null): Promise<string> => {
    await setInstant(app, ISSUE);
    const tender = await issued(openingAt);
    await setInstant(app, '2025-11-14T05:00:00Z');
    expect((await act(tender, 'request_opening')).status).toBe(200);
    return tender;
  };

  it('is called for the deadline where the documents say an earlier time, and for none where they say nothing', async () => {
    const early = await issued('2025-11-14T09:00:00+08:00');
    expect(await told(early)).toBe('2025-11-14T01:30:00.000Z');
    await setInstant(app, '2025-11-14T00:30:00Z');
    expect((await act(early, 'request_opening')).status).toBe(200);
    const silent = await issuedAndAsked(null);
    expect(await told(silent)).toBeNull();
    expect((await act(silent, 'open_bids', bureau.approver)).status).toBe(200);
  });

  it('is announced anew where its time alone is corrected', async () => {
    const tender = await issued('2025-11-14T14:00:00+08:00');
    const correct = (openingAt: string | null) =>
      app.http
        .post(`/api/v1/tenders/${tender}/actions/correct`)
        .set({ ...bureau.officer.auth, 'If-Match': `"${versions.at(-1)}"` })
        .send({ reason: '开标室调整', correction: { terms: { openingAt }, affectsPreparation: false } });
    const versions = [await readVersion(app, 'tender', tender)];
    for (const [openingAt, moment, calledFor] of [
      ['2025-11-17T10:00:00+08:00', '2025-11-17 10:00', '2025-11-17T02:00:00.000Z'],
      [null, '2025-11-14 09:30', null],
    ] as const) {
      const { status, text } = await correct(openingAt);
      expect([status, text]).toEqual([200, expect.anything()]);
      versions.push(await readVersion(app, 'tender', tender));
      expect(await told(tender)).toBe(calledFor);
      const notice = await app.http
        .get(`/api/v1/tenders/${tender}/notices/tender/text`)
        .set(bureau.officer.auth)
        .expect(200);
      expect(notice.text).toContain(`开启时间：${moment}（北京时间）`);
    }
  });

  it('is read, and no task of a day, where an offset was stored that PostgreSQL does not read', async () => {
    const tender = await issuedAndAsked('2025-11-14T14:00:00+08:00');
    await app.dataSource.query(
      `UPDATE tender SET terms = jsonb_set(terms, '{openingAt}', '"2025-11-14T14:00:00+16:00"') WHERE id = $1`,
      [tender],
    );
    await told(tender);
    const { body } = await app.http.get('/api/v1/me/tasks?limit=200').set(bureau.approver.auth).expect(200);
    const { items } = body as { items: { kind: string; subject: { id: string }; dueOn: string | null }[] };
    expect(items.find(({ kind, subject }) => kind === 'opening_order' && subject.id === tender)).toMatchObject({
      dueOn: null,
    });
    expect((await app.http.get('/api/v1/me/tasks').set(bureau.officer.auth)).status).toBe(200);
  });

  it('is announced with its time', async () => {
    const tender = await issued('2025-11-14T14:00:00+08:00');
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(bureau.officer.auth).expect(200);
    const notice = (body as { facts: { kind: string; data: Record<string, unknown> }[] }).facts.find(
      ({ kind }) => kind === 'notice',
    );
    expect(Date.parse(String(notice?.data.openingAt))).toBe(Date.parse('2025-11-14T14:00:00+08:00'));
  });
});
