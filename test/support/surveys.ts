import { randomUUID } from 'node:crypto';
import { makeUser, type TestAccount } from './accounts.js';
import type { AllowedAction } from './actions.js';
import type { TestApp } from './app.js';
import { Contracting, makeParties, type Parties } from './contracts.js';
import { setBusinessTime } from './drafts.js';
import { textsOf } from './pdf.js';
import { readVersion } from './version.js';

export interface SurveyBody {
  id: string;
  version: number;
  contract: string;
  state: string;
  seed: string | null;
  size: number | null;
  closesOn: string;
  questions: { no: number; kind: string }[];
  strata: { community: string | null; population: number; sampled: number }[];
  slips: { total: number; printed: number; answered: number | null } | null;
  allowedActions: (AllowedAction | string)[];
}

export const QUESTIONS = [
  { kind: 'yes_no', text: { zh: '您收到服务了吗？', en: 'Did you receive the service?' } },
  { kind: 'scale', text: { zh: '您对服务满意吗？' } },
  {
    kind: 'choice',
    text: { zh: '您最需要什么？' },
    options: [{ zh: '助餐' }, { zh: '助浴', en: 'Bathing' }, { zh: '探访' }],
  },
  { kind: 'text', text: { zh: '还想说什么？' } },
];
export const ANSWERS = [
  { question: 1, value: true },
  { question: 2, value: 4 },
  { question: 3, value: 2 },
];
export const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;
/** The day on which these tests ask, and the days of their surveys. */
export const ASKED_AT = '2026-03-02T09:00:00+08:00';
export const DAYS = { opensOn: '2026-03-01', closesOn: '2026-03-20' };

/** A contract with recipients in communities, and one survey of them. */
export class Surveying {
  private constructor(
    readonly app: TestApp,
    readonly parties: Parties,
    readonly contract: string,
    readonly communities: readonly string[],
    readonly worker: TestAccount,
  ) {}

  id = '';

  /** A running contract whose line serves as many people in each community as are given. */
  static async among(
    app: TestApp,
    populations: readonly number[],
    parties?: Parties,
    at: string | null = ASKED_AT,
  ): Promise<Surveying> {
    const both = parties ?? (await makeParties(app));
    if (at !== null) await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const contract = await Contracting.signed(app, both);
    if (at !== null) await setBusinessTime(app, at);
    await app.dataSource.query(`UPDATE contract SET state = 'active' WHERE id = $1`, [contract.id]);
    const communities: string[] = [];
    for (const [i] of populations.entries()) communities.push(await communityOf(app, both, `示例社区${i + 1}`));
    const surveying = await Surveying.of(app, both, contract.id, communities);
    for (const [i, n] of populations.entries())
      for (let k = 0; k < n; k++) await surveying.register(communities[i] ?? null);
    return surveying;
  }

  /** Under a running contract that serves the line of the bureau. */
  static async of(
    app: TestApp,
    parties: Parties,
    contract: string,
    communities: readonly string[] = [],
  ): Promise<Surveying> {
    const worker = await makeUser(app, 'agency_worker', parties.agency);
    return new Surveying(app, parties, contract, communities, worker);
  }

  async register(community: string | null): Promise<string> {
    const { body, status, text } = await this.app.http
      .post(`/api/v1/service-lines/${this.parties.bureau.line}/recipients`)
      .set(this.worker.auth)
      .send({ contract: this.contract, displayName: '示例对象', community });
    if (status !== 201) throw new Error(`${status} ${text}`);
    return (body as { id: string }).id;
  }

  get officer(): TestAccount {
    return this.parties.bureau.officer;
  }

  make(more: object = {}, by = this.officer) {
    return this.app.http
      .post('/api/v1/surveys')
      .set(by.auth)
      .send({
        contract: this.contract,
        purpose: 'acceptance',
        title: '受益人意见',
        questions: QUESTIONS,
        ...DAYS,
        ...more,
      });
  }

  /** Makes the survey that the rest of the methods are about. */
  async begin(more: object = {}): Promise<SurveyBody> {
    const answer = await this.make(more);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    const made = answer.body as SurveyBody;
    this.id = made.id;
    return made;
  }

  async read(by = this.officer): Promise<SurveyBody> {
    return (await this.app.http.get(`/api/v1/surveys/${this.id}`).set(by.auth).expect(200)).body as SurveyBody;
  }

  async act(action: string, body: object = {}, by = this.officer) {
    const version = await readVersion(this.app, 'survey', this.id);
    return this.app.http
      .post(`/api/v1/surveys/${this.id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  }

  async must(action: string, body: object = {}): Promise<SurveyBody> {
    const answer = await this.act(action, body);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as SurveyBody;
  }

  async change(body: object, by = this.officer) {
    const version = await readVersion(this.app, 'survey', this.id);
    return this.app.http
      .patch(`/api/v1/surveys/${this.id}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  }

  /** Drawn and open. */
  async opened(size: number, more: object = {}): Promise<SurveyBody> {
    await this.begin(more);
    await this.must('draw', { size });
    return this.must('open');
  }

  async slips(by = this.officer, headers: object = {}) {
    const version = await readVersion(this.app, 'survey', this.id);
    return this.app.http
      .post(`/api/v1/surveys/${this.id}/slips`)
      .set({ ...by.auth, 'If-Match': `"${version}"`, ...headers })
      .buffer(true);
  }

  /** Prints what has no code yet; answers the codes in the order of the slips. */
  async codes(): Promise<string[]> {
    const { status, body } = await this.slips();
    if (status !== 200) throw new Error(`slips: ${status}`);
    return textsOf(body as Buffer).filter((text) => CODE.test(text));
  }

  ask(code: string) {
    return this.app.http.post('/api/v1/survey-answers/questions').send({ code });
  }

  answer(code: string, answers: object[] = ANSWERS, more: object = {}) {
    return this.app.http.post('/api/v1/survey-answers').send({ code, answers, ...more });
  }
}

async function communityOf(app: TestApp, { bureau }: Parties, name: string): Promise<string> {
  const [row] = await app.dataSource.query<{ id: string }[]>(
    `WITH made AS (INSERT INTO community (dataset, name, region) VALUES ('live', $1, '990203') RETURNING id)
     INSERT INTO service_line_community (service_line_id, community_id) SELECT $2, id FROM made RETURNING community_id AS id`,
    [`${name} ${randomUUID().slice(0, 6)}`, bureau.line],
  );
  return (row as { id: string }).id;
}
