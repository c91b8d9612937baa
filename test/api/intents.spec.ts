import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeThreshold } from '../support/bidding.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau } from '../support/drafts.js';

const TENDERS = '/api/v1/tenders';
interface Refusal {
  status: number;
  body: { code: string; rule?: string; errors?: { pointer: string }[] };
}
const said = ({ status, body }: Refusal) => [status, body.code, body.rule ?? null, body.errors?.map((e) => e.pointer)];

describe('a draft whose intent is published', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());
  const begin = () => Drafting.begin(app, bureau);
  /** The intents that a tender published, as if on that day. */
  const setIntents = async (tender: string, on: string) => {
    await app.dataSource.query(`ALTER TABLE fact DISABLE TRIGGER fact_is_kept`);
    await app.dataSource.query(
      `UPDATE fact SET data = jsonb_build_object('publishedOn', $2::text) WHERE subject_id = $1 AND kind = 'intention'`,
      [tender, on],
    );
    await app.dataSource.query(`ALTER TABLE fact ENABLE TRIGGER fact_is_kept`);
  };

  it('is issued after its intent was published long enough before, without a word', async () => {
    const draft = await begin();
    await draft.plan();
    const published = await draft.must('post', 'actions/publish-intent', {});
    expect(published.state).toBe('intent_published');
    expect((await draft.act('issue')).body.code).toBe('intent_unexplained');
    await setIntents(draft.id, '2025-10-04');
    expect((await draft.act('issue')).body.state).toBe('open');
  });

  it('is issued after its own intent: that of an earlier draft is none, and stays what everybody sees of it', async () => {
    const draft = await begin();
    await draft.plan();
    await draft.must('post', 'actions/publish-intent', {});
    await draft.must('post', 'actions/revise', { reason: '增加一个包' });
    await draft.must('patch', '', { title: '另一个项目', budget: '390000.00', category: 'DISABILITY' });
    await draft.must('put', 'lots', {
      lots: [
        { no: 1, name: '第一包（改）', ceiling: '190000.00', pricing: 'competitive' },
        { no: 2, name: '第二包', ceiling: '200000.00', pricing: 'competitive' },
      ],
    });
    const url = `${TENDERS}/${draft.id}`;
    const seen = (await app.http.get(url).expect(200)).body;
    expect(seen).toMatchObject({
      title: '社区老人居家养老服务',
      budget: null,
      category: 'ELDERLY_HOME_CARE',
      state: 'intent_published',
      lots: [{ no: 1, name: '第一包', ceiling: '200000.00' }],
      here: { draft: 2, intendedDraft: 1 },
    });
    const list = (await app.http.get(`${TENDERS}?buyer=${bureau.id}&limit=200`).expect(200)).body;
    const listed = (list.items as { id: string; title: string }[]).find(({ id }) => id === draft.id);
    expect(listed).toMatchObject({ title: '社区老人居家养老服务', state: 'intent_published' });
    // Nor is it found by what it is to become.
    const byCategory = async (category: string) =>
      (
        (await app.http.get(`${TENDERS}?category=${category}&limit=200`).expect(200)).body as {
          items: { id: string }[];
        }
      ).items.map(({ id }) => id);
    expect([await byCategory('DISABILITY'), await byCategory('ELDERLY_HOME_CARE')]).toEqual([
      [],
      expect.arrayContaining([draft.id]),
    ]);
    expect(await draft.read()).toMatchObject({ title: '另一个项目', state: 'draft' });

    await draft.plan();
    await setIntents(draft.id, '2025-10-04');
    const refused = await draft.act('issue');
    expect(said(refused)).toEqual([422, 'intent_unexplained', 'INTENT-30D', ['/reason']]);
    expect(refused.text).toContain('earlier draft');
    await draft.must('post', 'actions/publish-intent', {});
    expect((await app.http.get(url)).body).toMatchObject({ title: '另一个项目', here: { intendedDraft: 2 } });
    // The thirty days begin anew with it.
    expect((await draft.act('issue')).body.code).toBe('intent_unexplained');
    await setIntents(draft.id, '2025-10-04');
    expect((await draft.act('issue')).body.state).toBe('open');
  });
});
