import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { create } from 'qrcode';
import { makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { rectanglesOf, textsOf } from '../support/pdf.js';
import { RiskWorld } from '../support/risk-world.js';
import { ANSWERS, ASKED_AT, CODE, Surveying } from '../support/surveys.js';

interface Problem {
  code?: string;
  requestId?: string;
  errors?: { pointer: string; code: string }[];
}
interface Asked {
  lines: { next: object }[];
}
const refusal = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as Problem;
  return [status, code, errors?.[0]?.pointer ?? null];
};
const ORIGIN = 'https://services.example.org';
const OVER = '2026-03-21T00:00:01+08:00';

describe('one-time codes of a survey', () => {
  let app: TestApp;
  let survey: Surveying;
  let codes: string[];
  beforeAll(async () => {
    app = await startTestApp({ env: { PUBLIC_ORIGIN: ORIGIN } });
    survey = await Surveying.among(app, [9, 6]);
  });
  afterAll(() => app.close());
  const used = async (of = survey): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM survey_slip WHERE survey_id = $1 AND used`,
      [of.id],
    );
    return row?.n ?? -1;
  };
  const forget = () => app.dataSource.query(`DELETE FROM sign_in_attempt`);

  it('stand on slips that are printed when the survey is open, eight a page, and nowhere else', async () => {
    await survey.begin();
    await survey.must('draw', { size: 10 });
    expect((await survey.slips()).body as Problem).toMatchObject({ code: 'wrong_state' });
    expect((await survey.must('open')).slips).toEqual({ total: 10, printed: 0, answered: 0 });
    expect((await survey.read(survey.parties.manager)).slips).toBeNull();
    expect((await survey.slips(survey.parties.manager)).status).toBe(403);
    const bare = await app.http.post(`/api/v1/surveys/${survey.id}/slips`).set(survey.officer.auth);
    expect(refusal(bare)).toEqual([428, 'if_match_required', null]);
    const key = { 'Idempotency-Key': randomUUID(), 'If-Match': `"${(await survey.read()).version}"` };
    const printed = await survey.slips(survey.officer, key);
    expect([printed.status, printed.headers['content-type']]).toEqual([200, 'application/pdf']);
    const pdf = printed.body as Buffer;
    const texts = textsOf(pdf);
    codes = texts.filter((text) => CODE.test(text));
    expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
    // Its community and its number; nobody's name or number.
    expect(texts.filter((text) => /^社区养老|受益人意见/.test(text))).toHaveLength(10);
    expect(texts.join('')).toContain('第 10 号');
    expect(texts.join('')).not.toMatch(/示例对象|R0000/);
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(2);
    // The QR code of the first slip is that of the page with its code as a fragment.
    const { modules } = create(`${ORIGIN}/s#${codes[0] ?? ''}`, { errorCorrectionLevel: 'M' });
    const drawn = new Uint8Array(modules.size ** 2);
    const unit = 104 / modules.size;
    for (const [x, y, width] of rectanglesOf(pdf).filter(([x, y, , h]) => x > 179 && x < 284 && y < 147 && h < 5))
      for (let i = 0; i < Math.round(width / unit); i++)
        drawn[Math.round((y - 42) / unit) * modules.size + Math.round((x - 179.64) / unit) + i] = 1;
    const dark = Array.from({ length: modules.size ** 2 }, (_, i) => Number(modules.data[i] !== 0));
    // On the second page another slip stands in the same place.
    const second = create(`${ORIGIN}/s#${codes[8] ?? ''}`, { errorCorrectionLevel: 'M' }).modules.data;
    expect([...drawn]).toEqual(dark.map((d, i) => Number(d === 1 || second[i] !== 0)));
    // Sent again under its key it is done once, and nothing of the slips was kept for it.
    const again = await survey.slips(survey.officer, key);
    expect([again.status, again.headers['idempotent-replay'], again.text ?? '']).toEqual([200, 'true', '{"id":null}']);
    expect(refusal(await survey.slips())).toEqual([422, 'slips_printed', null]);
    expect((await survey.read()).slips).toEqual({ total: 10, printed: 10, answered: 0 });
  });

  it('show the questions, who serves until when and what comes next, however they are typed', async () => {
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [survey.contract]);
    const typed = (codes[0] ?? '').toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const answer = await survey.ask(typed).expect(200);
    const [agency] = await app.dataSource.query<{ name: string }[]>(`SELECT name FROM organisation WHERE id = $1`, [
      survey.parties.agency,
    ]);
    expect(answer.body).toMatchObject({
      title: '受益人意见',
      closesOn: '2026-03-20',
      questions: [
        { no: 1, kind: 'yes_no' },
        { no: 2 },
        { no: 3, options: [{ zh: '助餐' }, { en: 'Bathing' }, {}] },
        { no: 4 },
      ],
      lines: [
        {
          serviceLine: survey.parties.bureau.line,
          servedBy: [agency?.name],
          servedUntil: '2026-12-31',
          next: { kind: 'none', plan: null, from: null, by: null },
        },
      ],
    });
    expect(answer.text).not.toContain(survey.id);
  });

  it('say what comes next by the same rule as the coverage of the line: planned, or signed, from when and by whom', async () => {
    const { bureau } = survey.parties;
    const next = async () => ((await survey.ask(codes[0] ?? '').expect(200)).body as Asked).lines[0]?.next;
    const plan = async (id: string, action: string, body: object, by: TestAccount) => {
      const path = `/api/v1/contracts/${survey.contract}/continuity-plan${id && `/${id}`}`;
      const { headers } = id ? await app.http.get(path).set(by.auth) : { headers: {} as Record<string, string> };
      const answer = await app.http
        .post(`${path}${action && `/actions/${action}`}`)
        .set({ ...by.auth, ...(id && { 'If-Match': headers['etag'] ?? '' }), 'Idempotency-Key': randomUUID() })
        .send(body);
      expect([action, answer.status, answer.body]).toEqual([action, id ? 200 : 201, expect.anything()]);
      return (answer.body as { id: string }).id;
    };
    const retender = { serviceLine: bureau.line, kind: 'retender', from: '2027-01-01' };
    const id = await plan('', '', { items: [retender] }, bureau.officer);
    expect(await next()).toMatchObject({ kind: 'none' });
    await plan(id, 'agree', {}, bureau.approver);
    expect(await next()).toEqual({ kind: 'plan', plan: 'retender', from: '2027-01-01', by: null });
    const receiver = await makeBody(app, { kind: 'agency', name: '示例承接机构' });
    const over = { ...retender, kind: 'hand_over', from: '2027-01-04', receiver };
    await plan(id, 'revise', { reason: '改为移交', items: [over] }, bureau.officer);
    await plan(id, 'agree', {}, bureau.approver);
    expect(await next()).toEqual({ kind: 'plan', plan: 'hand_over', from: '2027-01-04', by: '示例承接机构' });
    const coverage = () => app.http.get(`/api/v1/service-lines/${bureau.line}/coverage`).expect(200);
    expect((await coverage()).body.next).toMatchObject({
      kind: 'plan',
      from: '2027-01-01',
      plan: { contract: survey.contract, kind: 'hand_over', from: '2027-01-04' },
      starts: '2027-01-04',
      by: receiver,
    });
    // Nobody is told who is to serve by a contract that was not published.
    await app.dataSource.query(`UPDATE contract SET published = false WHERE id = $1`, [survey.contract]);
    expect(await next()).toEqual({ kind: 'plan', plan: 'hand_over', from: '2027-01-04', by: null });
    expect((await coverage()).body.next).toMatchObject({ plan: { contract: null }, by: null });
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [survey.contract]);

    const world = new RiskWorld(app, 'live');
    const tender = await world.tender({ serviceLines: [bureau.line] });
    const window = { start: '2027-01-05', end: '2027-12-31' };
    await world.facts(tender, [{ kind: 'contract', data: { window, supplier: { name: '示例后续机构' } } }]);
    expect(await next()).toEqual({ kind: 'signed', plan: null, from: '2027-01-05', by: '示例后续机构' });
  });

  const [first, second, third] = ANSWERS;
  it.each<[string, object[], string, string]>([
    ['a question that is none', [...ANSWERS, { question: 5, value: true }], '/answers/3/question', 'unknown_question'],
    ['a question twice', [...ANSWERS, { question: 1, value: false }], '/answers/3/question', 'not_unique'],
    [
      'a question left out',
      [
        { question: 1, value: true },
        { question: 3, value: 1 },
      ],
      '/answers',
      'required',
    ],
    ['no question', [], '/answers', 'required'],
    ['yes as a word', [{ question: 1, value: 'yes' }, second, third] as object[], '/answers/0/value', 'not_a_boolean'],
    ['six of five', [first, { question: 2, value: 6 }, third] as object[], '/answers/1/value', 'out_of_scale'],
    ['nought of five', [first, { question: 2, value: 0 }, third] as object[], '/answers/1/value', 'out_of_scale'],
    ['half a step', [first, { question: 2, value: 2.5 }, third] as object[], '/answers/1/value', 'out_of_scale'],
    ['a step as text', [first, { question: 2, value: '4' }, third] as object[], '/answers/1/value', 'out_of_scale'],
    ['a fourth of three', [first, second, { question: 3, value: 4 }] as object[], '/answers/2/value', 'unknown_option'],
    ['words that are none', [...ANSWERS, { question: 4, value: 4 }], '/answers/3/value', 'not_text'],
    ['too many words', [...ANSWERS, { question: 4, value: '好'.repeat(1001) }], '/answers/3/value', 'too_long'],
  ])('are not used up by %s', async (_, answers, pointer, code) => {
    const answer = await survey.answer(codes[0] ?? '', answers);
    expect(refusal(answer)).toEqual([400, 'validation_failed', pointer]);
    expect((answer.body as Problem).errors?.[0]?.code).toBe(code);
    expect(await used()).toBe(0);
  });

  it('answer once, twenty times at once too', async () => {
    const posts = await Promise.all(Array.from({ length: 20 }, () => survey.answer(codes[0] ?? '')));
    expect(posts.map((a) => a.status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const stored = await app.dataSource.query<unknown[]>(`SELECT answers FROM survey_answer WHERE survey_id = $1`, [
      survey.id,
    ]);
    expect(stored).toEqual([{ answers: [true, 4, 2, null] }]);
    expect(await used()).toBe(1);
    expect(refusal(await survey.answer(codes[0] ?? ''))).toEqual([409, 'code_used', null]);
    expect(refusal(await survey.ask(codes[0] ?? ''))).toEqual([409, 'code_used', null]);
    expect((await survey.answer(codes[1] ?? '', [...ANSWERS, { question: 4, value: '很好' }])).status).toBe(201);
    const kept = survey.answer(codes[2] ?? '').set('Idempotency-Key', randomUUID());
    expect((await kept).status).toBe(201);
    await expect(app.dataSource.query(`UPDATE survey_slip SET used = false WHERE used`)).rejects.toThrow('stays used');
    await expect(app.dataSource.query(`DELETE FROM survey_answer`)).rejects.toThrow('given once');
  });

  it('that were lost end when their slip is printed again', async () => {
    expect(refusal(await survey.act('print-again', { slip: 4 }))).toEqual([400, 'validation_failed', '/reason']);
    const reason = '纸条遗失';
    expect(refusal(await survey.act('print-again', { slip: 11, reason }))).toEqual([400, 'validation_failed', '/slip']);
    await survey.must('print-again', { slip: 4, reason });
    expect(refusal(await survey.ask(codes[3] ?? ''))).toEqual([404, 'code_unknown', null]);
    const [other, none] = await survey.codes();
    expect([other === codes[3], none]).toEqual([false, undefined]);
    expect((await survey.ask(other ?? '')).status).toBe(200);
    await survey.must('print-again', { reason });
    expect((await survey.read()).slips).toEqual({ total: 10, printed: 0, answered: null });
    const renewed = await survey.codes();
    expect(renewed).toHaveLength(10);
    expect((await survey.ask(codes[5] ?? '')).status).toBe(404);
    codes = renewed.slice(3);
  });

  it('tell nobody who prints again how many were used, nor let anybody answer twice', async () => {
    const other = await Surveying.among(app, [12], survey.parties);
    await other.opened(12);
    const [taken = '', free = ''] = await other.codes();
    await other.answer(taken).expect(201);
    const slips = async () => (await other.read()).slips;
    expect(await slips()).toEqual({ total: 12, printed: 12, answered: null });
    const reason = '纸条遗失';
    const again = async (slip: number) => {
      const { status, body } = await other.act('print-again', { slip, reason });
      return [status, (body as { slips?: object }).slips];
    };
    // A slip that was used and one that was not answer alike, by themselves…
    expect(await again(1)).toEqual([200, { total: 12, printed: 11, answered: null }]);
    expect(await again(2)).toEqual([200, { total: 12, printed: 10, answered: null }]);
    for (const code of [taken, free]) expect(refusal(await other.ask(code))).toEqual([404, 'code_unknown', null]);
    const two = await other.codes();
    expect(two).toHaveLength(2);
    // …and as all of them: the paper has every number.
    await other.must('print-again', { reason });
    expect(await slips()).toEqual({ total: 12, printed: 0, answered: null });
    const paper = textsOf((await other.slips()).body as Buffer);
    const all = paper.filter((text) => CODE.test(text));
    expect([all.length, paper.join('').match(/第 \d+ 号/g)?.length]).toEqual([12, 12]);
    expect(await slips()).toEqual({ total: 12, printed: 12, answered: null });
    const { body } = await app.http.get(`/api/v1/history?subject=survey:${other.id}`).set(other.officer.auth);
    const printed = (body as { items: { action: string; data: object }[] }).items.filter(({ action }) =>
      ['slips_printed', 'print_again'].includes(action),
    );
    expect(printed.map(({ data }) => data)).toMatchObject([
      { slips: 12 },
      { slip: 1 },
      { slip: 2 },
      { slips: 2 },
      { slip: null },
      { slips: 12 },
    ]);
    // The new code of the used slip was used before anybody had it.
    expect(refusal(await other.answer(all[0] ?? ''))).toEqual([409, 'code_used', null]);
    for (const code of [taken, two[0] ?? '']) expect((await other.answer(code)).status).toBe(404);
    await other.answer(all[1] ?? '').expect(201);
    expect(await used(other)).toBe(2);
  });

  it('that are wrong, ended, early, late or closed are all unknown alike', async () => {
    const code = codes[0] ?? '';
    const unknown = async (typed: string): Promise<Problem> => {
      const [asked, answered] = [await survey.ask(typed), await survey.answer(typed)];
      const { requestId: _, ...body } = asked.body as Problem;
      const { requestId: __, ...same } = answered.body as Problem;
      expect([asked.status, same]).toEqual([404, body]);
      return body;
    };
    const wrong = await unknown('AAAA-BBBB-CCCC-DDDD');
    expect(wrong.code).toBe('code_unknown');
    for (const typed of ['', 'x', '是', `${code}0`, code.slice(1)]) expect(await unknown(typed)).toEqual(wrong);
    await setBusinessTime(app, '2026-02-28T23:59:00+08:00');
    expect(await unknown(code)).toEqual(wrong);
    await setBusinessTime(app, OVER);
    expect(await unknown(code)).toEqual(wrong);
    await survey.must('close');
    await setBusinessTime(app, ASKED_AT);
    expect(await unknown(code)).toEqual(wrong);
    expect(await used()).toBe(-1 + 4);
  });

  it('are guessed a hundred times from one address and then not; who knows one is not counted', async () => {
    const other = await Surveying.among(app, [2], survey.parties);
    await other.opened(2);
    const [code] = await other.codes();
    await forget();
    for (let i = 0; i < 110; i++) expect((await other.ask(code ?? '')).status).toBe(200);
    const guesses: number[] = [];
    for (let i = 0; i < 105; i++) guesses.push((await other.ask('AAAA-BBBB-CCCC-DDDD')).status);
    expect([guesses[0], guesses.at(-1)]).toEqual([404, 429]);
    const late = await other.ask(code ?? '');
    expect([late.status, Number(late.headers['retry-after']) > 0]).toEqual([429, true]);
    await forget();
    expect((await other.answer(code ?? '')).status).toBe(201);
  });

  it('are used or ended, not both, where their slips are printed again meanwhile', async () => {
    const other = await Surveying.among(app, [12], survey.parties);
    await other.opened(12);
    let given = 0;
    for (let round = 0; round < 4; round++) {
      const some = await other.codes();
      const ends = other.act('print-again', { reason: '纸条遗失' });
      const posts = await Promise.all(some.slice(3 * round, 3 * round + 3).map((code) => other.answer(code)));
      for (const { status } of posts) expect([201, 404]).toContain(status);
      given += posts.filter((a) => a.status === 201).length;
      await ends;
      // A version that was stale by then ends the rest now.
      if ((await other.read()).slips?.printed !== 0) await other.must('print-again', { reason: '纸条遗失' });
      expect(await used(other)).toBe(given);
      // One to four are told as nobody's number.
      const answered = given > 0 && given < 5 ? null : given;
      expect((await other.read()).slips).toEqual({ total: 12, printed: 0, answered });
    }
    const rows = await app.dataSource.query<unknown[]>(`SELECT FROM survey_answer WHERE survey_id = $1`, [other.id]);
    expect(rows).toHaveLength(given);
  });

  it('are printed while a build beside the running product has taken the folder of the font away', async () => {
    const other = await Surveying.among(app, [2], survey.parties);
    await other.opened(2);
    await app.dataSource.query(`UPDATE community SET name = '𠅤村😀' WHERE id = ANY ($1::uuid[])`, [other.communities]);
    const read = fs.readFileSync;
    const gone = (...args: Parameters<typeof read>) => {
      if (/\.ttf$/.test(String(args[0]))) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
      return read(...args);
    };
    const spy = jest.spyOn(fs, 'readFileSync').mockImplementation(gone);
    try {
      const printed = textsOf((await other.slips()).body as Buffer);
      expect(printed.filter((text) => CODE.test(text))).toHaveLength(2);
      // A character that the font lacks is named, as on every paper.
      expect(printed.join('')).toContain('村〔U+1F600〕');
    } finally {
      spy.mockRestore();
    }
  });

  it('that were all used let the survey end before its last day', async () => {
    const other = await Surveying.among(app, [2], survey.parties);
    await other.opened(2);
    const [one, two] = await other.codes();
    await other.answer(one ?? '').expect(201);
    expect(refusal(await other.act('close'))).toEqual([422, 'survey_running', null]);
    await other.answer(two ?? '').expect(201);
    expect((await other.must('close')).state).toBe('closed');
  });
});
