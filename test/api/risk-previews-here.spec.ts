import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { CRITERIA, Drafting, makeBureau, setBusinessTime } from '../support/drafts.js';

interface Finding {
  indicator: string;
  state: string;
  severity: string;
  value: string | null;
  evidence: { record: string; field: string }[];
}

/** What a draft scores is known here before it is issued. */
describe('the rules on a draft that is conducted here', () => {
  let app: TestApp;
  let draft: Drafting;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-10-20T09:00:00+08:00');
    draft = await Drafting.begin(app, await makeBureau(app), {});
  });
  afterAll(() => app.close());

  const scores = async (request: object = { tenderId: draft.id }): Promise<Finding[]> => {
    const { body } = await app.http
      .post('/api/v1/risk/previews')
      .set(draft.bureau.officer.auth)
      .send(request)
      .expect(200);
    return (body as { assessments: Finding[] }).assessments.filter(({ indicator }) => indicator === 'S12');
  };
  const criteria = (business: string, professional: string) => [
    CRITERIA[0],
    { no: 2, name: '企业业绩', kind: 'business', points: business, levels: '每项 10 分' },
    { no: 3, name: '专业人员', kind: 'professional', points: professional, levels: '每名持证社工 5 分' },
  ];

  it('say that a draft scores without profession, until it asks enough of it', async () => {
    await draft.must('put', 'criteria', { criteria: criteria('50.01', '29.99') });
    expect(await scores()).toMatchObject([
      {
        state: 'triggered',
        severity: 'notice',
        value: '29.99',
        evidence: [{ record: `tender:${draft.id}`, field: 'professional' }],
      },
    ]);
    await draft.must('put', 'criteria', { criteria: criteria('50', '30') });
    expect(await scores()).toMatchObject([{ state: 'clear', value: '30.00' }]);
  });

  it('say nothing of scores where none are told', async () => {
    const { bureau } = draft;
    expect(await scores({ tender: { method: 'COMPETITIVE_CONSULTATION', serviceLines: [bureau.line] } })).toEqual([]);
    const bare = await Drafting.begin(app, bureau, {}, true);
    expect(await scores({ tenderId: bare.id })).toMatchObject([{ state: 'insufficient_data' }]);
  });

  it('are kept with what is submitted, and ask no approver for a reason', async () => {
    await draft.must('put', 'criteria', { criteria: criteria('60', '20') });
    await draft.must('post', 'actions/submit', {});
    const { here } = await draft.read();
    expect(here.findings.filter(({ indicator }) => indicator === 'S12')).toMatchObject([
      { state: 'triggered', severity: 'notice' },
    ]);
  });
});
