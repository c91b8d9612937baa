import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { CRITERIA, Drafting, PLAN, type Bureau } from './drafts.js';
import { haveDrawn, undrawn } from './experts.js';
import { readVersion } from './version.js';

/** The parts of a review that tests look at. */
export interface LotReview {
  lot: number;
  state: string | null;
  lotState: string;
  panel: { lawful: string; least: number | null; rule: { id: string } | null; faults: { code: string }[] };
  members: {
    id: string;
    own: boolean;
    version: number | null;
    name: string | null;
    user: string | null;
    found: string[];
    locked: boolean;
    signed: boolean;
  }[];
  bids: { id: string; price: string | null; status: string; checks: object[]; triggers: string[] }[];
}

export interface Offered {
  bid: string;
  bidder: string;
  price: string;
}

/** A plan that is lawful for an open tender issued on 2025-11-03. */
export const TENDER_PLAN = {
  ...PLAN,
  noticeTo: '2025-11-10',
  deadlineAt: '2025-11-24T09:30:00+08:00',
};

export const ALL_MEMBERS = ['expert', 'expert', 'expert', 'expert', 'buyer_representative'] as const;

/** Reviewers that every panel of a spec may be made of. */
export const makeReviewers = (app: TestApp, count: number): Promise<TestAccount[]> =>
  Promise.all(Array.from({ length: count }, () => makeUser(app, 'panel_member')));

/** Parts of a review that a member of the panel writes of its own. */
const OF_MEMBER =
  /^(score-sheets|corrections|signatures|dissents|actions\/(qualify|check-conformity)|explanations\/[^/]+\/actions\/settle)$/;

/**
 * The version that a request about the review of a lot names: for what a member writes of its own that of its seat, else
 * the tender's. In an open tender buyer or agent qualify.
 */
export async function readNamedVersion(
  app: TestApp,
  tender: string,
  path: string,
  by: TestAccount,
  lot = 1,
): Promise<number> {
  if (!OF_MEMBER.test(path)) return readVersion(app, 'tender', tender);
  const [row] = await app.dataSource.query<{ version: number }[]>(
    `SELECT m.version FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id
     JOIN tender t ON t.id = v.tender_id
     WHERE t.id = $1 AND l.no = $4 AND m.user_id = $2 AND m.ended_at IS NULL AND v.state <> 'dissolved'
       AND ($3 <> 'actions/qualify' OR t.method = 'COMPETITIVE_CONSULTATION')`,
    [tender, by.id, path, lot],
  );
  return row?.version ?? readVersion(app, 'tender', tender);
}

/** One lot of an issued tender under review; requests carry the version as it stands. */
export class Reviewing {
  private constructor(
    readonly app: TestApp,
    readonly draft: Drafting,
    readonly offers: Offered[],
    readonly reviewers: TestAccount[],
    readonly no = 1,
  ) {}

  /** One lot of a tender that is issued: offers for it are opened by `open`. */
  static of(app: TestApp, draft: Drafting, reviewers: TestAccount[], no: number): Reviewing {
    return new Reviewing(app, draft, [], reviewers, no);
  }

  /** Issues a tender and opens these offers, in yuan, by SQL: what is sealed and opened has specs of its own. */
  static async begin(
    app: TestApp,
    bureau: Bureau,
    reviewers: TestAccount[],
    prices: (string | null)[] = ['180000.00', '190000.00', '200000.00'],
    more: {
      method?: string;
      pricing?: string;
      criteria?: object[];
      opened?: boolean;
      agent?: string;
      terms?: object;
    } = {},
  ): Promise<Reviewing> {
    const { method = 'OPEN_TENDER', pricing = 'competitive', criteria = CRITERIA, opened = true, agent, terms } = more;
    const lots = [{ no: 1, name: '第一包', ceiling: '200000.00', pricing }];
    const plan = method === 'OPEN_TENDER' ? TENDER_PLAN : PLAN;
    const draft = await Drafting.begin(app, bureau, { method, lots }, false, { plan, criteria });
    if (terms !== undefined) await draft.must('patch', 'terms', terms);
    await draft.plan();
    if (agent !== undefined) await draft.must('put', 'mandate', { agent });
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const review = new Reviewing(app, draft, [], reviewers);
    if (opened) await review.open(prices);
    return review;
  }

