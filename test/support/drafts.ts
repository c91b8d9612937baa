import type { Principal } from '../../src/kernel/access/principal.js';
import { NewOpinionDto } from '../../src/purchase/tenders/conducted/tender-actions.dto.js';
import { TenderDesk } from '../../src/purchase/tenders/conducted/tender-desk.js';
import { CriteriaDto, PlanDto, TermsDto } from '../../src/purchase/tenders/conducted/terms/terms.dto.js';
import { DraftsService } from '../../src/purchase/tenders/drafts/drafts.service.js';
import { NewTenderDto } from '../../src/purchase/tenders/reads/tender.dto.js';
import { RecordingService } from '../../src/purchase/tenders/recording/recording.service.js';
import type { AllowedAction } from './actions.js';
import type { TestAccount } from './accounts.js';
import { makeBody, makeUser } from './accounts.js';
import type { TestApp } from './app.js';
import { readBody, readOwnVersion, runAs, type Finder } from './use-cases.js';
import { readVersion } from './version.js';

/** Sets business time of a fresh test database; it goes on from there. */
export const startBusinessAt = (app: TestApp, at: string): Promise<unknown> =>
  app.dataSource.query(
    `INSERT INTO business_time (behind) VALUES ($1::timestamptz - clock_timestamp())
    ON CONFLICT (only_row) DO UPDATE SET behind = EXCLUDED.behind`,
    [at],
  );

/** The same for a test that goes back too: the database lets business time only move forward. */
export async function setBusinessTime(app: TestApp, at: string): Promise<void> {
  await app.dataSource.query(`ALTER TABLE business_time DISABLE TRIGGER USER`);
  await startBusinessAt(app, at);
  await app.dataSource.query(`ALTER TABLE business_time ENABLE TRIGGER USER`);
}

/** A bureau that conducts tenders here, with its people, and those who decide above it. */
export interface Bureau {
  id: string;
  officer: TestAccount;
  approver: TestAccount;
  finance: TestAccount;
  line: string;
  /** Approved, with money for whatever its drafts buy. */
  programme: string;
}

export async function makeBureau(app: TestApp, region = '990203', name?: string): Promise<Bureau> {
  // A bureau of the city that buys for one of its districts.
  const id = await makeBody(app, { region, budgetLevel: 'municipal', ...(name && { name }) });
  const officer = await makeUser(app, 'bureau_officer', id);
  const approver = await makeUser(app, 'bureau_approver', id);
  const authority = await makeBody(app, { kind: 'finance_authority', region: '990200' });
  const finance = await makeUser(app, 'finance_authority', authority);
  const line = await makeLine(app, officer, '社区养老', region);
  const programme = await makeProgramme(app, id, officer);
  return { id, officer, approver, finance, line, programme };
}

/** From two million yuan on a service of this place is bought by open tender. */
export async function makeThreshold(app: TestApp): Promise<void> {
  const admin = await makeUser(app, 'admin');
  await app.http
    .post('/api/v1/thresholds')
    .set(admin.auth)
    .send({
      region: '990203',
      level: 'below_provincial',
      object: 'services',
      amount: '2000000.00',
      effectiveFrom: '2020-01-01',
      source: '示例目录',
      confidence: 'B',
    })
    .expect(201);
}

/** One more service line that a bureau may buy. */
export async function makeLine(app: TestApp, officer: TestAccount, name: string, region = '990203'): Promise<string> {
  const { status, body, text } = await app.http
    .post('/api/v1/service-lines')
    .set(officer.auth)
    .send({ name, category: 'ELDERLY_HOME_CARE', since: '2018-01-01', region });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return (body as { id: string }).id;
}

/** Several lots each serve a line of their own unless they say which. */
async function giveLotsLines(app: TestApp, bureau: Bureau, lots: readonly object[]): Promise<object[]> {
  if (lots.length < 2 || lots.some((lot) => 'serviceLines' in lot)) return [...lots];
  const given: object[] = [];
  for (const [i, lot] of lots.entries()) {
    const line = i === 0 ? bureau.line : await makeLine(app, bureau.officer, `社区养老（${i + 1}）`);
    given.push({ ...lot, serviceLines: [line] });
  }
  return given;
}

/** A programme that is recorded as approved, with one line for every category. */
export async function makeProgramme(app: TestApp, buyer: string, officer: TestAccount): Promise<string> {
  const { status, body, text } = await app.http
    .post('/api/v1/programmes')
    .set(officer.auth)
    .send({
      name: '年度购买服务计划',
      year: 2025,
      buyer,
      state: 'approved',
      source: { kind: 'statement' },
      budgetLines: [{ name: '购买服务经费', amount: '1000000000.00' }],
    });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return (body as { id: string }).id;
}

export interface TenderBody {
  id: string;
  version: number;
  state: string;
  allowedActions: AllowedAction[];
  lots: { no: number; state: string | null; ceiling: string }[];
  here: {
    revision: number | null;
    methodApproval: { state: string; amount: string | null } | null;
    findings: { indicator: string; state: string; severity: string; reason: string | null }[];
    terms: { criteria: unknown[] } | null;
    opinions: unknown[];
  };
}

