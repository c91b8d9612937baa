import type { AllowedAction } from './actions.js';
import { makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { Bidding, issueTender, makeBidders, offer, openTenderBids, type Bidder, type Issued } from './bidding.js';
import type { Bureau } from './drafts.js';
import { haveDrawn } from './experts.js';
import { setInstant } from './fixed-instant.js';
import { Reviewing, readNamedVersion, type LotReview } from './reviews.js';
import { readVersion } from './version.js';

export const PANEL = ['expert', 'expert', 'buyer_representative'] as const;
/** The final offers of these tests are due then; the talks are an hour before. */
export const FINAL = '2025-11-14T08:00:00Z';
export const TALKS = '2025-11-14T07:00:00Z';
export const RESPOND_BY = '2025-11-14T07:30:00Z';

export interface OwnConsultation {
  version: number;
  state: string;
  lotState: string;
  changes: { id: string; no: number; requirement: string | null }[];
  answerAsked: boolean;
  finalDeadlineAt: string | null;
  finalOffer: { receivedAt: string; sha256: string; price: string | null } | null;
  notices: { code: string }[];
  allowedActions: AllowedAction[];
}
export interface Receipt {
  receipt: { bid: string; kind?: string; round?: number; receivedAt: string; sha256: string; lot: string };
  keyId: string;
  signature: string;
}
type Answer = { status: number; body: unknown; text: string };
export const codeOf = ({ status, body }: Answer): [number, string] => [status, (body as { code?: string }).code ?? ''];
const must = (what: string, answer: Answer) => {
  if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${answer.text}`);
  return answer.body;
};

/** One lot in consultation: its panel, its suppliers by number, requests with the versions as they stand. */
export class Consulting {
  constructor(
    readonly app: TestApp,
    readonly review: Pick<Reviewing, 'id' | 'post' | 'officer' | 'read' | 'draft'>,
    readonly chair: TestAccount,
    /** What each supplier knows its bid by, and its person. */
    readonly suppliers: { bid: string; user: TestAccount }[],
    readonly panel: readonly TestAccount[] = [chair],
  ) {}

  /** Sealed bids of these prices, opened by two persons and checked by the panel: up to the talks. */
  static async sealed(
    app: TestApp,
    bureau: Bureau,
    reviewers: TestAccount[],
    prices: string[],
    more: { agent?: string; lots?: object[]; offers?: object[] } = {},
  ): Promise<Consulting> {
    const { offers = prices.map(offer), ...tender } = more;
    await setInstant(app, null);
    const issued = await issueTender(app, bureau, tender);
    const bidders = await makeBidders(app, offers.length);
    const bids: Bidding[] = [];
    for (const [i, content] of offers.entries())
      bids.push(await Bidding.submitted(app, bidders[i] as Bidder, issued.lots[0] as string, content));
    await setInstant(app, '2025-11-14T01:30:00.000001Z');
    await openTenderBids(app, bureau, issued.tender);
    const review = requestsOn(app, bureau, issued);
    const [chair] = reviewers as [TestAccount];
    await haveDrawn(
      app,
      issued.tender,
      bureau.officer,
      reviewers.map(({ id }) => id),
    );
    for (const [i, kind] of PANEL.entries())
      must('members', await review.post('members', { user: reviewers[i]?.id, kind }, bureau.officer));
    const ids = (await review.read()).bids.map(({ id }) => id);
    const results = ids.map((bid) => ({ bid, passed: true }));
    for (const by of reviewers)
      must('declarations', await review.post('declarations', { declarations: ids.map((bid) => ({ bid })) }, by));
    for (const action of ['qualify', 'check-conformity'])
      for (const by of reviewers.slice(0, 2)) must(action, await review.post(`actions/${action}`, { results }, by));
    await setInstant(app, TALKS);
    const suppliers = bids.map(({ id, bidder }) => ({ bid: id, user: bidder.user }));
    const lot = new Consulting(app, review, chair, suppliers, reviewers);
    await lot.must('begin-consultation');
    return lot;
  }

  /** From the final offers to the report: all are scored alike, the lower price wins. */
  async reported(): Promise<void> {
    await this.must('begin-scoring');
    const valid = (await this.lot()).bids.filter(({ status }) => status === 'valid');
    const scores = valid.flatMap(({ id: bid }) => [
      { bid, criterion: 2, points: '40' },
      { bid, criterion: 3, points: '24' },
    ]);
    for (const by of this.panel)
      must('score sheet', await this.review.post('score-sheets', { scores, lock: true }, by));
    for (const by of this.panel) must('signature', await this.review.post('signatures', {}, by));
    await this.must('report');
  }

  /** From the report to the result; `by` is the agent, or the buyer where there is none. */
  async published(by = this.review.officer): Promise<void> {
    const { id, draft } = this.review;
    const url = `/api/v1/tenders/${id}/awards`;
    const act = async (action: string, body: object, person: TestAccount) => {
      const version = await readVersion(this.app, 'tender', id);
      const request = this.app.http.post(`${url}/actions/${action}`).set(person.auth).set('If-Match', `"${version}"`);
      must(action, await request.send({ lot: 1, ...body }));
    };
    await act('deliver-report', {}, by);
    const { body } = await this.app.http.get(url).set(draft.bureau.approver.auth).expect(200);
    const [first] = (body as { items: [{ candidates: { bid: string }[] }] }).items[0].candidates;
    await act('confirm', { bid: first?.bid }, draft.bureau.approver);
    await act('publish-result', {}, by);
  }

  /** Bids opened by SQL, checked by a panel of three. */
  static async begin(
    app: TestApp,
    bureau: Bureau,
    reviewers: TestAccount[],
    prices?: string[],
    more: { pricing?: string; criteria?: object[] } = {},
  ): Promise<Consulting> {
    const review = await Reviewing.begin(app, bureau, reviewers, prices, {
      method: 'COMPETITIVE_CONSULTATION',
      ...more,
    });
    await review.appointAll(PANEL);
    await review.declareAll(PANEL.length);
    await review.qualify([], reviewers[0]);
    const suppliers: Consulting['suppliers'] = [];
    for (const { bid, bidder } of review.offers)
      suppliers.push({ bid, user: await makeUser(app, 'agency_manager', bidder) });
    // The first offers of a consultation stay in their contents.
    await app.dataSource.query(
      `UPDATE bid SET content = jsonb_build_object('price', (price / 100.0)::numeric(20,2)::text), price = NULL WHERE tender_id = $1`,
      [review.id],
    );
    return new Consulting(app, review, reviewers[0] as TestAccount, suppliers, reviewers.slice(0, PANEL.length));
  }

  /** From the checks to the talks. */
  async talk(): Promise<this> {
    await (this.review as Reviewing).conform();
    await this.must('begin-consultation');
    return this;
  }

  act(action: string, body: object = {}, by = this.chair) {
    return this.review.post(`actions/${action}`, body, by);
  }
  async must(action: string, body: object = {}, by = this.chair): Promise<{ lotState: string }> {
    return must(action, await this.act(action, body, by)) as { lotState: string };
  }
  propose(requirement = '每周上门两次') {
    return this.act('change-requirement', { requirement, reason: '磋商中明确' });
  }
  confirm(respondBy = RESPOND_BY) {
    return this.act('confirm-requirement', { respondBy }, this.review.officer);
  }
  refuse() {
    return this.act('refuse-requirement', { reason: '超出预算' }, this.review.officer);
  }
  /** By as many of its members as are most of them; the first refusal ends it. */
  async request(deadlineAt = FINAL) {
    const ask = (by: TestAccount) => this.act('request-final-offers', { deadlineAt }, by);
    const [first = this.chair, ...others] = this.panel.slice(0, Math.floor(this.panel.length / 2) + 1);
    let answer = await ask(first);
    for (const by of others) if (answer.status === 200) answer = await ask(by);
    return answer;
  }

  private of(i: number): { bid: string; user: TestAccount } {
    return this.suppliers[i] as { bid: string; user: TestAccount };
  }
  url(i: number): string {
    return `/api/v1/bids/${this.of(i).bid}/consultation`;
  }
  async own(i: number): Promise<OwnConsultation> {
    return (await this.app.http.get(this.url(i)).set(this.of(i).user.auth).expect(200)).body as OwnConsultation;
  }
  respond(i: number, statement = '按变动后的要求提供服务') {
    return this.app.http
      .post(`${this.url(i)}/responses`)
      .set(this.of(i).user.auth)
      .send({ statement });
  }
  async withdraw(i: number, version?: number) {
    const at = version ?? (await this.own(i)).version;
    return this.app.http
      .post(`${this.url(i)}/actions/withdraw`)
      .set(this.of(i).user.auth)
      .set('If-Match', `"${at}"`)
      .send({ reason: '条件不再适合本机构' });
  }
  offer(i: number, price: string) {
    return this.send(i, offer(price));
  }
  /** A final offer with this content. */
  send(i: number, content: object) {
    return this.app.http
      .post(`${this.url(i)}/final-offer`)
      .set(this.of(i).user.auth)
      .send({ content });
  }
  async mustOffer(i: number, price: string): Promise<Receipt> {
    return must('final offer', await this.offer(i, price)) as Receipt;
  }
  receipt(i: number) {
    return this.app.http.get(`${this.url(i)}/final-offer/receipt`).set(this.of(i).user.auth);
  }

  async lot(): Promise<LotReview> {
    return this.review.read(this.chair);
  }
  async lotId(): Promise<string> {
    const [row] = await this.app.dataSource.query<{ id: string }[]>(`SELECT id FROM lot WHERE tender_id = $1`, [
      this.review.id,
    ]);
    return (row as { id: string }).id;
  }

  /** Behind the deadline, as the worker would. */
  async close(at = '2025-11-14T08:00:00.000001Z'): Promise<void> {
    const { FinalOffersWork } =
      await import('../../src/purchase/reviews/consultation/final-offers/final-offers-opening.js');
    await setInstant(this.app, at);
    await this.app.running.app.get(FinalOffersWork).perform(await this.lotId());
  }
}

/** Requests on the review of a tender that was issued with one lot. */
const requestsOn = (app: TestApp, bureau: Bureau, { tender, draft }: Issued): Consulting['review'] => ({
  id: tender,
  draft,
  officer: bureau.officer,
  post: async (path: string, body: object, by: TestAccount) => {
    const version = await readNamedVersion(app, tender, path, by);
    return app.http
      .post(`/api/v1/tenders/${tender}/review/${path}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send({ lot: 1, ...body });
  },
  read: async (by: TestAccount = bureau.officer): Promise<LotReview> => {
    const answer = await app.http.get(`/api/v1/tenders/${tender}/review`).set(by.auth).expect(200);
    return (answer.body as { items: LotReview[] }).items[0] as LotReview;
  },
});
