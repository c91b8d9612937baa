import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OpeningWork } from '../../src/purchase/bids/opening/opening-process.js';
import { EnvelopeRegisters } from '../../src/purchase/bids/opening/registers/envelope-registers.js';
import { makeUser, signIn, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { anchorAudit, writeByHand } from '../support/by-hand.js';
import {
  bidAll,
  Bidding,
  documentOf,
  issueTender,
  makeBidders,
  offer,
  opening,
  type Bidder,
} from '../support/bidding.js';
import { Consulting } from '../support/consultation.js';
import { makeReviewers } from '../support/reviews.js';
import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { allowFixedInstant, setInstant } from '../support/fixed-instant.js';

const ISSUE = '2025-11-03T09:00:00+08:00';
const REGISTERED = '2025-11-10T09:00:00+08:00';
const CHANGED = '2025-11-12T09:00:00+08:00';
const AFTER = '2025-11-14T01:30:00.000001Z';
const PRICES = ['150000.00', '160000.00', '170000.00', '180000.00'];

describe('the envelopes that are opened are held against the registers that were anchored', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 4);
  });
  beforeEach(() => setInstant(app, ISSUE));
  afterAll(() => app.close());

  const sql = writeByHand(() => app);
  /** What a worker does every five minutes and every minute. */
  const register = () => app.running.app.get(EnvelopeRegisters).run();
  const anchor = () => anchorAudit(app);
  const handedIn = async () => {
    const { tender, lots } = await issueTender(app, bureau);
    const bids = await bidAll(app, bidders, lots[0] as string, PRICES);
    return { tender, lot: lots[0] as string, bids: bids as [Bidding, Bidding, Bidding, Bidding] };
  };
  const registered = async (at = REGISTERED) => {
    await setInstant(app, at);
    await register();
    await anchor();
  };
  const receiptOf = async (bid: Bidding) => (await bid.receipt().expect(200)).body as object;
  const foundBy = async (bid: Bidding, receipt: object): Promise<unknown> => {
    const { body } = await app.http.post('/api/v1/bids/verify-receipt').set(bid.bidder.user.auth).send(receipt);
    return (body as { found: unknown }).found;
  };
  const opens = async (tender: string, at = AFTER) => {
    await setInstant(app, at);
    for (const [by, action] of [
      [bureau.officer, 'request_opening'],
      [bureau.approver, 'open_bids'],
    ] as const)
      expect((await opening(app, tender, by, action)).status).toBe(200);
    await app.running.app.get(OpeningWork).perform(tender);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200);
    const { state, lots } = body as { state: string; lots: { envelopes: Record<string, number> | null }[] };
    return { state, envelopes: lots[0]?.envelopes };
  };
  const differing = async (tender: string): Promise<unknown> => {
    const { body } = await app.http.get(`/api/v1/history?subject=tender:${tender}&limit=200`).set(bureau.officer.auth);
    const { items } = body as { items: { action: string; data: object }[] };
    return items.find(({ action }) => action === 'envelopes_differ')?.data ?? null;
  };
  const NONE = { found: 0, later: 0, altered: 0, putBack: 0, missing: 0, unknown: 0 };
  const copyOf = async (bid: Bidding): Promise<Buffer> => {
    const [row] = await sql<{ ciphertext: Buffer }[]>(`SELECT ciphertext FROM sealed_envelope WHERE id = $1`, [bid.id]);
    return (row as { ciphertext: Buffer }).ciphertext;
  };
  const putBack = (bid: Bidding, ciphertext: Buffer) =>
    sql(`UPDATE sealed_envelope SET ciphertext = $2 WHERE id = $1`, [bid.id, ciphertext]);

  it('are read from the tender’s issue on, though somebody moves its row in the audit', async () => {
    const { tender, bids } = await handedIn();
    await registered();
    await sql(`DELETE FROM sealed_envelope WHERE id = $1`, [bids[1].id]);
    await sql(`UPDATE audit_entry SET at = '2025-11-20T00:00:00Z' WHERE aggregate_id = $1 AND action = 'issue'`, [
      tender,
    ]);
    expect((await opens(tender)).envelopes).toMatchObject({ missing: 1 });
    expect(await differing(tender)).toMatchObject({ missing: 1 });
  });

  it('found, where nothing was done to them; what came after the last register is later, and says so to its body alone', async () => {
    const { tender, bids } = await handedIn();
    await registered();
    await setInstant(app, CHANGED);
    await bids[3].submit('175000.00');
    const receipts = await Promise.all(bids.map(receiptOf));
    expect(await foundBy(bids[0], receipts[0] as object)).toBeNull();
    expect((await bids[0].read()) as unknown).toMatchObject({ envelopeFound: null });
    expect(await opens(tender)).toEqual({ state: 'held', envelopes: { ...NONE, found: 3, later: 1 } });
    expect(await differing(tender)).toBeNull();
    expect(await Promise.all(bids.map((bid, i) => foundBy(bid, receipts[i] as object)))).toEqual([
      'found',
      'found',
      'found',
      'later',
    ]);
    const { body } = await app.http.get(`/api/v1/bids/${bids[0].id}`).set(bids[0].bidder.user.auth).expect(200);
    const { body: seen } = await app.http.get(`/api/v1/bids/${bids[0].id}`).set(bureau.officer.auth).expect(200);
    expect([body, seen]).toMatchObject([{ envelopeFound: 'found' }, { envelopeFound: null }]);
  });

  it('found, where a file was uploaded for a bid that was submitted: how many there were is no part of what was handed in', async () => {
    const { tender, bids } = await handedIn();
    await documentOf(bids[0], pdf('方案一'), '方案一.pdf');
    await registered();
    await documentOf(bids[0], pdf('方案二'), '方案二.pdf');
    await documentOf(bids[1], pdf('方案三'), '方案三.pdf');
    expect(await opens(tender)).toEqual({ state: 'held', envelopes: { ...NONE, found: 4 } });
    expect(await differing(tender)).toBeNull();
  });

  it('put back, deleted or altered after the last register: each is counted and told, and its body learns it', async () => {
    const { tender, bids } = await handedIn();
    await registered('2025-11-05T09:00:00+08:00');
    const older = await copyOf(bids[0]);
    await setInstant(app, '2025-11-06T09:00:00+08:00');
    await bids[0].submit('140000.00');
    await registered();
    const receipts = await Promise.all(bids.map(receiptOf));
    await putBack(bids[0], older);
    await sql(`DELETE FROM sealed_envelope WHERE id = $1`, [bids[1].id]);
    await sql(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, 40, 1 # get_byte(ciphertext, 40)) WHERE id = $1`,
      [bids[2].id],
    );
    expect(await opens(tender)).toEqual({
      state: 'held',
      envelopes: { ...NONE, found: 1, putBack: 1, missing: 1, altered: 1 },
    });
    expect(await differing(tender)).toEqual({ put_back: 1, missing: 1, altered: 1, registers: 'verified' });
    expect(await Promise.all(bids.map((bid, i) => foundBy(bid, receipts[i] as object)))).toEqual([
      'put_back',
      'missing',
      'altered',
      'found',
    ]);
  });

  it('put back, deleted or altered after a register that alone knows what was handed in shortly before the deadline', async () => {
    const { tender, bids } = await handedIn();
    await registered();
    const older = await Promise.all(bids.map(copyOf));
    await setInstant(app, '2025-11-14T09:28:00+08:00');
    for (const bid of bids) await bid.submit('140000.00');
    const receipts = await Promise.all(bids.map(receiptOf));
    await registered('2025-11-14T09:35:00+08:00');
    await putBack(bids[0], older[0] as Buffer);
    await sql(`DELETE FROM sealed_envelope WHERE id = $1`, [bids[1].id]);
    await sql(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, 40, 1 # get_byte(ciphertext, 40)) WHERE id = $1`,
      [bids[2].id],
    );
    expect(await opens(tender, '2025-11-14T09:40:00+08:00')).toEqual({
      state: 'held',
      envelopes: { ...NONE, later: 1, putBack: 1, missing: 1, altered: 1 },
    });
    expect(await Promise.all(bids.map((bid, i) => foundBy(bid, receipts[i] as object)))).toEqual([
      ...['put_back', 'missing', 'altered', 'later'],
    ]);
  });

  it('put back or deleted before another register is made of it: it passes no more silently than after it', async () => {
    const { tender, bids } = await handedIn();
    await registered('2025-11-05T09:00:00+08:00');
    const older = await copyOf(bids[0]);
    await setInstant(app, '2025-11-06T09:00:00+08:00');
    await bids[0].submit('140000.00');
    await registered('2025-11-07T09:00:00+08:00');
    const deleted = await receiptOf(bids[1]);
    await putBack(bids[0], older);
    await sql(`DELETE FROM sealed_envelope WHERE id = $1`, [bids[1].id]);
    // Its body sees that it is gone and hands another one in.
    await setInstant(app, '2025-11-08T09:00:00+08:00');
    const anew = await Bidding.submitted(app, bids[1].bidder, bids[1].lot, offer('155000.00'));
    await registered();
    expect(await opens(tender)).toEqual({ state: 'held', envelopes: { ...NONE, found: 3, putBack: 1, missing: 1 } });
    expect(await foundBy(bids[1], deleted)).toBe('missing');
    expect(await foundBy(anew, await receiptOf(anew))).toBe('found');
  });

  it('put back to what lay there before a register: a draft in the place of a bid, and a bid that was withdrawn', async () => {
    const { tender, lots } = await issueTender(app, bureau);
    const lot = lots[0] as string;
    const bids = await bidAll(app, bidders.slice(1), lot, PRICES.slice(1));
    const draft = await Bidding.begin(app, bidders[0] as Bidder, lot, offer('120000.00'));
    await registered('2025-11-05T09:00:00+08:00');
    const [asDraft, asBid] = [await copyOf(draft), await copyOf(bids[0] as Bidding)];
    await setInstant(app, '2025-11-06T09:00:00+08:00');
    await draft.submit('120000.00');
    expect((await (bids[0] as Bidding).act('withdraw')).status).toBe(200);
    await registered();
    await putBack(draft, asDraft);
    await putBack(bids[0] as Bidding, asBid);
    expect(await opens(tender)).toEqual({ state: 'held', envelopes: { ...NONE, found: 2, putBack: 2 } });
    expect(await differing(tender)).toEqual({ put_back: 2, registers: 'verified' });
  });

  it.each([
    [
      'deleted',
      `DELETE FROM envelope_register WHERE (month, no) = (SELECT month, no FROM envelope_register ORDER BY month DESC, no DESC LIMIT 1)`,
    ],
    [
      'altered',
      `UPDATE envelope_register SET body = set_byte(body, 50, 1 # get_byte(body, 50)) WHERE (month, no) = (SELECT month, no FROM envelope_register ORDER BY month DESC, no DESC LIMIT 1)`,
    ],
    [
      'moved to another time',
      `UPDATE envelope_register SET at = at - interval '1 hour' WHERE (month, no) = (SELECT month, no FROM envelope_register ORDER BY month DESC, no DESC LIMIT 1)`,
    ],
  ])('unknown, and told, where a register was %s', async (_, how) => {
    const { tender } = await handedIn();
    await registered();
    const [kept] = await sql<Record<string, unknown>[]>(
      `SELECT month, no, at, horizon, own, body FROM envelope_register ORDER BY month DESC, no DESC LIMIT 1`,
    );
    await sql(how);
    const { envelopes } = await opens(tender);
    expect(envelopes?.['found']).toBe(0);
    expect(await differing(tender)).toMatchObject({ registers: 'altered' });
    // As it was, for what comes after.
    const { month, no, at, horizon, own, body } = kept as Record<string, unknown>;
    await sql(`DELETE FROM envelope_register WHERE month = $1 AND no = $2`, [month, no]);
    await sql(`INSERT INTO envelope_register (month, no, at, horizon, own, body) VALUES ($1, $2, $3, $4, $5, $6)`, [
      ...[month, no, at, horizon, own, body],
    ]);
  });

  it('unknown, where no register was anchored before the deadline; nothing is told, for nothing was done', async () => {
    const { tender } = await handedIn();
    await setInstant(app, REGISTERED);
    await register();
    // No anchor covers it.
    expect(await opens(tender)).toEqual({ state: 'held', envelopes: { ...NONE, unknown: 4 } });
    expect(await differing(tender)).toBeNull();
  });
});

