import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';

interface Warned {
  here: {
    warnings: {
      rule: string | null;
      basis: { document: string; confidence: string } | null;
      text: string;
      code: string;
    }[];
  };
}

/** Caiku [2021] 22: how a purchase for the public, or a large one, is prepared. What is missing warns and refuses nothing. */
describe('the warnings of a draft', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    await makeThreshold(app);
  });
  beforeEach(async () => {
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());
  const rules = async (draft: Drafting, by = bureau.officer): Promise<(string | null)[]> =>
    ((await draft.read(by)) as unknown as Warned).here.warnings
      // That nobody looked at the six kinds is said of each draft; negative-list.spec.ts asks for it.
      .filter(({ code }) => code !== 'negative_list')
      .map(({ rule }) => rule);
  const opinion = (draft: Drafting, kind: string, participants: number | null = null, heldOn = '2025-10-20') =>
    draft.must('post', 'opinions', { kind, heldOn, participants, summary: '测试记录' });

  it('name the survey, the legal review and the review of fairness until each is on record', async () => {
    const draft = await Drafting.begin(app, bureau);
    expect(await rules(draft)).toEqual(['DEMAND-SURVEY', 'CONTRACT-LEGAL-REVIEW', 'KEY-REVIEW']);
    const [first] = ((await draft.read()) as unknown as Warned).here.warnings;
    expect(first).toEqual({
      rule: 'DEMAND-SURVEY',
      basis: { document: '政府采购需求管理办法(财库〔2021〕22号)', article: '第十条、第十一条(二)', confidence: 'A' },
      text: 'No survey of the market with three respondents is on record',
      code: 'not_on_record',
    });
    await opinion(draft, 'survey', 2);
    expect(await rules(draft)).toContain('DEMAND-SURVEY');
    await opinion(draft, 'survey', 3);
    await opinion(draft, 'legal_review');
    expect(await rules(draft)).toEqual(['KEY-REVIEW']);
    await opinion(draft, 'key_review');
    expect(await rules(draft)).toEqual([]);
  });

  it('name a qualification that asks for another proof of size than the declaration', async () => {
    const draft = await Drafting.begin(app, bureau);
    const qualified = async (...qualifications: string[]) => {
      await draft.must('patch', 'terms', { qualifications });
      const { warnings } = ((await draft.read()) as unknown as Warned).here;
      return warnings.filter(({ rule }) => rule === 'SME-DECLARE').map(({ code }) => code);
    };
    expect(await qualified('依法登记', '提供主管部门出具的中小企业证明')).toEqual(['proof_asked']);
    expect(await qualified('提供中小企业声明函', '无需提供中小企业证明')).toEqual([]);
  });

  it('stand in the answer to the approval, which they do not hinder, and are told to nobody outside', async () => {
    const draft = await Drafting.begin(app, bureau);
    const approved = (await draft.plan()) as unknown as Warned & { state: string };
    expect([approved.state, approved.here.warnings.length]).toEqual(['planned', 4]);
    const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
    expect(issued.state).toBe('open');
    const outside = await app.http.get(`/api/v1/tenders/${draft.id}`).expect(200);
    expect((outside.body as Warned).here.warnings).toEqual([]);
  });

  it('take a survey of the same kind for a year, whichever purchase of the buyer it was made for', async () => {
    const first = await Drafting.begin(app, bureau);
    await opinion(first, 'survey', 5, '2024-11-03');
    const draft = await Drafting.begin(app, bureau);
    expect(await rules(draft)).not.toContain('DEMAND-SURVEY');
    await draft.must('patch', 'plan', { issueOn: '2025-11-04' });
    expect(await rules(draft)).toContain('DEMAND-SURVEY');
    const others = await Drafting.begin(app, await makeBureau(app));
    expect(await rules(others, others.bureau.officer)).toContain('DEMAND-SURVEY');
  });

  it('are asked of what is for the public, and of ten million yuan', async () => {
    const lots = (ceiling: string) => [{ no: 1, ceiling, pricing: 'competitive' }];
    const made = (category: string, ceiling: string, budget?: string) =>
      Drafting.begin(app, bureau, { category, lots: lots(ceiling), ...(budget && { budget }) }, true);
    expect(await rules(await made('ORG_STAFF_TRAINING', '9999999.99'))).toEqual([]);
    expect(await rules(await made('ORG_STAFF_TRAINING', '10000000.00'))).toHaveLength(3);
    expect(await rules(await made('ORG_STAFF_TRAINING', '100.00', '10000000.00'))).toHaveLength(3);
    expect(await rules(await made('DISABILITY', '100.00'))).toHaveLength(3);
  });

  it('are asked from the day on which the rules hold', async () => {
    await setBusinessTime(app, '2021-06-30T09:00:00+08:00');
    const draft = await Drafting.begin(app, bureau, {}, true);
    await draft.must('patch', 'plan', { issueOn: '2021-06-30' });
    expect(await rules(draft)).toEqual([]);
    await draft.must('patch', 'plan', { issueOn: '2021-07-01' });
    expect(await rules(draft)).toHaveLength(3);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('notice a deadline on a rest day without a rule, and the tender is issued and corrected all the same', async () => {
    await setBusinessTime(app, '2026-04-13T09:00:00+08:00');
    const draft = await Drafting.begin(app, bureau, { window: { start: '2026-07-01', end: '2026-12-31' } });
    const notices = (body: object) => (body as Warned).here.warnings.filter(({ code }) => code === 'rest_day');
    const days = { issueOn: '2026-04-13', documentsTo: '2026-04-24', noticeTo: '2026-04-20' };
    const onDay = (day: string) => draft.must('patch', 'plan', { ...days, deadlineAt: `${day}T09:30:00+08:00` });
    // Friday 8 May, Saturday 9 May, which makes up for a holiday, and Sunday 10 May.
    expect([notices(await onDay('2026-05-08')), notices(await onDay('2026-05-09'))]).toEqual([[], []]);
    const text = 'The deadline, 2026-05-10, is no working day; the next one is 2026-05-11';
    const sunday = { rule: null, basis: null, text, code: 'rest_day' };
    expect(notices(await onDay('2026-05-10'))).toEqual([sunday]);
    expect(notices(await draft.plan())).toEqual([sunday]);
    const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
    expect([issued.state, notices(issued)]).toEqual(['open', [sunday]]);
    const correction = { plan: { deadlineAt: '2026-05-16T09:30:00+08:00' } };
    const corrected = await draft.must('post', 'actions/correct', { reason: '顺延', correction });
    expect(notices(corrected).map(({ text }) => text)).toEqual([
      'The deadline, 2026-05-16, is no working day; the next one is 2026-05-18',
    ]);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('say what the announced calendar leaves uncertain of the planned days, and issue all the same', async () => {
    await setBusinessTime(app, '2026-12-21T09:00:00+08:00');
    const draft = await Drafting.begin(app, bureau, { window: { start: '2027-03-01', end: '2027-12-31' } });
    const planned = (documentsTo: string, deadlineAt: string) =>
      draft.must('patch', 'plan', { issueOn: '2026-12-21', documentsTo, noticeTo: '2026-12-28', deadlineAt });
    const uncertain = (body: object): string[] =>
      (body as Warned).here.warnings
        .filter(({ code }) => code === 'uncertain')
        .map(({ rule, text }) => `${rule} ${text}`);
    // Every day of it is announced.
    expect(uncertain(await planned('2026-12-30', '2026-12-31T09:30:00+08:00'))).toEqual([]);
    const workday = 'CONSULT-PREP-10D Uncertain: the calendar is not announced; 2027-01-05 may be no working day';
    expect(uncertain(await planned('2026-12-30', '2027-01-05T09:30:00+08:00'))).toEqual([workday]);
    await draft.plan();
    const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
    expect([issued.state, uncertain(issued)]).toEqual(['open', [workday]]);
    const outside = await app.http.get(`/api/v1/tenders/${draft.id}`).expect(200);
    expect(uncertain(outside.body as object)).toEqual([]);
    await setBusinessTime(app, '2026-12-28T09:00:00+08:00');
    const later = await Drafting.begin(app, bureau, { window: { start: '2027-03-01', end: '2027-12-31' } });
    const said = await later.must('patch', 'plan', {
      issueOn: '2026-12-28',
      documentsTo: '2027-01-05',
      noticeTo: '2027-01-04',
      deadlineAt: '2027-01-12T09:30:00+08:00',
    });
    // Five working days from the 28th end in a year that nobody has announced; three end in this one.
    expect(uncertain(said).map((text) => text.split(' ')[0])).toEqual(['CONSULT-PREP-10D', 'CONSULT-DOC-5WD']);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });
});
