import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readSql } from '../../migrations/files.js';
import { SurveyRunners } from '../../src/care/surveys/survey-runners.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { ASKED_AT, QUESTIONS, Surveying, type SurveyBody } from '../support/surveys.js';

interface Refused {
  code?: string;
  errors?: { pointer: string; code: string }[];
}
const allowed = ({ allowedActions }: SurveyBody): string[] => actionNames(allowedActions).sort();
const refusal = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as Refused;
  return [status, code, errors?.[0]?.pointer ?? null];
};
interface Sampled {
  recipient: string;
  number: string;
  community: string | null;
  drawn: boolean;
}

describe('a survey of recipients', () => {
  let app: TestApp;
  let survey: Surveying;
  let evaluator: TestAccount;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    survey = await Surveying.among(app, [12, 6, 2]);
    evaluator = await makeUser(app, 'evaluator', await makeBody(app, { kind: 'evaluator' }));
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  afterAll(() => app.close());

  /** Bodies of which this test says that they evaluate. */
  const appointed: string[] = [];
  const bodyOf = async ({ id }: TestAccount): Promise<string> => {
    const [seat] = await app.dataSource.query<{ body: string }[]>(
      `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
      [id],
    );
    return seat?.body ?? '';
  };
  const sampleOf = async (id: string, by: TestAccount, query = ''): Promise<Sampled[]> => {
    const { body } = await app.http.get(`/api/v1/surveys/${id}/sample?limit=200${query}`).set(by.auth).expect(200);
    return (body as { items: Sampled[] }).items;
  };

  it('is run by the buyer of the contract and never by the agency', async () => {
    const { manager } = survey.parties;
    expect(refusal(await survey.make({}, manager))).toEqual([403, 'not_permitted', null]);
    expect(refusal(await survey.make({}, survey.worker))).toEqual([403, 'not_permitted', null]);
    // Nobody was appointed to evaluate this contract, which is not published.
    expect((await survey.make({}, evaluator)).status).toBe(404);
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [survey.contract]);
    expect(refusal(await survey.make({}, evaluator))).toEqual([403, 'not_permitted', null]);
    // Who is at work on its evaluation asks, published or not.
    await app.dataSource.query(`UPDATE contract SET published = false WHERE id = $1`, [survey.contract]);
    app.running.app.get(SurveyRunners).contribute(() => Promise.resolve([...appointed]));
    appointed.push(await bodyOf(evaluator));
    const own = await survey.make({ purpose: 'evaluation' }, evaluator);
    // No evaluation says that the caller is tied to nobody: the next steps would be refused (`evaluator_tied`) and are not shown.
    expect([own.status, allowed(own.body as SurveyBody)]).toEqual([201, ['cancel']]);
    // It is the buyer's to read and not to draw.
    const drawn = await app.http
      .post(`/api/v1/surveys/${(own.body as SurveyBody).id}/actions/draw`)
      .set({ ...survey.officer.auth, 'If-Match': '"1"' })
      .send({ size: 3 });
    expect(refusal(drawn)).toEqual([403, 'not_permitted', null]);
    appointed.pop();
    // The agency never, whatever another room says.
    appointed.push(survey.parties.agency);
    expect((await survey.make({ purpose: 'line' }, survey.parties.manager)).status).toBe(403);
    appointed.pop();
    await app.dataSource.query(`UPDATE contract SET published = true WHERE id = $1`, [survey.contract]);
    const made = await survey.begin();
    expect([made.state, made.size, made.strata, allowed(made)]).toEqual([
      'draft',
      null,
      [],
      ['cancel', 'draw', 'open'],
    ]);
    expect(made.questions.map((q) => [q.no, q.kind])).toEqual([
      [1, 'yes_no'],
      [2, 'scale'],
      [3, 'choice'],
      [4, 'text'],
    ]);
    expect((await survey.act('draw', { size: 5 }, manager)).status).toBe(403);
    expect((await survey.act('draw', { size: 5 }, evaluator)).status).toBe(404);
    expect((await app.http.get(`/api/v1/surveys/${survey.id}`).set(manager.auth)).status).toBe(404);
    expect((await app.http.get(`/api/v1/surveys/${survey.id}`).set(supervisor.auth)).status).toBe(200);
    const listed = async (by: TestAccount) =>
      (
        (await app.http.get(`/api/v1/surveys?contract=${survey.contract}&state=draft&dataset=live`).set(by.auth))
          .body as {
          items: SurveyBody[];
        }
      ).items.map((s) => s.id);
    const both = [survey.id, (own.body as SurveyBody).id];
    expect(await listed(survey.officer)).toEqual(both);
    expect(await listed(supervisor)).toEqual(both);
    expect(await listed(evaluator)).toEqual(both.slice(1));
    expect(await listed(manager)).toEqual([]);
  });

  it('in draft waits for who runs it: to be drawn, to be opened, and given up once its last day is over', async () => {
    const own = await Surveying.of(app, survey.parties, survey.contract);
    const made = await own.begin({ purpose: 'line', opensOn: '2026-03-03' });
    const steps = async (by = own.officer) =>
      (await ownTasks(app, by, 'survey_draft', survey.contract)).filter(({ id }) => id === made.id);
    const [task] = await steps();
    expect(task).toMatchObject({
      lot: 1,
      dueOn: '2026-03-03',
      action: { href: `/api/v1/surveys/${made.id}/actions/draw` },
    });
    expect(task?.title).toBe(`Survey to be begun: 受益人意见 (${task?.subject.label}, lot 1)`);
    for (const by of [own.parties.manager, own.worker, evaluator, supervisor]) expect(await steps(by)).toEqual([]);
    await own.must('draw', { size: 3 });
    expect((await steps()).map(({ action }) => action?.href)).toEqual([`/api/v1/surveys/${made.id}/actions/open`]);
    await setBusinessTime(app, '2026-03-21T09:00:00+08:00');
    expect((await steps()).map(({ action }) => action?.href)).toEqual([`/api/v1/surveys/${made.id}/actions/cancel`]);
    await own.must('cancel', { reason: '未及时发出' });
    expect(await steps()).toEqual([]);
    await setBusinessTime(app, ASKED_AT);
  });

  it('stands once for its purpose until it is closed', async () => {
    expect(refusal(await survey.make())).toEqual([409, 'survey_exists', null]);
    const both = await Promise.all([1, 2, 3].map(() => survey.make({ purpose: 'line' })));
    expect(both.map((a) => a.status).sort()).toEqual([201, 409, 409]);
  });

  it.each<[string, object, string, string]>([
    ['that ends before it begins', { opensOn: '2026-03-21' }, '/closesOn', 'too_early'],
    ['of a mistyped year', { closesOn: '2062-03-20' }, '/closesOn', 'too_late'],
    ['of more than a year', { closesOn: '2027-03-03' }, '/closesOn', 'too_late'],
    ['up to the last day there is', { opensOn: '9998-12-29', closesOn: '9999-12-31' }, '/closesOn', 'too_late'],
    [
      'with a choice of one',
      { questions: [{ ...QUESTIONS[2], options: [{ zh: '甲' }] }] },
      '/questions/0/options',
      'too_few',
    ],
    [
      'with two options that read alike',
      { questions: [QUESTIONS[0], { ...QUESTIONS[2], options: [{ zh: '甲' }, { zh: '甲 ' }] }] },
      '/questions/1/options',
      'not_unique',
    ],
    [
      'with options of a scale',
      { questions: [{ ...QUESTIONS[1], options: [{ zh: '甲' }, { zh: '乙' }] }] },
      '/questions/0/options',
      'not_a_choice',
    ],
    [
      'of a kind that is none',
      { questions: [{ kind: 'matrix', text: { zh: '甲' } }] },
      '/questions/0/kind',
      'not_allowed_value',
    ],
    ['without words', { questions: [{ kind: 'text', text: { zh: ' ' } }] }, '/questions/0/text/zh', 'blank'],
  ])('is refused %s, as new and as changed', async (_, more, pointer, code) => {
    for (const answer of [await survey.make(more), await survey.change(more)]) {
      expect(refusal(answer)).toEqual([400, 'validation_failed', pointer]);
      expect((answer.body as Refused).errors?.[0]?.code).toBe(code);
    }
  });

  it('opens with questions, a sample and a day that is still to come', async () => {
    expect(refusal(await survey.act('open'))).toEqual([422, 'sample_missing', null]);
    expect(refusal(await survey.act('draw'))).toEqual([400, 'validation_failed', '/size']);
    expect(refusal(await survey.act('draw', { size: 0 }))).toEqual([400, 'validation_failed', '/size']);
    const before = await survey.read();
    const drawn = await survey.must('draw', { size: 7 });
    expect([drawn.seed, drawn.size, drawn.state]).toEqual([before.seed, 7, 'draft']);
    // 12, 6 and 2 of 20: 4.2, 2.1 and 0.7 of seven.
    expect(drawn.strata.map((s) => [s.population, s.sampled]).sort()).toEqual([
      [12, 4],
      [2, 1],
      [6, 2],
    ]);
    expect(refusal(await survey.act('draw', { size: 7 }))).toEqual([422, 'sample_drawn', null]);
    await survey.change({ questions: [] });
    expect(refusal(await survey.act('open'))).toEqual([422, 'questions_missing', null]);
    expect((await survey.change({ questions: QUESTIONS })).status).toBe(200);
    await setBusinessTime(app, '2026-03-21T00:00:01+08:00');
    expect(refusal(await survey.act('open'))).toEqual([422, 'survey_over', null]);
    await setBusinessTime(app, ASKED_AT);
    const open = await survey.must('open');
    expect([open.state, allowed(open)]).toEqual(['open', ['cancel', 'close', 'extend', 'print_again']]);
    expect(refusal(await survey.change({ title: '另一份' }))).toEqual([409, 'wrong_state', null]);
    await expect(
      app.dataSource.query(`UPDATE survey_frame SET drawn = true WHERE survey_id = $1`, [survey.id]),
    ).rejects.toThrow('stays drawn');
  });

  it('is drawn as anybody entitled to it can draw again; the agency learns of it when it is over', async () => {
    const { seed } = await survey.read();
    const frame = await sampleOf(survey.id, survey.officer);
    expect(frame).toHaveLength(20);
    for (const community of survey.communities) {
      const order = frame
        .filter((r) => r.community === community)
        .map(
          (r) =>
            [
              createHash('sha256')
                .update(`${seed ?? ''}\n${r.recipient}`)
                .digest('hex'),
              r.drawn,
            ] as const,
        )
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, drawn]) => drawn);
      expect(order).toEqual(order.toSorted((a, b) => Number(b) - Number(a)));
    }
    const asked = await sampleOf(survey.id, supervisor, '&drawn=1');
    expect(asked.map((r) => r.recipient).sort()).toEqual(
      frame
        .filter((r) => r.drawn)
        .map((r) => r.recipient)
        .sort(),
    );
    const { manager } = survey.parties;
    expect((await survey.read(manager)).seed).toBeNull();
    expect((await app.http.get(`/api/v1/surveys/${survey.id}/sample`).set(manager.auth)).status).toBe(404);
    await setBusinessTime(app, '2026-03-21T00:00:01+08:00');
    // Somebody has answered, so that no other survey will be drawn by this seed.
    await app.dataSource.query(`UPDATE survey_slip SET used = true WHERE survey_id = $1 AND no = 1`, [survey.id]);
    expect((await survey.read(manager)).seed).toBe(seed);
    expect(await sampleOf(survey.id, manager)).toEqual(frame);
    await setBusinessTime(app, ASKED_AT);
    expect((await app.http.get(`/api/v1/surveys/${survey.id}/sample`).set(evaluator.auth)).status).toBe(404);
  });

  it('runs to its last day, or to a later one that is said while it runs', async () => {
    expect(refusal(await survey.act('close'))).toEqual([422, 'survey_running', null]);
    expect(refusal(await survey.act('extend', { closesOn: '2026-03-25' }))).toEqual([
      400,
      'validation_failed',
      '/reason',
    ]);
    const reason = '回收不足';
    expect(refusal(await survey.act('extend', { reason }))).toEqual([400, 'validation_failed', '/closesOn']);
    expect(refusal(await survey.act('extend', { reason, closesOn: '2026-03-20' }))).toEqual([
      400,
      'validation_failed',
      '/closesOn',
    ]);
    await setBusinessTime(app, '2026-03-21T00:00:01+08:00');
    expect(refusal(await survey.act('extend', { reason, closesOn: '2026-03-25' }))).toEqual([422, 'survey_over', null]);
    await setBusinessTime(app, '2026-03-20T23:59:00+08:00');
    expect((await survey.must('extend', { reason, closesOn: '2026-03-25' })).closesOn).toBe('2026-03-25');
    await setBusinessTime(app, '2026-03-26T09:00:00+08:00');
    expect((await survey.must('close')).state).toBe('closed');
    const history = await app.http.get(`/api/v1/history?subject=survey:${survey.id}`).set(survey.officer.auth);
    const actions = (history.body as { items: { action: string; data: { seed?: string } }[] }).items;
    expect(actions.map((e) => e.action)).toEqual(['created', 'draw', 'changed', 'changed', 'open', 'extend', 'close']);
    // The seed was said before anybody was drawn.
    expect(actions[0]?.data.seed).toBe((await survey.read()).seed);
    await setBusinessTime(app, ASKED_AT);
  });

  it('is taken of the last year there is, and no later day can be said', async () => {
    const last = await Surveying.among(app, [2], survey.parties);
    expect((await last.make({ opensOn: '9999-12-01', closesOn: '9999-12-30' })).status).toBe(201);
    await last.begin({ purpose: 'line', opensOn: '9998-12-30', closesOn: '9999-12-30' });
    expect((await last.change({ opensOn: '9998-12-31', closesOn: '9999-12-30' })).status).toBe(200);
    await last.must('draw', { size: 1 });
    await last.must('open');
    const extend = (closesOn: string) => last.act('extend', { reason: '回收不足', closesOn });
    expect((await extend('9999-12-31')).status).toBe(200);
    expect(refusal(await extend('9999-12-31'))).toEqual([400, 'validation_failed', '/closesOn']);
  });

  it('that is given up leaves its seed to the next one: nobody draws until it suits', async () => {
    const other = await Surveying.among(app, [30], survey.parties);
    const first = await other.begin();
    await other.must('draw', { size: 6 });
    const before = (await sampleOf(other.id, other.officer, '&drawn=1')).map((r) => r.recipient);
    expect(refusal(await other.act('cancel'))).toEqual([400, 'validation_failed', '/reason']);
    await other.must('cancel', { reason: '题目有误' });
    const second = await other.begin();
    expect([second.id === first.id, second.seed]).toEqual([false, first.seed]);
    await other.must('draw', { size: 6 });
    expect((await sampleOf(other.id, other.officer, '&drawn=1')).map((r) => r.recipient)).toEqual(before);
    // Another purpose has another seed.
    expect(((await other.make({ purpose: 'evaluation' })).body as SurveyBody).seed).not.toBe(first.seed);
  });

  it('that ends unanswered leaves its seed to the next one too, and the agency is not told of it before', async () => {
    const other = await Surveying.among(app, [30], survey.parties);
    const { manager } = survey.parties;
    const first = await other.opened(6);
    const before = (await sampleOf(other.id, other.officer, '&drawn=1')).map((r) => r.recipient);
    await setBusinessTime(app, '2026-03-21T09:00:00+08:00');
    await other.must('close');
    const days = { opensOn: '2026-03-21', closesOn: '2026-04-10' };
    const seen = [(await other.read(manager)).seed];
    // What it came to is told; the seed to whoever asks alone.
    const inResults = async (by: TestAccount) =>
      (
        (await app.http.get(`/api/v1/surveys/${first.id}/results`).set(by.auth).expect(200)).body as {
          seed: string | null;
        }
      ).seed;
    expect([await inResults(manager), await inResults(other.officer)]).toEqual([null, first.seed]);
    expect((await app.http.get(`/api/v1/surveys/${other.id}/sample`).set(manager.auth)).status).toBe(404);
    expect((await other.opened(6, days)).seed).toBe(first.seed);
    expect((await sampleOf(other.id, other.officer, '&drawn=1')).map((r) => r.recipient)).toEqual(before);
    const [code = ''] = await other.codes();
    await other.answer(code).expect(201);
    await setBusinessTime(app, '2026-04-11T09:00:00+08:00');
    await other.must('close');
    seen.push((await other.read(manager)).seed);
    expect((await app.http.get(`/api/v1/surveys/${other.id}/results`).set(manager.auth)).body).toMatchObject({
      seed: first.seed,
    });
    expect(seen).toEqual([null, first.seed]);
    // Somebody has answered: the next one draws anew.
    const third = await other.begin({ opensOn: '2026-04-11', closesOn: '2026-04-30' });
    expect(third.seed).not.toBe(first.seed);
    await setBusinessTime(app, ASKED_AT);
  });

  it('whose seed a version before showed to the agency, though nobody had answered, leaves it to no other', async () => {
    const [ended, followed] = [
      await Surveying.among(app, [12], survey.parties),
      await Surveying.among(app, [12], survey.parties),
    ];
    const { manager } = survey.parties;
    const seeds: (string | null)[] = [];
    for (const other of [ended, followed]) seeds.push((await other.opened(3)).seed);
    await setBusinessTime(app, '2026-03-21T09:00:00+08:00');
    for (const other of [ended, followed]) await other.must('close');
    const next = { opensOn: '2026-03-21', closesOn: '2026-04-10' };
    const first = followed.id;
    expect((await followed.begin(next)).seed).toBe(seeds[1]);
    await app.dataSource.query(readSql('told-before/kept.sql'));
    expect((await ended.read(manager)).seed).toBe(seeds[0]);
    expect(await sampleOf(ended.id, manager)).toHaveLength(12);
    expect((await ended.begin(next)).seed).not.toBe(seeds[0]);
    // By this one another survey is drawn, so that it was not shown and is not.
    const { body } = await app.http.get(`/api/v1/surveys/${first}`).set(manager.auth).expect(200);
    expect((body as SurveyBody).seed).toBeNull();
    await setBusinessTime(app, ASKED_AT);
  });

  it('is given up with its answers while it runs, never once they are known', async () => {
    const other = await Surveying.among(app, [8], survey.parties);
    await other.opened(4, { closesOn: '2027-03-02' });
    const [code = ''] = await other.codes();
    await other.answer(code).expect(201);
    const long = { reason: '回收不足', closesOn: '2027-03-03' };
    expect(refusal(await other.act('extend', long))).toEqual([400, 'validation_failed', '/closesOn']);
    expect(refusal(await other.act('cancel'))).toEqual([400, 'validation_failed', '/reason']);
    await setBusinessTime(app, '2027-03-03T00:00:01+08:00');
    expect(refusal(await other.act('cancel', { reason: '年份填错' }))).toEqual([422, 'survey_over', null]);
    await setBusinessTime(app, ASKED_AT);
    const before = await other.read();
    expect(await other.must('cancel', { reason: '年份填错' })).toMatchObject({
      state: 'cancelled',
      allowedActions: [],
    });
    expect((await app.http.get(`/api/v1/surveys/${other.id}/results`).set(other.officer.auth)).status).toBe(404);
    expect((await other.ask(code)).status).toBe(404);
    // Another takes its place and asks the same.
    expect((await other.begin()).seed).toBe(before.seed);
  });

  it('asks recipients of the contract, who has left and who was only served under it too', async () => {
    const other = await Surveying.among(app, [], survey.parties);
    await other.begin();
    expect(refusal(await other.act('draw', { size: 3 }))).toEqual([422, 'recipients_unknown', null]);
    const left = await other.register(null);
    await app.dataSource.query(`UPDATE recipient SET since = '2026-02-01', until = '2026-03-01' WHERE id = $1`, [left]);
    const next = await Contracting.signed(app, survey.parties);
    const taken = await other.register(null);
    await app.http
      .post(`/api/v1/contracts/${other.contract}/service-records`)
      .set(other.worker.auth)
      .send({ servedOn: '2026-03-02', form: 'visit', minutes: 30, workers: { assistant: 1 }, recipients: [taken] })
      .expect(201);
    await app.dataSource.query(`UPDATE recipient SET contract_id = $2 WHERE id = $1`, [taken, next.id]);
    const drawn = await other.must('draw', { size: 900 });
    expect([drawn.size, drawn.strata]).toEqual([2, [{ community: null, population: 2, sampled: 2 }]]);
    expect((await sampleOf(other.id, other.officer)).map((r) => r.recipient).sort()).toEqual([left, taken].sort());
  });

  it('is drawn once, however often at once', async () => {
    const other = await Surveying.among(app, [9], survey.parties);
    const { version } = await other.begin();
    const draws = await Promise.all(
      Array.from({ length: 8 }, () =>
        app.http
          .post(`/api/v1/surveys/${other.id}/actions/draw`)
          .set({ ...other.officer.auth, 'If-Match': `"${version}"` })
          .send({ size: 4 }),
      ),
    );
    expect(draws.map((a) => a.status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
    expect((await sampleOf(other.id, other.officer, '&drawn=1')).length).toBe(4);
  });
});
