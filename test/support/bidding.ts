import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { signInstants, signLotInstant } from '../../src/purchase/tenders/lots/opening-instants.js';
import type { AllowedAction } from './actions.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { Drafting, type Bureau } from './drafts.js';
import { readVersion } from './version.js';

/** The deadline of a consultation issued by `issueTender`, and of an open tender. */
export const DEADLINE = { consultation: '2025-11-14T01:30:00Z', open: '2025-12-01T01:30:00Z' };
export const OPEN_TENDER = {
  method: 'OPEN_TENDER',
  plan: { documentsTo: '2025-11-10', noticeTo: '2025-11-10', deadlineAt: '2025-12-01T09:30:00+08:00' },
};

export interface Issued {
  draft: Drafting;
  tender: string;
  lots: string[];
}

/** An issued tender; business time stands at 2025-11-03. */
export async function issueTender(
  app: TestApp,
  bureau: Bureau,
  more: { method?: string; plan?: object; lots?: object[]; agent?: string } = {},
): Promise<Issued> {
  const { plan, agent, ...body } = more;
  const draft = await Drafting.begin(app, bureau, body, false, { plan });
  await draft.plan();
  if (agent !== undefined) await draft.must('put', 'mandate', { agent });
  const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
  const lots = (issued.lots as unknown as { id: string }[]).map((l) => l.id);
  return { draft, tender: draft.id, lots };
}

export interface Bidder {
  body: string;
  user: TestAccount;
}
export async function makeBidder(app: TestApp, name?: string): Promise<Bidder> {
  const body = await makeBody(app, { kind: 'agency', ...(name && { name }) });
  return { body, user: await makeUser(app, 'agency_manager', body) };
}
export const makeBidders = (app: TestApp, count: number): Promise<Bidder[]> =>
  Promise.all(Array.from({ length: count }, () => makeBidder(app)));

export interface BidBody {
  id: string;
  version: number;
  state: string;
  content: { price: string | null } | null;
  sha256: string | null;
  receivedAt: string | null;
  toldOfCorrections: boolean | null;
  notices: { code: string }[];
  allowedActions: AllowedAction[];
  code?: string;
}

export const offer = (price: string) => ({
  price,
  statement: '上门服务方案',
  items: [{ no: 1, name: '上门服务', amount: price }],
  team: [{ name: '测试人员', role: '督导', qualification: '社会工作师' }],
  contacts: [{ name: '测试联系人', phone: '010-55550000' }],
  documents: [{ name: '方案.pdf', sha256: 'ab'.repeat(32), size: 1024 }],
});

/** One bidder's requests on one lot. */
export class Bidding {
  private constructor(
    readonly app: TestApp,
    readonly bidder: Bidder,
    readonly lot: string,
    readonly id: string,
    /** The version with which it was begun. */
    private readonly begun: number,
  ) {}

  static async begin(app: TestApp, bidder: Bidder, lot: string, content: object = {}): Promise<Bidding> {
    const answer = await app.http.post(`/api/v1/lots/${lot}/bids`).set(bidder.user.auth).send({ content });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    const { id, version } = answer.body as BidBody;
    return new Bidding(app, bidder, lot, id, version);
  }

  /** A bid with this content, submitted. */
  static async submitted(app: TestApp, bidder: Bidder, lot: string, content: object): Promise<Bidding> {
    const bid = await Bidding.begin(app, bidder, lot, content);
    const answer = await bid.act('submit', {}, bid.begun);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return bid;
  }

  async read(): Promise<BidBody> {
    return (await this.app.http.get(`/api/v1/bids/${this.id}`).set(this.bidder.user.auth).expect(200)).body as BidBody;
  }

  async act(action: 'submit' | 'withdraw' | 'restore', body: object = {}, version?: number) {
    const at = version ?? (await this.read()).version;
    return this.app.http
      .post(`/api/v1/bids/${this.id}/actions/${action}`)
      .set(this.bidder.user.auth)
      .set('If-Match', `"${at}"`)
      .send(body);
  }

