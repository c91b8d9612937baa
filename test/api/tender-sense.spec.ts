import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TENDER_PLAN } from '../support/reviews.js';
import { Drafting, makeBureau, makeThreshold, startBusinessAt, type Bureau } from '../support/drafts.js';

interface Refusal {
  code?: string;
  facts?: object;
  errors?: { pointer: string; code: string }[];
}
const said = ({ status, body }: { status: number; body: Refusal }) => [
  status,
  body.code ?? null,
  body.facts ?? null,
  body.errors?.map(({ pointer, code }) => `${pointer} ${code}`) ?? [],
];

describe('what nobody could carry out', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());
  const OVER = (pointer: string) => [422, 'terms_uncontractable', null, [`${pointer} end_too_early`]];

  it('is a purchase without a place: no authority would receive a complaint about it', async () => {
    const draft = await Drafting.begin(app, bureau, { method: 'OPEN_TENDER', region: null });
    await draft.must('patch', 'plan', TENDER_PLAN);
    expect(said(await draft.act('submit'))).toEqual([
      422,
      'insufficient_data',
      { missing: ['region'] },
      ['/region required'],
    ]);
    expect((await draft.read()).state).toBe('draft');
    await draft.must('patch', '', { region: '990203' });
    await draft.plan();
    const issue = () => draft.act('issue', bureau.officer, { reason: '急需' });
    expect((await issue()).body).toMatchObject({ state: 'open' });
  });

  it('is a service that is over before the bids are due, in a draft and by its correction', async () => {
    const draft = await Drafting.begin(app, bureau, { window: { start: '2025-01-01', end: '2025-10-31' } });
    const submit = () => draft.act('submit');
    expect(said(await submit())).toEqual(OVER('/window/end'));
    // The day on which bids are due is none to serve on.
    await draft.must('patch', '', { window: { end: '2025-11-14' } });
    expect(said(await submit())).toEqual(OVER('/window/end'));
    await draft.must('patch', '', { window: { end: '2025-11-15' } });
    const { id } = await draft.plan();
    await app.dataSource.query(
      `UPDATE tender SET state = 'open', deadline_at = (plan ->> 'deadlineAt')::timestamptz, published = true, revision = 1 WHERE id = $1`,
      [id],
    );
    await app.dataSource.query(`UPDATE lot SET state = 'open' WHERE tender_id = $1`, [id]);
    const move = (deadlineAt: string) =>
      draft.act('correct', bureau.officer, { reason: '延期', correction: { plan: { deadlineAt } } });
    expect(said(await move('2025-11-17T09:30:00+08:00'))).toEqual(OVER('/correction/plan/deadlineAt'));
    expect((await move('2025-11-14T16:00:00+08:00')).status).toBe(200);
  });

  it('is an opening that a slip of the pen calls for when the service is over, in a draft and by its correction', async () => {
    await makeThreshold(app);
    const draft = await Drafting.begin(app, bureau);
    const LATE = (pointer: string) => [422, 'terms_uncontractable', null, [`${pointer} opening_too_late`]];
    await draft.must('patch', 'terms', { openingAt: '2062-11-14T10:00:00+08:00' });
    expect(said(await draft.act('submit'))).toEqual(LATE('/openingAt'));
    await draft.must('patch', 'terms', { openingAt: '2025-11-14T10:00:00+08:00' });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const correct = (terms: object) => draft.act('correct', bureau.officer, { reason: '改期', correction: { terms } });
    const slipped = await correct({ openingAt: '2026-12-31T10:00:00+08:00' });
    expect(said(slipped)).toEqual(LATE('/correction/terms/openingAt'));
    expect((await correct({ openingAt: '2025-11-14T11:00:00+08:00' })).status).toBe(200);
  });
});