describe('final offers', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    await allowFixedInstant(app);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    [, ...reviewers] = (await makeReviewers(app, 4)) as [TestAccount, ...TestAccount[]];
  });
  afterAll(() => app.close());

  it('that were deleted or altered after their register are missing and altered to their bodies, and to nobody else', async () => {
    const lot = await Consulting.sealed(app, bureau, reviewers, ['180000.00', '190000.00', '199000.00']);
    expect((await lot.request()).status).toBe(200);
    const envelopes = async () =>
      (await app.dataSource.query<{ id: string }[]>(`SELECT id FROM sealed_envelope`)).map(({ id }) => id);
    const before = await envelopes();
    const offers: string[] = [];
    for (const [i, price] of ['140000.00', '150000.00', '160000.00'].entries()) {
      await lot.mustOffer(i, price);
      offers.push((await envelopes()).find((id) => !before.includes(id) && !offers.includes(id)) ?? '');
    }
    const receipts = await Promise.all([0, 1, 2].map(async (i) => (await lot.receipt(i).expect(200)).body as object));
    const found = () =>
      Promise.all(
        lot.suppliers.map(async ({ user }, i) => {
          const { body } = await app.http.post('/api/v1/bids/verify-receipt').set(user.auth).send(receipts[i]);
          return (body as { found: string | null }).found;
        }),
      );
    await app.running.app.get(EnvelopeRegisters).run();
    await anchorAudit(app);
    await app.dataSource.query(`DELETE FROM sealed_envelope WHERE id = $1`, [offers[0]]);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, 5000, get_byte(ciphertext, 5000) # 1) WHERE id = $1`,
      [offers[1]],
    );
    expect(await found()).toEqual([null, null, null]);
    await lot.close();
    expect(await found()).toEqual(['missing', 'altered', 'found']);
    const told = await app.dataSource.query<{ tenants: string[]; region: string | null }[]>(
      `SELECT tenants, region FROM audit_entry WHERE action = 'envelopes_differ'`,
    );
    expect(told).toEqual([{ tenants: [], region: null }]);
  });
});

