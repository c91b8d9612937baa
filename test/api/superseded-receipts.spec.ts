import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { canonicalText } from '../../src/kernel/audit/canonical.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { OnlineKeys } from '../../src/kernel/sealing/online-keys.js';
import { EnvelopeRegisters } from '../../src/purchase/bids/opening/registers/envelope-registers.js';
import { restartConsultation } from '../../src/purchase/tenders/lots/lot-moves.js';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { anchorAudit, writeByHand } from '../support/by-hand.js';
import {
  bidAll,
  Bidding,
  documentOf,
  issueTender,
  makeBidders,
  offer,
  openTenderBids,
  type Bidder,
} from '../support/bidding.js';
import { codeOf, Consulting, type Receipt } from '../support/consultation.js';
import type { Bureau } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { setInstant } from '../support/fixed-instant.js';
import { makeReviewers } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';

const AFTER = '2025-11-14T01:30:00.000001Z';
/** When registers know what was handed in up to the deadline. */
const REGISTERED = '2025-11-14T09:35:00+08:00';
const LATER = '2025-11-14T09:40:00+08:00';
const PRICES = ['150000.00', '160000.00', '170000.00', '180000.00'];
const NONCE = 'q0TzB8yXr1vJmKc3Nf5hWA';
const copyOf = (price: string) => ({ nonce: NONCE, ...offer(price) });
/** Where a byte is turned: in the head, and in the body. */
const PLACES = [100, 10_000];

