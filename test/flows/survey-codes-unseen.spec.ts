import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApp, type TestApp } from '../support/app.js';
import { EndedCodes } from '../../src/care/surveys/answers/ended-codes.js';
import { setBusinessTime } from '../support/drafts.js';
import { refusal } from '../support/implementing.js';
import { DAYS, Surveying } from '../support/surveys.js';

/** What was written to standard output. */
const said: string[] = [];

describe('a one-time code', () => {
  let app: TestApp;
  let survey: Surveying;
  let codes: string[];
  beforeAll(async () => {
    // The logger writes to what stands in the place of the stream when it is made.
    jest.spyOn(process.stdout, 'write').mockImplementation((data: Uint8Array | string) => {
      said.push(typeof data === 'string' ? data : Buffer.from(data).toString('utf8'));
      return true;
    });
    app = await startTestApp({ env: { LOG_LEVEL: 'debug' }, worker: true });
    survey = await Surveying.among(app, [6]);
    await survey.opened(6);
    const printed = await survey.slips(survey.officer, { 'Idempotency-Key': randomUUID() });
    expect(printed.status).toBe(200);
    await survey.must('print-again', { reason: '纸条遗失' });
    codes = await survey.codes();
    // Asked, answered, sent twice, under a key, wrongly, and after its end.
    for (const code of codes.slice(0, 4)) {
      await survey.ask(code).expect(200);
      await survey.answer(code, []).expect(400);
      await survey.answer(code).set('Idempotency-Key', randomUUID()).expect(201);
      await survey.answer(code).set('Idempotency-Key', randomUUID()).expect(409);
    }
    await survey.must('print-again', { reason: '纸条遗失' });
    for (const code of codes.slice(4)) await survey.answer(code).set('Idempotency-Key', randomUUID()).expect(404);
  });
  afterAll(async () => {
    await app.close();
    jest.restoreAllMocks();
  });

  /** However it may have been written down: as printed, plain, or as the bytes of either. */
  const forms = (code: string): string[] =>
    [code, code.replaceAll('-', '')].flatMap((text) => [text, text.toLowerCase(), Buffer.from(text).toString('hex')]);

  /** Tables of any schema of the database that hold one of the texts. */
  async function holding(texts: readonly string[]): Promise<string[]> {
    const tables = await app.dataSource.query<{ name: string }[]>(
      `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(50);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await app.dataSource.query<unknown[]>(
        `SELECT FROM ${name} t WHERE t::text ILIKE ANY (SELECT '%' || x || '%' FROM unnest($1::text[]) AS x) LIMIT 1`,
        [texts],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  it('lies in no table, audit, feed or remembered request', async () => {
    expect(codes).toHaveLength(6);
    expect(await holding(codes.flatMap(forms))).toEqual([]);
    // The search finds what is there.
    expect(await holding(['受益人意见'])).toContain('public.survey');
    expect(await holding([Buffer.from('受益人意见').toString('hex')])).toEqual([]);
  });

  it('stands in no log, nor does it say that somebody answered', async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const log = said.join('');
    // The log is the one that is looked at.
    expect(log).toMatch(/"route":"\/api\/v1\/surveys\/:id\/slips"/);
    expect(log).not.toMatch(/"route":"\/api\/v1\/survey-answers/);
    for (const form of codes.flatMap(forms)) expect(log.includes(form)).toBe(false);
    const { text } = await app.http.get('/metrics').expect(200);
    expect(text).toMatch(/surveys\/:id\/slips/);
    expect(text).not.toContain('survey-answers');
  });

  it('leads from no answer to its slip, and to no time', async () => {
    const columns = await app.dataSource.query<{ name: string }[]>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'survey_answer' ORDER BY 1`,
    );
    expect(columns.map((c) => c.name)).toEqual(['answers', 'id', 'stratum', 'survey_id']);
    const slip = await app.dataSource.query<{ name: string }[]>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'survey_slip' ORDER BY 1`,
    );
    expect(slip.map((c) => c.name)).toEqual(['code', 'no', 'stratum', 'survey_id', 'used']);
    const told = await app.dataSource.query<{ action: string }[]>(
      `SELECT action FROM audit_entry WHERE aggregate_type LIKE 'survey%' ORDER BY seq`,
    );
    expect(told.map((e) => e.action)).toEqual([
      'created',
      'draw',
      'open',
      'slips_printed',
      'print_again',
      'slips_printed',
      'print_again',
    ]);
    const remembered = await app.dataSource.query<{ route: string }[]>(
      `SELECT route FROM idempotent_request WHERE route LIKE '%survey%'`,
    );
    expect(remembered.map((r) => r.route)).toEqual([`POST /api/v1/surveys/${survey.id}/slips`]);
  });

  const findTied = (of: Surveying): Promise<unknown[]> =>
    app.dataSource.query(
      `SELECT FROM survey_slip s JOIN survey_answer a ON a.survey_id = s.survey_id AND a.xmin = s.xmin WHERE s.survey_id = $1`,
      [of.id],
    );

  it('is tied to its answer by no transaction once the survey is closed', async () => {
    const [, , , , fifth = '', sixth = ''] = await survey.codes();
    for (const code of [fifth, sixth]) await survey.answer(code).expect(201);
    expect(await findTied(survey)).toHaveLength(2);
    await survey.must('close');
    expect(await findTied(survey)).toEqual([]);
    const slips = await app.dataSource.query(`SELECT DISTINCT code, used FROM survey_slip WHERE survey_id = $1`, [
      survey.id,
    ]);
    expect(slips).toEqual([{ code: null, used: true }]);
  });

  it('is tied to its answer by no transaction once the survey is over, whether or not anybody closes it', async () => {
    const left = await Surveying.among(app, [6], survey.parties, null);
    await left.opened(6);
    const [first = '', second = ''] = await left.codes();
    for (const code of [first, second]) await left.answer(code).expect(201);
    await setBusinessTime(app, `${DAYS.closesOn}T23:00:00+08:00`);
    await app.running.app.get(EndedCodes).sweep();
    expect(await findTied(left)).toHaveLength(2);
    await setBusinessTime(app, '2026-03-21T00:01:00+08:00');
    const audited = () =>
      app.dataSource.query(
        `SELECT FROM audit_entry WHERE aggregate_type = 'survey' AND aggregate_id = $1 AND action = 'codes_ended'`,
        [left.id],
      );
    await app.running.app.get(EndedCodes).sweep();
    await app.running.app.get(EndedCodes).sweep();
    expect(await findTied(left)).toEqual([]);
    expect(await audited()).toHaveLength(1);
    expect(refusal(await left.slips())).toEqual([422, 'survey_over', null]);
    expect((await left.must('close')).state).toBe('closed');
  });
});
