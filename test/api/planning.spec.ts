import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const windows = (body: object) => app.http.post('/api/v1/planning/windows').send(body);
const backward = (body: object) => app.http.post('/api/v1/planning/backward').send(body);
interface ProblemBody {
  code: string;
  errors?: { pointer: string; code: string }[];
}
const pointers = (body: unknown): string[] => ((body as ProblemBody).errors ?? []).map((error) => error.pointer);

describe('POST /planning/windows', () => {
  it('tells the study’s window to the letter, without an account', async () => {
    const { status, body } = await windows({ start: '2018-01-01', end: '2018-05-31' });
    expect(status).toBe(200);
    expect(body).toEqual({
      start: '2018-01-01',
      end: '2018-05-31',
      calendarDays: 151,
      workingDays: 103,
      noService: [{ from: '2018-02-08', to: '2018-03-02', why: 'spring_festival' }],
      effectiveWorkingDays: 89,
      workingDaysOfYear: 250,
      shareOfYear: '35.6',
      certainty: 'known',
      missingYears: [],
    });
  });

  it('takes given no-service days, ramp-up and close-out', async () => {
    const given = {
      start: '2018-01-01',
      end: '2018-05-31',
      noService: [{ from: '2018-01-01', to: '2018-01-05' }],
      rampUpDays: 5,
      closeOutDays: 3,
    };
    const { body } = await windows(given);
    expect(body).toMatchObject({
      noService: [{ from: '2018-01-01', to: '2018-01-05', why: null }],
      effectiveWorkingDays: 91,
    });
    expect((await windows({ ...given, noService: [] })).body).toMatchObject({
      noService: [],
      effectiveWorkingDays: 95,
    });
  });

  it.each([
    ['2027-01-01', '2027-05-31', 151, [2027]],
    ['9999-01-01', '9999-12-31', 365, [9999]],
    ['2026-06-01', '2027-05-31', 365, [2027]],
  ])('%s to %s has no calendar: 200, uncertain', async (start, end, calendarDays, missingYears) => {
    const { status, body } = await windows({ start, end });
    expect(status).toBe(200);
    expect(body).toEqual({
      start,
      end,
      calendarDays,
      workingDays: null,
      noService: null,
      effectiveWorkingDays: null,
      workingDaysOfYear: null,
      shareOfYear: null,
      certainty: 'uncertain',
      missingYears,
    });
  });

  it('an end before its start is 422, in the language asked for', async () => {
    const { status, body, headers } = await windows({ start: '2018-06-01', end: '2018-05-31' }).set(
      'Accept-Language',
      'zh-CN',
    );
    expect([status, headers['content-type']?.split(';')[0]]).toEqual([422, 'application/problem+json']);
    expect(body).toMatchObject({
      code: 'end_before_start',
      title: '结束日期早于开始日期',
      errors: [{ pointer: '/end', code: 'end_before_start' }],
    });
    const span = await windows({
      start: '2018-01-01',
      end: '2018-05-31',
      noService: [{ from: '2018-02-02', to: '2018-02-01' }],
    });
    expect([span.status, pointers(span.body)]).toEqual([422, ['/noService/0/to']]);
  });

  it.each([
    [{ start: '2018-02-29', end: '2018-05-31' }, '/start'],
    [{ start: '0000-01-01', end: '2018-05-31' }, '/start'],
    [{ start: '2018-01-01', end: '2018-05' }, '/end'],
    [{ start: 20180101, end: '2018-05-31' }, '/start'],
    [{ end: '2018-05-31' }, '/start'],
    [{ start: '2018-01-01', end: '2018-05-31', x: 1 }, '/x'],
    [{ start: '2018-01-01', end: '2018-05-31', rampUpDays: '5' }, '/rampUpDays'],
    [{ start: '2018-01-01', end: '2018-05-31', rampUpDays: -1 }, '/rampUpDays'],
    [{ start: '2018-01-01', end: '2018-05-31', closeOutDays: 1.5 }, '/closeOutDays'],
    [{ start: '2018-01-01', end: '2018-05-31', noService: 'none' }, '/noService'],
    [{ start: '2018-01-01', end: '2018-05-31', noService: [{ from: '2018-01-01' }] }, '/noService/0/to'],
    [{ start: '2018-01-01', end: '2018-05-31', noService: [null] }, '/noService/0'],
  ])('%j is 400 at %s', async (body, pointer) => {
    const answer = await windows(body);
    expect([answer.status, (answer.body as ProblemBody).code]).toEqual([400, 'validation_failed']);
    expect(pointers(answer.body)).toContain(pointer);
  });
});