export const CRITERIA = [
  { no: 1, name: '报价', kind: 'price', points: '20' },
  { no: 2, name: '服务方案', kind: 'professional', points: '50', levels: '优 50，良 35，一般 20' },
  { no: 3, name: '专业人员', kind: 'professional', points: '30', levels: '每名持证社工 6 分，最高 30 分' },
];
/** A plan that is lawful for a consultation issued on 2025-11-03. */
export const PLAN = {
  issueOn: '2025-11-03',
  documentsTo: '2025-11-10',
  noticeTo: '2025-11-06',
  deadlineAt: '2025-11-14T09:30:00+08:00',
};
export const DRAFT = {
  title: '社区老人居家养老服务',
  method: 'COMPETITIVE_CONSULTATION',
  category: 'ELDERLY_HOME_CARE',
  region: '990203',
  budgetLevel: 'below_provincial',
  window: { start: '2026-01-01', end: '2026-12-31' },
  lots: [{ no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' }],
};

const OPINION = { kind: 'public', heldOn: '2025-10-20', participants: 41, summary: '居民座谈' };

/** What a draft says beside its lots. */
async function writeDraft(
  principal: Principal,
  find: Finder,
  id: string,
  criteria: object[],
  plan: object,
): Promise<void> {
  const drafts = find(DraftsService);
  const version = () => readOwnVersion(find, 'tender', id);
  const terms = await readBody(TermsDto, { requirement: '为社区老年人提供居家养老服务' });
  await drafts.setTerms(principal, id, await version(), terms);
  await drafts.setCriteria(principal, id, await version(), (await readBody(CriteriaDto, { criteria })).criteria);
  await drafts.setPlan(principal, id, await version(), await readBody(PlanDto, plan));
}

/** Requests on one draft, each with the version as it stands. */
export class Drafting {
  private constructor(
    private readonly app: TestApp,
    readonly bureau: Bureau,
    readonly id: string,
  ) {}

  /** A draft as given, filled up to one that may be issued unless `bare`: with this plan, over the usual one, and these criteria. */
  static async begin(
    app: TestApp,
    bureau: Bureau,
    more: object = {},
    bare = false,
    { plan = {}, criteria = CRITERIA }: { plan?: object; criteria?: object[] } = {},
  ): Promise<Drafting> {
    const body = {
      ...DRAFT,
      conducted: 'here',
      buyer: bureau.id,
      programme: bare ? null : bureau.programme,
      serviceLines: bare ? [] : [bureau.line],
      ...more,
    };
    const ready = bare || body.serviceLines.length === 0;
    const lots = ready ? body.lots : await giveLotsLines(app, bureau, body.lots);
    const id = await runAs(app, bureau.officer, async (principal, find) => {
      const dto = await readBody(NewTenderDto, { ...body, lots });
      const made = await find(RecordingService).createTender(principal, { ...dto, dataset: dto.dataset ?? 'live' });
      if (bare) return made;
      await writeDraft(principal, find, made, criteria, { ...PLAN, ...plan });
      await find(TenderDesk).addOpinion(principal, made, await readBody(NewOpinionDto, OPINION));
      return made;
    });
    return new Drafting(app, bureau, id);
  }

  /** A draft that says all that it must, and of which nobody was asked. */
  static async unheard(app: TestApp, bureau: Bureau): Promise<Drafting> {
    const drafting = await Drafting.begin(
      app,
      bureau,
      { programme: bureau.programme, serviceLines: [bureau.line] },
      true,
    );
    await runAs(app, bureau.officer, (principal, find) => writeDraft(principal, find, drafting.id, CRITERIA, PLAN));
    return drafting;
  }

  async read(by = this.bureau.officer): Promise<TenderBody> {
    return (await this.app.http.get(`/api/v1/tenders/${this.id}`).set(by.auth).expect(200)).body as TenderBody;
  }

  async send(verb: 'put' | 'patch' | 'post', path: string, body: object, by = this.bureau.officer) {
    const version = await readVersion(this.app, 'tender', this.id);
    return this.app.http[verb](`/api/v1/tenders/${this.id}${path && `/${path}`}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send(body);
  }

  act(action: string, by = this.bureau.officer, body: object = {}) {
    return this.send('post', `actions/${action}`, body, by);
  }

  /** The same, which must succeed. */
  async must(verb: 'put' | 'patch' | 'post', path: string, body: object, by?: TestAccount): Promise<TenderBody> {
    const answer = await this.send(verb, path, body, by);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as TenderBody;
  }

  opinion(): Promise<TenderBody> {
    return this.must('post', 'opinions', OPINION);
  }

  /** Through submission and approval, with a reason for whatever the rules say. */
  async plan(): Promise<TenderBody> {
    const { here } = await this.must('post', 'actions/submit', {});
    const findings = here.findings
      .filter((f) => f.state === 'triggered' && f.severity !== 'notice')
      .map((f) => ({ indicator: f.indicator, reason: '已知悉' }));
    return this.must('post', 'actions/approve', { findings }, this.bureau.approver);
  }
}
