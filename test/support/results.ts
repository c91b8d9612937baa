import { createHash, randomUUID } from 'node:crypto';
import type { AllowedAction } from './actions.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { CONTENT, Contracting, creditCode } from './contracts.js';
import { Drafting, PLAN, type Bureau } from './drafts.js';
import { TENDER_PLAN } from './reviews.js';
import { readVersion } from './version.js';

export interface LotResult {
  lot: number;
  lotState: string;
  deliveredAt: string | null;
  receiptReason: string | null;
  deemsAt: string | null;
  objection: { reason: string } | null;
  replacement: { reason: string } | null;
  ending: { outcome: string; ground: string } | null;
  candidates: { bid: string; rank: number; total: string; price: string; stands: boolean }[];
  ties: {
    by: string;
    order: string[];
    draw: { seed: string; lot: string; order: { bid: string; hash: string }[] } | null;
  }[];
  bonds: { bid: string; refundedOn: string | null; reference: string | null }[];
  awards: AwardBody[];
  allowedActions: AllowedAction[];
}
export interface AwardBody {
  id: string;
  version: number;
  state: string;
  supplier: { id: string } | null;
  amount: string;
  rank: number;
  decidedOn: string;
  deemed: boolean;
  publishedOn: string | null;
  endReason: string | null;
  allowedActions: AllowedAction[];
}
export interface Offer {
  bid: string;
  bidder: string;
}
interface More {
  /** How many lots, or what each of them says. */
  lots?: number | object[];
  agent?: string;
  bidBond?: string;
  method?: string;
  tieRule?: string;
  standstillDays?: number;
  /** What the documents announce of a longer term. */
  term?: object;
  minimumGrade?: object;
  jointBuyers?: readonly string[];
  /** Rank of each offer; equal ones are tied. */
  ranks?: number[];
  /** The same of each lot. */
  ranksOfLots?: number[][];
  window?: { start: string; end: string };
}

/** Test data: what a panel of three reported of one lot. How a report comes about has specs of its own. */
function reportOf(tender: string, no: number, offers: readonly Offer[], ranks: readonly number[]): object {
  const price = (i: number): string => `${150 + 10 * i}000.00`;
  return {
    tender: { id: tender, title: '社区老人居家养老服务', method: 'OPEN_TENDER', buyer: '测试采购人' },
    lot: { no, name: null, ceiling: '200000.00', pricing: 'competitive' },
    panel: {
      members: ['测试专家甲', '测试专家乙', '测试专家丙'].map((name, i) => ({ no: i + 1, name })),
      replaced: [],
    },
    bids: offers.map(({ bid, bidder }, i) => ({
      bid,
      bidder,
      price: price(i),
      status: 'valid',
      stage: null,
      ground: null,
      detail: null,
    })),
    offers: offers
      .map(({ bid }, i) => ({ bid, rank: ranks[i] ?? 0, total: `${91 - (ranks[i] ?? 0)}.00` }))
      .toSorted((a, b) => a.rank - b.rank),
  };
}

/** Lots of an issued tender whose review has been reported; requests carry the version as it stands. */
export class Resulting {
  private constructor(
    readonly app: TestApp,
    readonly draft: Drafting,
    readonly lots: { id: string; offers: Offer[] }[],
  ) {}