describe('POST /planning/backward', () => {
  it('gives the safe and the possible dates, the chain and its law', async () => {
    const { status, body } = await backward({
      method: 'COMPETITIVE_CONSULTATION',
      wanted: { challengeClosedBy: '2017-12-31' },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      latest: { documentIssue: '2017-11-24', intentPublication: { date: '2017-10-25', required: null } },
      latestPossible: { documentIssue: '2017-12-08' },
      certainty: 'known',
      warnings: [],
      missingYears: [],
      missingRules: [],
    });
    expect((body as { chain: object[] }).chain[0]).toEqual({
      event: 'document_issued',
      latest: '2017-11-24',
      rule: 'CONSULT-PREP-10D',
      basis: {
        document: '政府采购竞争性磋商采购方式管理暂行办法(财库〔2014〕214号)',
        article: '第十条第一款',
        confidence: 'B',
      },
    });
  });

  it.each([
    ['OPEN_TENDER', { challengeClosedBy: '2026-12-31' }, '2026-11-18', '2026-10-19'],
    ['COMPETITIVE_CONSULTATION', { challengeClosedBy: '2026-12-31' }, '2026-11-27', '2026-10-28'],
    ['COMPETITIVE_CONSULTATION', { startBy: '2018-01-01' }, '2017-11-24', '2017-10-25'],
    ['COMPETITIVE_CONSULTATION', { contractBy: '2017-12-29' }, '2017-11-24', '2017-10-25'],
  ])('%s, %j: %s', async (method, wanted, issue, intent) => {
    const { body } = await backward({ method, wanted });
    expect(body).toMatchObject({ latest: { documentIssue: issue, intentPublication: { date: intent } } });
  });

  it('says whether the intent must be published where the level is known', async () => {
    const ask = async (by: string): Promise<unknown> =>
      (await backward({ method: 'OPEN_TENDER', wanted: { challengeClosedBy: by }, budgetLevel: 'provincial' })).body;
    expect(await ask('2026-12-31')).toMatchObject({
      latest: { intentPublication: { required: true } },
      chain: expect.arrayContaining([expect.objectContaining({ event: 'intent_published' })]),
    });
    expect(await ask('2017-12-31')).toMatchObject({ latest: { intentPublication: { required: false } } });
  });

  it('leads on from a failure: not before the working day after it, another method only once it is approved', async () => {
    const ask = async (method: string, on: string) => {
      const after = { on, method: 'OPEN_TENDER' };
      const { status, body } = await backward({ method, wanted: { startBy: '2026-10-01' }, after });
      expect(status).toBe(200);
      const { chain, afterFailure } = body as { chain: { event: string; rule: string | null }[]; afterFailure: object };
      const steps = chain.filter(({ event }) => event !== 'intent_published');
      return { afterFailure, first: steps.slice(0, 2).map(({ event, rule }) => `${event} ${rule}`) };
    };
    const friday = { earliestIssue: '2026-07-06', inTime: true };
    expect(await ask('OPEN_TENDER', '2026-07-03')).toEqual({
      afterFailure: { ...friday, methodApproval: false },
      first: ['document_issued TENDER-PREP-20D', 'response_deadline REPORT-2WD'],
    });
    expect(await ask('COMPETITIVE_NEGOTIATION', '2026-07-03')).toEqual({
      afterFailure: { ...friday, methodApproval: true },
      first: ['method_approved FAIL-LEADS-ON', 'document_issued NEGO-PREP-3WD'],
    });
    // Too late to tender anew, in time for a negotiation.
    expect((await ask('OPEN_TENDER', '2026-08-28')).afterFailure).toMatchObject({ inTime: false });
    expect((await ask('COMPETITIVE_NEGOTIATION', '2026-08-28')).afterFailure).toMatchObject({ inTime: true });
    expect((await ask('COMPETITIVE_CONSULTATION', '9999-12-31')).afterFailure).toMatchObject({ earliestIssue: null });
    const plain = await backward({ method: 'OPEN_TENDER', wanted: { startBy: '2026-10-01' } });
    expect(plain.body).toMatchObject({ afterFailure: null });
    const wrong = await backward({
      method: 'OPEN_TENDER',
      wanted: { startBy: '2026-10-01' },
      after: { on: '2026-07' },
    });
    expect(wrong.status).toBe(400);
  });

  it('warns of a method that the law does not give to services', async () => {
    const { body } = await backward({ method: 'INQUIRY', wanted: { contractBy: '2018-12-31' } }).set(
      'Accept-Language',
      'zh',
    );
    expect(body).toMatchObject({ warnings: [{ rule: 'INQ-NOT-FOR-SERVICE', what: '询价不适用于服务' }] });
  });

  it.each([{ challengeClosedBy: '2027-12-31' }, { startBy: '9999-12-31' }, { contractBy: '1000-01-01' }])(
    '%j is 200 and uncertain',
    async (wanted) => {
      const { status, body } = await backward({ method: 'OPEN_TENDER', wanted });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        latest: { documentIssue: null, intentPublication: { date: null, required: null } },
        latestPossible: { documentIssue: null },
        chain: [],
        certainty: 'uncertain',
      });
      expect((body as { missingYears: number[] }).missingYears).toHaveLength(1);
    },
  );

  it.each(['SINGLE_SOURCE', 'FRAMEWORK', 'OTHER'])('%s cannot be planned: 422', async (method) => {
    const { status, body } = await backward({ method, wanted: { contractBy: '2018-12-31' } });
    expect([status, (body as ProblemBody).code]).toEqual([422, 'method_not_plannable']);
  });

  it.each([
    [{ method: 'AUCTION', wanted: { contractBy: '2018-12-31' } }, '/method'],
    [{ wanted: { contractBy: '2018-12-31' } }, '/method'],
    [{ method: 'OPEN_TENDER' }, '/wanted'],
    [{ method: 'OPEN_TENDER', wanted: {} }, '/wanted'],
    [{ method: 'OPEN_TENDER', wanted: [] }, '/wanted'],
    [{ method: 'OPEN_TENDER', wanted: '2018-12-31' }, '/wanted'],
    [{ method: 'OPEN_TENDER', wanted: { contractBy: '2018-12-31', startBy: '2019-01-01' } }, '/wanted'],
    [{ method: 'OPEN_TENDER', wanted: { contractBy: '2018-12' } }, '/wanted/contractBy'],
    [{ method: 'OPEN_TENDER', wanted: { by: '2018-12-31' } }, '/wanted/by'],
    [{ method: 'OPEN_TENDER', wanted: { contractBy: '2018-12-31' }, budgetLevel: 'city' }, '/budgetLevel'],
  ])('%j is 400 at %s', async (body, pointer) => {
    const answer = await backward(body);
    expect(answer.status).toBe(400);
    expect(pointers(answer.body)).toContain(pointer);
  });
});