describe('a receipt', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await makeBidders(app, 4);
  });
  beforeEach(() => setInstant(app, null));
  afterAll(() => app.close());

  const sql = writeByHand(() => app);
  const register = async (at: string): Promise<void> => {
    await setInstant(app, at);
    await app.running.app.get(EnvelopeRegisters).run();
    await anchorAudit(app);
  };
  const garble = async (id: string): Promise<void> => {
    for (const at of PLACES)
      await sql(
        `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
        [id, at],
      );
  };
  const receiptOf = async (bid: Bidding) => (await bid.receipt().expect(200)).body as object;
  const foundBy = async (bid: Bidding, receipt: object): Promise<unknown> => {
    const { body } = await app.http.post('/api/v1/bids/verify-receipt').set(bid.bidder.user.auth).send(receipt);
    return (body as { found: unknown }).found;
  };
  /** A bid beside those of others, each step with its receipt. */
  const begin = async (rivals: number) => {
    const { tender, lots } = await issueTender(app, bureau);
    const lot = lots[0] as string;
    await bidAll(app, bidders.slice(1, rivals + 1), lot, PRICES.slice(0, rivals));
    const bid = await Bidding.begin(app, bidders[0] as Bidder, lot);
    const submit = async (at: string, price: string) => {
      await setInstant(app, at);
      expect((await bid.act('submit', { content: copyOf(price) })).status).toBe(200);
      return receiptOf(bid);
    };
    const open = async (at = AFTER) => {
      await setInstant(app, at);
      await openTenderBids(app, bureau, tender);
      const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200);
      const [first] = (body as { lots: [{ state: string; bidCount: number; bids: { bidder: { id: string } }[] }] })
        .lots;
      return { state: first.state, count: first.bidCount };
    };
    const restore = async (price: string, receipt: object) =>
      codeOf(await bid.act('restore', { content: copyOf(price), receipt }));
    /** By what it stands restored: as its bidder reads it, as its buyer reads it at the opening and in the history. */
    const readProofs = async () => {
      const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).set(bureau.officer.auth).expect(200);
      const { lots: opened } = body as { lots: [{ bids: { id: string; restoredBy: string | null }[] }] };
      const history = await app.http.get(`/api/v1/history?subject=bid:${bid.id}&limit=200`).set(bureau.officer.auth);
      const { items } = history.body as { items: { action: string; data: { restoredBy?: string } }[] };
      return [
        ((await bid.read()) as { restoredBy?: unknown }).restoredBy,
        opened[0].bids.find(({ id }) => id === bid.id)?.restoredBy,
        items.find(({ action }) => action === 'restore')?.data.restoredBy,
      ];
    };
    return { tender, bid, submit, open, restore, readProofs };
  };

  it.each([
    ['after the last register', false],
    ['before another register is made', true],
  ])('of what was replaced restores no bid that was garbled %s; the last one does', async (_, registersAgain) => {
    const { bid, submit, open, restore } = await begin(2);
    const first = await submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-05T09:00:00+08:00');
    const last = await submit('2025-11-06T09:00:00+08:00', '140000.00');
    await register('2025-11-07T09:00:00+08:00');
    await garble(bid.id);
    if (registersAgain) await register('2025-11-08T09:00:00+08:00');
    expect(await open()).toEqual({ state: 'opened', count: 3 });
    expect((await bid.read()).state).toBe('unreadable');
    expect(await foundBy(bid, last)).toBe('altered');
    expect(await restore('150000.00', first)).toEqual([422, 'receipt_superseded']);
    expect(await restore('140000.00', last)).toEqual([200, '']);
  });

  it('restores its bid where files were uploaded between two registers, and where it came after the last one', async () => {
    const uploaded = await begin(2);
    const receipt = await uploaded.submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-05T09:00:00+08:00');
    await documentOf(uploaded.bid, pdf('方案'), '方案.pdf');
    await register('2025-11-06T09:00:00+08:00');
    await garble(uploaded.bid.id);
    await uploaded.open();
    expect(await uploaded.restore('150000.00', receipt)).toEqual([200, '']);

    await setInstant(app, null);
    const later = await begin(2);
    await later.submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-05T09:00:00+08:00');
    const last = await later.submit('2025-11-06T09:00:00+08:00', '140000.00');
    await garble(later.bid.id);
    await later.open();
    expect(await later.restore('140000.00', last)).toEqual([200, '']);
  });

  it.each([
    ['and garbled while no register knows it', ['garble']],
    ['and garbled before the next register', ['garble', 'register']],
    ['and garbled after a register that has it', ['register', 'garble']],
  ])('of what was handed in shortly before the deadline %s restores it', async (_, steps) => {
    const { bid, submit, open, restore, readProofs } = await begin(2);
    // The draft.
    await register('2025-11-14T09:25:00+08:00');
    const receipt = await submit('2025-11-14T09:28:00+08:00', '140000.00');
    for (const step of steps) await (step === 'garble' ? garble(bid.id) : register(REGISTERED));
    expect(await open(LATER)).toEqual({ state: 'opened', count: 3 });
    expect((await bid.read()).state).toBe('unreadable');
    expect(await restore('140000.00', receipt)).toEqual([200, '']);
    // Whether it was the last one nobody knows but where a register saw it.
    expect(new Set(await readProofs())).toEqual(new Set([steps[0] === 'register' ? 'last_receipt' : 'receipt']));
  });

  /** A bid that registers know, replaced shortly before the deadline. */
  const replacedLate = async () => {
    const begun = await begin(2);
    const first = await begun.submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-14T09:25:00+08:00');
    const last = await begun.submit('2025-11-14T09:28:00+08:00', '140000.00');
    return { ...begun, first, last };
  };

  it('of what was replaced shortly before the deadline restores nothing where a register after it knows that; the last one does', async () => {
    const { bid, first, last, open, restore, readProofs } = await replacedLate();
    await register(REGISTERED);
    await garble(bid.id);
    expect(await open(LATER)).toEqual({ state: 'opened', count: 3 });
    expect(await restore('150000.00', first)).toEqual([422, 'receipt_superseded']);
    expect(await restore('140000.00', last)).toEqual([200, '']);
    expect(await readProofs()).toEqual(['last_receipt', 'last_receipt', 'last_receipt']);
  });

  it.each([
    ['the first', '150000.00'],
    ['the last', '140000.00'],
  ])(
    'of a bid that was destroyed before a register saw it replaced restores it, which says that it may not be the last: %s',
    async (_, price) => {
      const { bid, first, last, open, restore, readProofs } = await replacedLate();
      await garble(bid.id);
      await register(REGISTERED);
      await open(LATER);
      expect(await restore(price, price === '140000.00' ? last : first)).toEqual([200, '']);
      expect(await readProofs()).toEqual(['receipt', 'receipt', 'receipt']);
    },
  );

  it.each([
    ['a register after the deadline knows unchanged', [REGISTERED], 'last_receipt'],
    ['no register knows after the deadline', [], 'receipt'],
    ['a register knows within a minute of the deadline alone', ['2025-11-14T09:30:59+08:00'], 'receipt'],
  ])('of a bid that %s says so where it restores it', async (_, registered, proof) => {
    const { bid, submit, open, restore, readProofs } = await begin(2);
    const receipt = await submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-14T09:25:00+08:00');
    for (const at of registered) await register(at);
    await garble(bid.id);
    await open(LATER);
    expect(await restore('150000.00', receipt)).toEqual([200, '']);
    expect(await readProofs()).toEqual([proof, proof, proof]);
  });

  it('is not the last one of what was put back and registered again, nor where registers were altered', async () => {
    const { bid, submit, open, restore, readProofs } = await begin(2);
    const first = await submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-14T09:25:00+08:00');
    const [row] = await sql<{ ciphertext: Buffer }[]>(`SELECT ciphertext FROM sealed_envelope WHERE id = $1`, [bid.id]);
    await submit('2025-11-14T09:28:00+08:00', '140000.00');
    await sql(`UPDATE sealed_envelope SET ciphertext = $2 WHERE id = $1`, [bid.id, row?.ciphertext]);
    await register(REGISTERED);
    await garble(bid.id);
    await open(LATER);
    expect(await restore('150000.00', first)).toEqual([200, '']);
    expect((await readProofs())[0]).toBe('receipt');

    await setInstant(app, null);
    const { bid: other, first: replaced, ...late } = await replacedLate();
    await register(REGISTERED);
    await garble(other.id);
    await late.open(LATER);
    const last = `(month, no) = (SELECT month, no FROM envelope_register ORDER BY month DESC, no DESC LIMIT 1)`;
    const flip = `UPDATE envelope_register SET body = set_byte(body, 50, 1 # get_byte(body, 50)) WHERE ${last}`;
    await sql(flip);
    expect(await late.restore('150000.00', replaced)).toEqual([200, '']);
    await sql(flip);
    expect((await late.readProofs())[0]).toBe('receipt');
  });

  /** A bid that registers know to be withdrawn, beside two others. */
  const withdrawn = async () => {
    const begun = await begin(2);
    const receipt = await begun.submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-05T09:00:00+08:00');
    await setInstant(app, '2025-11-06T09:00:00+08:00');
    expect((await begun.bid.act('withdraw')).status).toBe(200);
    await register('2025-11-07T09:00:00+08:00');
    return { ...begun, receipt };
  };

  it('of a bid that was withdrawn, as a register after the deadline says, makes no supplier of the garbage in its place', async () => {
    const { bid, open, restore, receipt } = await withdrawn();
    await register(REGISTERED);
    await garble(bid.id);
    // With two suppliers the lot fails.
    expect(await open(LATER)).toEqual({ state: 'failed', count: 2 });
    expect(await restore('150000.00', receipt)).toEqual([409, 'wrong_state']);
  });

  it.each([
    ['before the next register', '2025-11-08T09:00:00+08:00'],
    ['before the register after the deadline', REGISTERED],
    ['while no register was made since', null],
  ])('of a bid that was withdrawn restores nothing where it was garbled %s, though that counts', async (_, again) => {
    const { bid, open, restore, receipt } = await withdrawn();
    await garble(bid.id);
    if (again !== null) await register(again);
    expect(await open(LATER)).toEqual({ state: 'opened', count: 3 });
    expect(await restore('150000.00', receipt)).toEqual([422, 'receipt_superseded']);
  });

  it('speaks for a garbled bid that was handed in again after it was withdrawn', async () => {
    const { bid, submit, open, restore } = await begin(2);
    const first = await submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-05T09:00:00+08:00');
    await setInstant(app, '2025-11-06T09:00:00+08:00');
    await bid.act('withdraw');
    await register('2025-11-07T09:00:00+08:00');
    const last = await submit('2025-11-08T09:00:00+08:00', '140000.00');
    await register('2025-11-09T09:00:00+08:00');
    await garble(bid.id);
    expect(await open()).toEqual({ state: 'opened', count: 3 });
    expect(await restore('150000.00', first)).toEqual([422, 'receipt_superseded']);
    expect(await restore('140000.00', last)).toEqual([200, '']);
  });

  it.each([
    ['of a lot that is opened', 2, 'opened'],
    ['of a lot that fails', 1, 'failed'],
  ])('of what was replaced is told to be superseded once its envelope was opened: %s', async (_, rivals, state) => {
    const { bid, submit, open } = await begin(rivals);
    const first = await submit('2025-11-04T09:00:00+08:00', '150000.00');
    const last = await submit('2025-11-06T09:00:00+08:00', '140000.00');
    await register('2025-11-07T09:00:00+08:00');
    expect([await foundBy(bid, first), await foundBy(bid, last)]).toEqual([null, null]);
    expect((await open()).state).toBe(state);
    expect([await foundBy(bid, first), await foundBy(bid, last)]).toEqual(['superseded', 'found']);
  });

  it('of what was replaced is told of an envelope that was put back or altered as the last one is', async () => {
    const { bid, submit, open } = await begin(2);
    const first = await submit('2025-11-04T09:00:00+08:00', '150000.00');
    await register('2025-11-05T09:00:00+08:00');
    const [row] = await sql<{ ciphertext: Buffer }[]>(`SELECT ciphertext FROM sealed_envelope WHERE id = $1`, [bid.id]);
    const last = await submit('2025-11-06T09:00:00+08:00', '140000.00');
    await register('2025-11-07T09:00:00+08:00');
    await sql(`UPDATE sealed_envelope SET ciphertext = $2 WHERE id = $1`, [bid.id, row?.ciphertext]);
    await open();
    expect([await foundBy(bid, first), await foundBy(bid, last)]).toEqual(['put_back', 'put_back']);
  });
});