  async open(prices: (string | null)[]): Promise<void> {
    const { dataSource } = this.app;
    await dataSource.query(`UPDATE tender SET deadline_at = business_now(), state = 'opened' WHERE id = $1`, [this.id]);
    await dataSource.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [this.id]);
    for (const price of prices) {
      const bid = randomUUID();
      const bidder = await makeBody(this.app, { kind: 'agency', name: `机构${bid}` });
      await dataSource.query(
        `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, state)
         SELECT $1, $2, id, $3, ($4::numeric * 100)::bigint, 'opened' FROM lot WHERE tender_id = $2 AND no = $5`,
        [bid, this.id, bidder, price, this.no],
      );
      this.offers.push({ bid, bidder, price: price ?? '' });
    }
  }

  get id(): string {
    return this.draft.id;
  }
  get officer(): TestAccount {
    return this.draft.bureau.officer;
  }
  get bids(): string[] {
    return this.offers.map(({ bid }) => bid);
  }

  async post(path: string, body: object, by: TestAccount) {
    await this.drawNewcomer(body);
    const version = await readNamedVersion(this.app, this.id, path, by, this.no);
    return this.app.http
      .post(`/api/v1/tenders/${this.id}/review/${path}`)
      .set(by.auth)
      .set('If-Match', `"${version}"`)
      .send({ lot: this.no, ...body });
  }
  /** Whoever is to come into the panel as an expert was drawn, with all other reviewers of the spec (`test/api/experts.spec.ts`). */
  private async drawNewcomer({ user, kind }: { user?: string; kind?: string }): Promise<void> {
    if (user === undefined || kind === 'buyer_representative') return;
    if ((await undrawn(this.app, this.id, this.no, [user])).length === 0) return;
    const all = [user, ...this.reviewers.map(({ id }) => id)];
    await haveDrawn(this.app, this.id, this.officer, all, this.no);
  }
  /** The same, which must succeed. */
  async must(path: string, body: object, by: TestAccount): Promise<LotReview> {
    const answer = await this.post(path, body, by);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return this.pick(answer.body);
  }
  async code(path: string, body: object, by: TestAccount): Promise<[number, string]> {
    const answer = await this.post(path, body, by);
    return [answer.status, (answer.body as { code?: string }).code ?? ''];
  }
  async read(by: TestAccount = this.officer): Promise<LotReview> {
    const answer = await this.app.http.get(`/api/v1/tenders/${this.id}/review`).set(by.auth).expect(200);
    return this.pick(answer.body);
  }

  private pick(body: unknown): LotReview {
    return (body as { items: LotReview[] }).items.find(({ lot }) => lot === this.no) as LotReview;
  }

  appoint(user: TestAccount, kind = 'expert', more: object = {}): Promise<LotReview> {
    return this.must('members', { user: user.id, kind, ...more }, this.officer);
  }
  async appointAll(kinds: readonly string[] = ALL_MEMBERS): Promise<void> {
    for (const [i, kind] of kinds.entries()) await this.appoint(this.reviewers[i] as TestAccount, kind);
  }
  /** The first reviewers, as many as sit in the panel. */
  seated(size: number = ALL_MEMBERS.length): TestAccount[] {
    return this.reviewers.slice(0, size);
  }
  declare(by: TestAccount, tie?: object): Promise<LotReview> {
    const declarations = this.bids.map((bid, i) => ({ bid, ...(i === 0 && tie) }));
    return this.must('declarations', { declarations }, by);
  }
  async declareAll(size: number = ALL_MEMBERS.length): Promise<void> {
    for (const reviewer of this.seated(size)) await this.declare(reviewer);
  }
  results(rejected: string[] = [], among = this.bids) {
    const why = { ground: 'unqualified', detail: '未提供登记证书' };
    return {
      results: among.map((bid) => ({ bid, passed: !rejected.includes(bid), ...(rejected.includes(bid) && why) })),
    };
  }
  /** By the buyer, or by as many of the panel as decide. */
  qualify(rejected: string[] = [], by = this.officer): Promise<LotReview> {
    const results = this.results(rejected);
    return by === this.officer ? this.must('actions/qualify', results, by) : this.found('actions/qualify', results);
  }
  conform(rejected: string[] = [], among = this.bids): Promise<LotReview> {
    return this.found('actions/check-conformity', this.results(rejected, among));
  }
  /** What more than half of those who sit in the panel say alike is what it finds. */
  async found(path: string, body: object): Promise<LotReview> {
    const members = await this.app.dataSource.query<{ user: string }[]>(
      `SELECT m.user_id AS user FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id
       WHERE v.tender_id = $1 AND l.no = $2 AND m.ended_at IS NULL AND v.state <> 'dissolved' ORDER BY m.appointed_at, m.id`,
      [this.id, this.no],
    );
    const seated = members.map(({ user }) => this.reviewers.find(({ id }) => id === user) as TestAccount);
    const [first, ...others] = seated.slice(0, Math.floor(seated.length / 2) + 1) as [TestAccount];
    let answer = await this.must(path, body, first);
    for (const by of others) answer = await this.must(path, body, by);
    return answer;
  }
  /** Up to the check of conformity, with a panel that is lawful and free of ties. */
  async checked(): Promise<void> {
    await this.appointAll();
    await this.qualify();
    await this.declareAll();
    await this.conform();
  }
  /** A whole sheet: the points of criterion 2 and 3, bid by bid. */
  sheet(points: (bid: number) => [string, string], bids = this.bids): { scores: object[] } {
    return {
      scores: bids.flatMap((bid, i) => {
        const [two, three] = points(i);
        return [
          { bid, criterion: 2, points: two },
          { bid, criterion: 3, points: three },
        ];
      }),
    };
  }
  save(by: TestAccount, sheet: object, lock = false) {
    return this.post('score-sheets', { ...sheet, lock }, by);
  }
  async begin(): Promise<void> {
    await this.must('actions/begin-scoring', {}, this.reviewers[0] as TestAccount);
  }
  /** Everyone scores alike: bid 0 best. */
  async scored(points: (member: number, bid: number) => [string, string]): Promise<void> {
    await this.begin();
    for (const [m, reviewer] of this.seated().entries()) {
      const answer = await this.save(
        reviewer,
        this.sheet((bid) => points(m, bid)),
        true,
      );
      if (answer.status !== 200) throw new Error(answer.text);
    }
  }
  /** From the checks to the report, signed by all; bid 0 is the best. */
  async reported(): Promise<void> {
    await this.checked();
    await this.scored((_, bid) => [String(45 - bid * 5), '24']);
    for (const reviewer of this.seated()) await this.must('signatures', {}, reviewer);
    await this.must('actions/report', {}, this.reviewers[0] as TestAccount);
  }
}