  static async begin(app: TestApp, bureau: Bureau, more: More = {}): Promise<Resulting> {
    const { lots = 1, agent, ranksOfLots, method = 'OPEN_TENDER', window, ...others } = more;
    const { ranks = ranksOfLots?.[0] ?? [1, 2, 3], ...terms } = others;
    const said = typeof lots === 'number' ? Array.from({ length: lots }, () => ({})) : lots;
    const content = {
      method,
      lots: said.map((lot, i) => ({ no: i + 1, ceiling: '200000.00', pricing: 'competitive', ...lot })),
      ...(window && { window }),
    };
    const plan = method === 'OPEN_TENDER' ? TENDER_PLAN : PLAN;
    const draft = await Drafting.begin(app, bureau, content, false, { plan });
    if (Object.values(terms).some((given) => given !== undefined)) await draft.must('patch', 'terms', terms);
    await draft.plan();
    if (agent !== undefined) await draft.must('put', 'mandate', { agent });
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const { dataSource } = app;
    await dataSource.query(`UPDATE tender SET deadline_at = business_now(), state = 'reviewed' WHERE id = $1`, [
      draft.id,
    ]);
    await dataSource.query(`UPDATE lot SET state = 'reviewed' WHERE tender_id = $1`, [draft.id]);
    const rows = await dataSource.query<{ id: string; no: number }[]>(
      `SELECT id, no FROM lot WHERE tender_id = $1 ORDER BY no`,
      [draft.id],
    );
    const bidders = await Promise.all(ranks.map(() => makeBody(app, { kind: 'agency', name: `机构${randomUUID()}` })));
    const made: { id: string; offers: Offer[] }[] = [];
    for (const { id, no } of rows) {
      // Where ranks are equal the order of the ids decides how they are listed: that of the bidders, in every run.
      const ids = bidders.map(() => randomUUID()).sort();
      const offers = bidders.map((bidder, i) => ({ bid: ids[i] ?? '', bidder }));
      for (const [i, { bid, bidder }] of offers.entries())
        await dataSource.query(
          `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, state) VALUES ($1, $2, $3, $4, $5, 'valid')`,
          [bid, draft.id, id, bidder, (150 + 10 * i) * 100_000],
        );
      const report = JSON.stringify(reportOf(draft.id, no, offers, ranksOfLots?.[no - 1] ?? ranks));
      await dataSource.query(
        `INSERT INTO review (tender_id, lot_id, state, created_at, reported_at, report, report_hash)
         VALUES ($1, $2, 'reported', business_now(), business_now(), $3, $4)`,
        [draft.id, id, report, createHash('sha256').update(report).digest()],
      );
      made.push({ id, offers });
    }
    return new Resulting(app, draft, made);
  }

  get id(): string {
    return this.draft.id;
  }
  get bureau(): Bureau {
    return this.draft.bureau;
  }
  bid(i: number, lot = 1): string {
    return this.lots[lot - 1]?.offers[i]?.bid ?? '';
  }
  bidder(i: number): Promise<TestAccount> {
    return makeUser(this.app, 'agency_manager', this.lots[0]?.offers[i]?.bidder);
  }

  async version(): Promise<number> {
    return readVersion(this.app, 'tender', this.id);
  }
  async post(action: string, body: object = {}, by = this.bureau.approver, version?: number) {
    const at = version ?? (await this.version());
    return this.app.http
      .post(`/api/v1/tenders/${this.id}/awards/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${at}"`)
      .send({ lot: 1, ...body });
  }
  async code(action: string, body: object = {}, by?: TestAccount): Promise<[number, string]> {
    const answer = await this.post(action, body, by);
    return [answer.status, (answer.body as { code?: string }).code ?? ''];
  }
  async must(action: string, body: object = {}, by?: TestAccount): Promise<LotResult> {
    const answer = await this.post(action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    const { lot = 1 } = body as { lot?: number };
    return (answer.body as { items: LotResult[] }).items[lot - 1] as LotResult;
  }
  async read(by: TestAccount | null = this.bureau.officer, lot = 1): Promise<LotResult> {
    const answer = await this.app.http
      .get(`/api/v1/tenders/${this.id}/awards`)
      .set(by?.auth ?? {})
      .expect(200);
    return (answer.body as { items: LotResult[] }).items[lot - 1] as LotResult;
  }

  deliver(lot = 1): Promise<LotResult> {
    return this.must('deliver-report', { lot }, this.bureau.officer);
  }
  async confirmed(lot = 1): Promise<LotResult> {
    await this.deliver(lot);
    return this.must('confirm', { lot, bid: this.bid(0, lot) });
  }
  /** Up to the published result; answers the award. */
  async published(lot = 1): Promise<AwardBody> {
    await this.confirmed(lot);
    return this.publish(lot);
  }
  async publish(lot = 1): Promise<AwardBody> {
    const { awards } = await this.must('publish-result', { lot }, this.bureau.officer);
    return awards.find(({ state }) => state === 'active') as AwardBody;
  }
  async onAward(id: string, action: string, body: object, by: TestAccount, version?: number) {
    const at = version ?? (await readVersion(this.app, 'award', id));
    return this.app.http
      .post(`/api/v1/awards/${id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${at}"`)
      .send(body);
  }
}

/** The contract of an award to the i-th offer, signed by both. */
export async function contractOf(result: Resulting, award: string, i: number): Promise<Contracting> {
  const { app, bureau } = result;
  const agency = result.lots[0]?.offers[i]?.bidder ?? '';
  await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
  const manager = await result.bidder(i);
  const made = await app.http
    .post('/api/v1/contracts')
    .set(bureau.officer.auth)
    .send({ award, ...CONTENT });
  if (made.status !== 201) throw new Error(made.text);
  const contract = new Contracting(app, { bureau, agency, manager }, (made.body as { id: string }).id);
  await contract.signBoth();
  return contract;
}