describe('the receipt of a final offer', () => {
  let app: TestApp;
  let bureau: Bureau;
  let reviewers: TestAccount[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    reviewers = await makeReviewers(app, 3);
  });
  afterAll(() => app.close());

  it('says its round, and restores nothing of other talks', async () => {
    const lot = await Consulting.sealed(app, bureau, reviewers, ['180000.00', '190000.00', '199000.00']);
    const id = await lot.lotId();
    expect((await lot.request()).status).toBe(200);
    const former = await lot.mustOffer(0, '140000.00');
    expect(former.receipt).toMatchObject({ kind: 'final_offer', round: 1 });
    // Talks begin anew, which no step of this system makes of talks whose offers were called for: a row that somebody alters may.
    await setInstant(app, '2025-11-14T07:30:00Z');
    await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
      await restartConsultation(tx, id);
      await tx.query(`UPDATE lot SET state = 'in_consultation' WHERE id = $1`, [id]);
    });
    expect((await lot.request()).status).toBe(200);
    const before = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM sealed_envelope`);
    const receipt = await lot.mustOffer(0, '150000.00');
    for (const at of [100, 5_000])
      await app.dataSource.query(
        `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE NOT (id = ANY ($1::uuid[]))`,
        [before.map((envelope) => envelope.id), at],
      );
    for (const i of [1, 2]) await lot.mustOffer(i, '160000.00');
    await lot.close();
    const keys = app.running.app.get(OnlineKeys);
    /** As it was given before receipts said their round. */
    const withoutRound = ({ receipt: { round: _, ...said } }: Receipt) => {
      const { key: keyId, signature } = keys.sign(canonicalText(said));
      return { receipt: said, keyId, signature };
    };
    const supplier = lot.suppliers[0] as { bid: string; user: TestAccount };
    const verify = async (given: object): Promise<unknown> =>
      (await app.http.post('/api/v1/bids/verify-receipt').set(supplier.user.auth).send(given).expect(200)).body.found;
    expect([await verify(former), await verify(withoutRound(former))]).toEqual([null, null]);
    expect([await verify(receipt), await verify(withoutRound(receipt))]).toEqual(['unknown', 'unknown']);
    const restore = async (price: string, given: object) =>
      codeOf(
        await app.http
          .post(`/api/v1/bids/${supplier.bid}/actions/restore-final-offer`)
          .set(supplier.user.auth)
          .set('If-Match', `"${(await lot.own(0)).version}"`)
          .send({ content: offer(price), receipt: given }),
      );
    for (const given of [former, withoutRound(former)])
      expect(await restore('140000.00', given)).toEqual([422, 'receipt_superseded']);
    expect(await restore('150000.00', withoutRound(receipt))).toEqual([200, '']);
  });
});
