import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

import { listStatements } from '../support/statements.js';
import {
  CRITERIA,
  Drafting,
  makeBureau,
  PLAN,
  startBusinessAt,
  type Bureau,
  makeThreshold,
} from '../support/drafts.js';

interface Refusal {
  code: string;
  errors: { pointer: string; code: string; refusal?: string; rule?: string }[];
}

describe('submit of a draft', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-10-27T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());
  /** The refusals in one answer, each with where it is mended and by which rule. */
  const refusals = async (draft: Drafting): Promise<string[]> => {
    const { status, body } = await draft.act('submit');
    if (status === 200) return [];
    const { code, errors } = body as Refusal;
    expect([status, errors[0]?.refusal]).toEqual([422, code]);
    return errors.map(({ refusal, pointer, rule }) => [refusal, pointer, rule].filter(Boolean).join(' '));
  };

  it('lists in one answer all that would stop the issue, shorter by one with each mend, and then nothing does', async () => {
    const draft = await Drafting.begin(app, bureau, { region: null, window: null, lots: [{ no: 1 }] }, true);
    await draft.must('patch', 'plan', { issueOn: PLAN.issueOn });
    await draft.must('patch', 'terms', { performanceBond: 1001 });
    const mends: [string[], () => Promise<unknown>][] = [
      [
        ['lots_incomplete /lots/0/ceiling BUDGET-DISCLOSED', 'lots_incomplete /lots/0/pricing BUDGET-DISCLOSED'],
        () => draft.must('put', 'lots', { lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }] }),
      ],
      [
        ['window_missing /window'],
        () => draft.must('patch', '', { window: { start: '2026-01-01', end: '2026-12-31' } }),
      ],
      [
        ['service_lines_missing /serviceLines'],
        () => draft.must('put', 'service-lines', { serviceLines: [bureau.line] }),
      ],
      [
        ['criteria_incomplete /criteria', 'price_weight_unlawful /criteria PRICE-WEIGHT-CONSULT'],
        () => draft.must('put', 'criteria', { criteria: CRITERIA }),
      ],
      [
        ['terms_uncontractable /performanceBond PERF-BOND-10PCT'],
        () => draft.must('patch', 'terms', { performanceBond: 1000 }),
      ],
      [['requirement_missing /requirement'], () => draft.must('patch', 'terms', { requirement: '居家养老服务' })],
      [['insufficient_data /region'], () => draft.must('patch', '', { region: '990203' })],
      [
        ['programme_not_approved /programme GPS-CATALOG'],
        () => draft.must('patch', '', { programme: bureau.programme }),
      ],
      [
        ['preparation_too_short /plan/deadlineAt CONSULT-PREP-10D'],
        () => draft.must('patch', 'plan', { deadlineAt: PLAN.deadlineAt }),
      ],
      [
        ['documents_too_short /plan/documentsTo CONSULT-DOC-5WD'],
        () => draft.must('patch', 'plan', { documentsTo: PLAN.documentsTo }),
      ],
      [
        ['notice_too_short /plan/noticeTo CONSULT-NOTICE-3WD'],
        () => draft.must('patch', 'plan', { noticeTo: PLAN.noticeTo }),
      ],
    ];
    const left = new Set(mends.flatMap(([codes]) => codes));
    const { version } = await draft.read();
    for (const [codes, mend] of mends) {
      expect(new Set(await refusals(draft))).toEqual(left);
      await mend();
      for (const code of codes) left.delete(code);
    }
    await draft.opinion();
    await draft.plan();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    await draft.must('post', 'actions/issue', { reason: '急需' });
    expect((await draft.read()).version).toBeGreaterThan(version);
  });

  it('is refused for a deadline eight days after the planned issue, as of that day', async () => {
    const draft = await Drafting.begin(app, bureau, {}, false, {
      plan: {
        ...{ issueOn: '2025-11-10', documentsTo: '2025-11-17', noticeTo: '2025-11-13' },
        deadlineAt: '2025-11-18T09:30:00+08:00',
      },
    });
    expect(await refusals(draft)).toEqual(['preparation_too_short /plan/deadlineAt CONSULT-PREP-10D']);
    await draft.must('patch', 'plan', { deadlineAt: '2025-11-20T09:30:00+08:00' });
    expect(await refusals(draft)).toEqual([]);
  });

  it('counts from today where the planned issue has passed, and asks a calendar that is not announced nothing', async () => {
    const late = await Drafting.begin(app, bureau, {}, false, { plan: { issueOn: '2025-10-20' } });
    expect(await refusals(late)).toEqual([]);
    const ahead = {
      ...{ issueOn: '2031-03-03', documentsTo: '2031-03-10', noticeTo: '2031-03-07' },
      deadlineAt: '2031-03-15T09:30:00+08:00',
    };
    const window = { start: '2031-04-01', end: '2031-12-31' };
    const far = await Drafting.begin(app, bureau, { window }, false, { plan: ahead });
    expect(await refusals(far)).toEqual([]);
  });

  it('stores nothing where it is refused, and asks no minimum period of a method that is not conducted here', async () => {
    const draft = await Drafting.begin(app, bureau, { method: 'INQUIRY', serviceLines: [] }, true);
    const before = await draft.read();
    const listed = await refusals(draft);
    expect(listed[0]).toBe('method_not_conducted /method INQ-NOT-FOR-SERVICE');
    expect(listed.filter((each) => /too_short|price_weight/.test(each))).toEqual([]);
    expect(await draft.read()).toEqual(before);
  });

  describe('is told beforehand, where the draft is read', () => {
    interface Need {
      action?: string;
      pointer: string;
      refusal: string;
    }
    interface Shown {
      here: { ahead: Need[] };
      allowedActions: { action: string; needs?: Need[] }[];
    }
    const read = async (draft: Drafting, by = bureau.officer) => {
      const { here, allowedActions } = (await draft.read(by)) as unknown as Shown;
      const needs = allowedActions.flatMap((each) =>
        each.needs === undefined ? [] : [[each.action, each.needs.map(({ refusal }) => refusal)] as const],
      );
      return {
        needs: Object.fromEntries(needs),
        ahead: here.ahead.map(({ action, refusal, pointer }) => [action, refusal ?? pointer].join(' ')),
      };
    };

    it('by the action that needs it, as the refusal then says it, and apart from it what others have to do', async () => {
      const draft = await Drafting.begin(app, bureau, { programme: null, category: 'ELDERLY_HOME_CARE' }, true);
      const { allowedActions } = (await draft.read()) as unknown as Shown;
      const { body } = await draft.act('submit');
      expect(allowedActions.find(({ action }) => action === 'submit')?.needs).toEqual((body as Refusal).errors);
      const { needs, ahead } = await read(draft);
      expect(needs['submit']).toContain('programme_not_approved');
      expect(ahead).toEqual(['approve opinion_missing', 'issue intent_unexplained', 'sign /parties/buyer/creditCode']);
    });

    it('step by step until an issue needs nothing but the reason for having no intent', async () => {
      const programme = await app.http
        .post('/api/v1/programmes')
        .set(bureau.officer.auth)
        .send({
          ...{ name: '2026', year: 2025, buyer: bureau.id, state: 'draft', source: { kind: 'statement' } },
          budgetLines: [{ name: '养老', category: 'ELDERLY_HOME_CARE', amount: '300000.00' }],
        })
        .expect(201);
      const draft = await Drafting.begin(app, bureau, { programme: (programme.body as { id: string }).id });
      const ofIssue = ['issue programme_not_approved', 'issue intent_unexplained', 'sign /parties/buyer/creditCode'];
      expect(await read(draft)).toEqual({ needs: { submit: [] }, ahead: ofIssue });
      await draft.must('post', 'actions/submit', {});
      expect(await read(draft)).toEqual({ needs: {}, ahead: ofIssue });
      await app.dataSource.query(`UPDATE tender SET written_by = array_append(written_by, $2::uuid) WHERE id = $1`, [
        draft.id,
        bureau.approver.id,
      ]);
      expect((await read(draft, bureau.approver)).needs).toEqual({ approve: ['author_approves'] });
      await app.dataSource.query(`UPDATE tender SET written_by = array_remove(written_by, $2::uuid) WHERE id = $1`, [
        draft.id,
        bureau.approver.id,
      ]);
      const { needs } = await read(draft, bureau.approver);
      const findings = ((await draft.read()).here.findings ?? [])
        .filter((f) => f.state === 'triggered' && f.severity !== 'notice')
        .map(({ indicator }) => ({ indicator, reason: '已知悉' }));
      expect(needs['approve']?.length).toBe(findings.length);
      await draft.must('post', 'actions/approve', { findings }, bureau.approver);
      const needless = { request_method_approval: ['method_approval_needless'] };
      expect(await read(draft)).toEqual({
        needs: { issue: ['programme_not_approved', 'intent_unexplained'], ...needless },
        ahead: ['sign /parties/buyer/creditCode'],
      });
      await app.dataSource.query(
        `UPDATE programme SET state = 'approved' WHERE id = (SELECT programme_id FROM tender WHERE id = $1)`,
        [draft.id],
      );
      expect((await read(draft)).needs).toEqual({ issue: ['intent_unexplained'], ...needless });
      const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
      expect(issued.state).toBe('open');
      expect((await draft.read()).here).not.toHaveProperty('ahead');
    });

    it('at a cost that does not grow with the lots, and none once it is issued', async () => {
      const lots = (count: number) =>
        Array.from({ length: count }, (_, i) => ({ no: i + 1, ceiling: '20000.00', pricing: 'competitive' }));
      const count = async (draft: Drafting) =>
        (await listStatements(() => app.http.get(`/api/v1/tenders/${draft.id}`).set(bureau.officer.auth).expect(200)))
          .length;
      const one = await Drafting.begin(app, bureau, { lots: lots(1) });
      const three = await Drafting.begin(app, bureau, { lots: lots(3) });
      const cost = await count(one);
      expect(await count(three)).toBe(cost);
      await one.plan();
      await one.must('post', 'actions/issue', { reason: '急需' });
      // Begin and commit, the row, its circumstances, and what the guards of submit and issue rest on.
      expect(cost - (await count(one))).toBeLessThanOrEqual(11);
    });

    it('to nobody outside, and in no list, which asks no question more for more drafts', async () => {
      const before = await Drafting.begin(app, bureau);
      const list = () =>
        listStatements(() => app.http.get('/api/v1/tenders?limit=100').set(bureau.officer.auth).expect(200));
      const few = (await list()).length;
      for (let i = 0; i < 4; i++) await Drafting.begin(app, bureau);
      expect((await list()).length).toBe(few);
      const { body } = await app.http.get('/api/v1/tenders?limit=100').set(bureau.officer.auth).expect(200);
      expect(JSON.stringify(body)).not.toMatch(/"(needs|ahead)"/);
      await before.plan();
      await before.must('post', 'actions/publish-intent', {});
      const outside = await app.http.get(`/api/v1/tenders/${before.id}`).expect(200);
      expect(JSON.stringify(outside.body)).not.toMatch(/"(needs|ahead)"/);
    });
  });
});
