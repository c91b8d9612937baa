import { randomUUID } from 'node:crypto';
import type { AllowedAction } from './actions.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { Contracting, makeParties, type Parties } from './contracts.js';
import { pdf } from './files.js';
import { readVersion } from './version.js';

export interface EvaluationBody {
  id: string;
  version: number;
  state: string;
  evaluator: string | null;
  proposed: string | null;
  own: boolean;
  progress: { leaves: number; scored: number; unscored: string[]; missingEvidence: string[] } | null;
  total: string | null;
  grade: string | null;
  gradeRule: string | null;
  counts: boolean;
  dimensions: { total: string }[] | null;
  scores: { leaf: string; points: string; evidence: unknown[] | null }[] | null;
  filled:
    | { leaf: string; value: string | null; points: string | null; reason: string | null; survey: string | null }[]
    | null;
  declarations: { tied: boolean }[] | null;
  appeal: { grounds: string | null; answer: string | null } | null;
  allowedActions: (AllowedAction | string)[];
}

const leaf = (weight: string, channel: string, max: string) => ({
  name: '指标',
  weight,
  channel,
  kind: 'outcome',
  max,
});
/** Three leaves, of 10, 100 and 5 points. */
export const TREE = [
  {
    name: '服务效果',
    weight: '60',
    indicators: [
      { name: '成效', weight: '100', leaves: [leaf('50', 'indicators', '10'), leaf('50', 'third_party', '100')] },
    ],
  },
  {
    name: '服务对象',
    weight: '40',
    indicators: [{ name: '满意度', weight: '100', leaves: [leaf('100', 'residents', '5')] }],
  },
];

export async function makeScheme(app: TestApp, { bureau }: Parties, active = true): Promise<string> {
  const body = { name: '评估方案', category: 'ELDERLY_HOME_CARE', dimensions: TREE };
  const made = await app.http.post('/api/v1/evaluation-schemes').set(bureau.officer.auth).send(body).expect(201);
  const { id } = made.body as { id: string };
  if (active) await activateScheme(app, { bureau }, id);
  return id;
}
export const activateScheme = (app: TestApp, { bureau }: Pick<Parties, 'bureau'>, id: string) =>
  app.http
    .post(`/api/v1/evaluation-schemes/${id}/actions/activate`)
    .set({ ...bureau.approver.auth, 'If-Match': '"1"' })
    .send({})
    .expect(200);

/** A survey that is begun by this person. */
export const surveyOf = (app: TestApp, contract: string, by: TestAccount) =>
  app.http
    .post('/api/v1/surveys')
    .set(by.auth)
    .send({ contract, purpose: 'evaluation', title: '满意度', opensOn: '2025-12-22', closesOn: '2026-06-30' });

/** As if everybody who was drawn had been asked. */
export const closeSurvey = (app: TestApp, id: string) =>
  app.dataSource.query(
    `UPDATE survey SET state = 'closed', size = 1, drawn_at = business_now(), opened_at = business_now(),
       closed_at = business_now() WHERE id = $1`,
    [id],
  );

/** As if one of them had answered. */
export const answerSurvey = (app: TestApp, id: string) =>
  app.dataSource.query(
    `WITH stratum AS (INSERT INTO survey_stratum (survey_id, no, population, sampled) VALUES ($1, 1, 1, 1) RETURNING no)
     INSERT INTO survey_answer (survey_id, stratum, answers) VALUES ($1, 1, '[]')`,
    [id],
  );

/** What every evaluation of a test begins with. */
export interface Ground {
  parties: Parties;
  contract: string;
  scheme: string;
  evaluator: { body: string; user: TestAccount };
}

export async function makeGround(app: TestApp, at?: null): Promise<Ground> {
  const parties = await makeParties(app, at);
  const { id } = await Contracting.signed(app, parties);
  const body = await makeBody(app, { kind: 'evaluator' });
  return {
    parties,
    contract: id,
    scheme: await makeScheme(app, parties),
    evaluator: { body, user: await makeUser(app, 'evaluator', body) },
  };
}

/** Requests on one evaluation, each with the version as it stands. */
export class Evaluating {
  private constructor(
    readonly app: TestApp,
    readonly ground: Ground,
    readonly id: string,
  ) {}

  static async planned(app: TestApp, ground: Ground, more: object = {}): Promise<Evaluating> {
    const answer = await app.http
      .post(`/api/v1/contracts/${ground.contract}/evaluations`)
      .set(ground.parties.bureau.officer.auth)
      .send({ kind: 'midterm', scheme: ground.scheme, dueOn: '2026-06-30', ...more });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return new Evaluating(app, ground, (answer.body as { id: string }).id);
  }