  async submit(price: string): Promise<BidBody> {
    const answer = await this.act('submit', { content: offer(price) });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as BidBody;
  }

  receipt() {
    return this.app.http.get(`/api/v1/bids/${this.id}/receipt`).set(this.bidder.user.auth);
  }
}

/** Everybody bids on a lot, at these prices. */
export async function bidAll(app: TestApp, bidders: readonly Bidder[], lot: string, prices: readonly string[]) {
  const bids: Bidding[] = [];
  for (const [i, price] of prices.entries())
    bids.push(await Bidding.submitted(app, bidders[i] as Bidder, lot, offer(price)));
  return bids;
}

/**
 * One request about the opening of a tender, with its version as it stands, or with the one that was read. Many tests open
 * long after the deadline, which an open tender is asked the reason of.
 */
export async function opening(
  app: TestApp,
  tender: string,
  by: TestAccount,
  action: string,
  version?: number,
  body: object = action === 'open_bids' ? { lateReason: '等候监督人员到场' } : {},
) {
  const known = version ?? (await readVersion(app, 'tender', tender));
  return app.http
    .post(`/api/v1/tenders/${tender}/opening/actions/${action.replaceAll('_', '-')}`)
    .set(by.auth)
    .set('If-Match', `"${known}"`)
    .send(body);
}

/** Two persons order the opening, and it is held as the worker would. The deadline must have passed. */
export async function openTenderBids(app: TestApp, bureau: Bureau, tender: string): Promise<void> {
  for (const [by, action] of [
    [bureau.officer, 'request_opening'],
    [bureau.approver, 'open_bids'],
  ] as const) {
    const answer = await opening(app, tender, by, action);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
  }
  await app.running.app.get(OpeningWork).perform(tender);
}

/**
 * Moves the deadline of an issued tender to so many milliseconds from now, as a correction would: what is signed moves with
 * the row. Answers the new deadline.
 */
export async function moveDeadline(app: TestApp, tender: string, ms = 0): Promise<string> {
  return app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    const rows = await tx.query<{ at: Date }>(
      `WITH moved AS (
         UPDATE tender SET deadline_at = date_trunc('milliseconds', business_now() + $2 * interval '1 millisecond')
         WHERE id = $1 RETURNING deadline_at)
       SELECT deadline_at AS at FROM moved`,
      [tender, ms],
    );
    const deadlineAt = (rows[0] as { at: Date }).at.toISOString();
    await signInstants(tx, tender, { event: 'correct', deadlineAt });
    return deadlineAt;
  });
}

/** Asks for the final offers of a lot until so many milliseconds from now, as its panel would, also of one that had failed. Answers the deadline. */
export async function moveFinalDeadline(app: TestApp, lot: string, ms: number): Promise<string> {
  return app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    const rows = await tx.query<{ at: Date }>(
      `WITH moved AS (
         UPDATE lot SET final_deadline_at = date_trunc('milliseconds', business_now() + $2 * interval '1 millisecond')
         WHERE id = $1 RETURNING final_deadline_at)
       SELECT final_deadline_at AS at FROM moved`,
      [lot, ms],
    );
    const finalDeadlineAt = (rows[0] as { at: Date }).at;
    await signLotInstant(tx, lot, 'call_final_offers', { finalDeadlineAt, ended: false });
    return finalDeadlineAt.toISOString();
  });
}

export interface UploadedFile {
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  file: string;
}
/** One upload for a bid. */
export const uploadFile = (bid: Bidding, content: Buffer, filename: string, by: TestAccount = bid.bidder.user) =>
  bid.app.http.post(`/api/v1/bids/${bid.id}/files`).set(by.auth).attach('file', content, { filename });

/** The same, which must succeed, as the content names it. */
export async function documentOf(bid: Bidding, content: Buffer, filename: string) {
  const answer = await uploadFile(bid, content, filename);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  const { mediaType: _, ...document } = answer.body as UploadedFile;
  return document;
}