describe('in a copy of the database', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, ISSUE);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    bidders = await makeBidders(app, 3);
  });
  afterAll(() => app.close());

  const numbers = async (): Promise<{ envelopes: string[]; others: number[] }> => {
    const rows = await app.dataSource.query<{ kind: string; xid: string }[]>(
      `SELECT 'envelope' AS kind, xmin::text AS xid FROM sealed_envelope
       UNION ALL SELECT 'session', xmin::text FROM session UNION ALL SELECT 'read', xmin::text FROM personal_read`,
    );
    return {
      envelopes: [...new Set(rows.filter(({ kind }) => kind === 'envelope').map(({ xid }) => xid))],
      others: rows.filter(({ kind }) => kind !== 'envelope').map(({ xid }) => Number(xid)),
    };
  };

  it('an envelope stands beside no session: once registered, all bear one number, which tells of none of them', async () => {
    const { lots } = await issueTender(app, bureau);
    for (const [i, bidder] of bidders.entries()) {
      await signIn(app, bidder.user.login, PASSWORD);
      await Bidding.submitted(app, bidder, lots[0] as string, offer(PRICES[i] as string));
    }
    const before = await numbers();
    // Each follows the session of its bidder: put in order, they tell who has bid.
    expect(before.envelopes.length).toBe(3);
    const inOrder = [...before.envelopes.map(Number), ...before.others].sort((a, b) => a - b);
    for (const xid of before.envelopes) expect(before.others).toContain(inOrder[inOrder.indexOf(Number(xid)) - 1]);
    await makeUser(app, 'integrator');
    await app.running.app.get(EnvelopeRegisters).run();
    const after = await numbers();
    expect(after.envelopes.length).toBe(1);
    expect(before.envelopes).not.toContain(after.envelopes[0]);
    const contents = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM envelope_register`);
    await app.running.app.get(EnvelopeRegisters).run();
    expect(await numbers()).toEqual(after);
    const sizes = await app.dataSource.query<{ bytes: number }[]>(
      `SELECT length(body) AS bytes FROM envelope_register ORDER BY month, no`,
    );
    // One with three changes and one with none are alike.
    expect([contents[0]?.n, sizes.length, new Set(sizes.map(({ bytes }) => bytes)).size]).toEqual([1, 2, 1]);
  });
});