  static async inField(app: TestApp, ground: Ground, more: object = {}): Promise<Evaluating> {
    const evaluation = await Evaluating.planned(app, ground, more);
    const { parties, evaluator } = ground;
    await evaluation.must('propose-evaluator', { evaluator: evaluator.body });
    await evaluation.must('appoint', {}, parties.bureau.approver);
    await evaluation.must('declare', { tied: false }, evaluator.user);
    await evaluation.must('begin-fieldwork', {}, evaluator.user);
    return evaluation;
  }

  static async sent(app: TestApp, ground: Ground, more: object = {}): Promise<Evaluating> {
    const evaluation = await Evaluating.inField(app, ground, more);
    await evaluation.scored(await evaluation.scores());
    await evaluation.must('submit-scores', {}, ground.evaluator.user);
    return evaluation;
  }

  static async published(app: TestApp, ground: Ground, more: object = {}): Promise<Evaluating> {
    const evaluation = await Evaluating.sent(app, ground, more);
    await evaluation.must('confirm', {}, ground.parties.bureau.approver);
    await evaluation.must('publish');
    return evaluation;
  }

  /** Whole: 80, 85.5 and 80 of 100, each shown by a document of the evaluator; the residents' by a meeting with them. */
  async scores(by = this.ground.evaluator.user): Promise<object[]> {
    const evidence = [{ kind: 'document', id: await this.document(by) }];
    const { evaluator } = await this.read();
    const meeting = await this.meeting(evaluator ?? this.ground.evaluator.body);
    return [
      { leaf: '1.1.1', points: '8', comment: '按记录核对', evidence },
      { leaf: '1.1.2', points: '85.5', evidence },
      { leaf: '2.1.1', points: '4', evidence: [{ kind: 'meeting', id: meeting }] },
    ];
  }

  /** A meeting about it to which residents came, called by the buyer. */
  async meeting(invited: string, more: object = {}): Promise<string> {
    const meeting = await this.called(invited, more);
    await meeting.act('hold', { attended: [{ side: 'residents', count: 9 }] });
    await meeting.act('minute', { minutes: '居民评议记录' });
    return meeting.id;
  }

  /** A meeting that is called, with what is done to it next. */
  async called(invited: string, more: object = {}) {
    const { auth } = this.ground.parties.bureau.officer;
    const subject = { type: 'evaluation', id: this.id };
    const body = { kind: 'appraisal', subject, title: '居民评议会', heldAt: '2025-10-15T09:00:00+08:00', ...more };
    const made = await this.app.http
      .post('/api/v1/meetings')
      .set(auth)
      .send({ ...body, invited: [invited] });
    if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
    const { id } = made.body as { id: string };
    let { version } = made.body as { version: number };
    const act = async (action: string, given: object): Promise<void> => {
      const answer = await this.app.http
        .post(`/api/v1/meetings/${id}/actions/${action}`)
        .set({ ...auth, 'If-Match': `"${version}"` })
        .send(given);
      if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
      ({ version } = answer.body as { version: number });
    };
    return { id, act };
  }

  async document(by = this.ground.evaluator.user): Promise<string> {
    const file = Buffer.concat([pdf(), Buffer.from(`%${randomUUID()}\n`)]);
    const answer = await this.app.http.post('/api/v1/documents').set(by.auth).attach('file', file, 'x.pdf');
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  }

  async read(by: TestAccount | null = this.ground.parties.bureau.officer): Promise<EvaluationBody> {
    const answer = await this.app.http.get(`/api/v1/evaluations/${this.id}`).set(by?.auth ?? {});
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as EvaluationBody;
  }

  async score(scores: object[], by = this.ground.evaluator.user) {
    const version = await readVersion(this.app, 'evaluation', this.id);
    return this.app.http
      .put(`/api/v1/evaluations/${this.id}/scores`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send({ scores });
  }

  async scored(scores: object[], by?: TestAccount): Promise<void> {
    const answer = await this.score(scores, by);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  }

  async act(action: string, body: object = {}, by = this.ground.parties.bureau.officer, version?: number) {
    const at = version ?? (await readVersion(this.app, 'evaluation', this.id));
    return this.app.http
      .post(`/api/v1/evaluations/${this.id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${at}"` })
      .send(body);
  }

  /** The same, which must succeed. */
  async must(action: string, body: object = {}, by?: TestAccount): Promise<EvaluationBody> {
    const answer = await this.act(action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as EvaluationBody;
  }
}
