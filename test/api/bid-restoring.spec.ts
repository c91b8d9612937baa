import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  makeBidders,
  offer,
  openTenderBids,
  OPEN_TENDER,
  type Bidder,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { setInstant } from '../support/fixed-instant.js';
import { ownTasks } from '../support/own-tasks.js';
import { startPurchasing } from '../support/started.js';
import { asked, UNIT_LOT } from '../support/unit-prices.js';

const NONCE = 'q0TzB8yXr1vJmKc3Nf5hWA';
const DAY = '2025-11-05T09:00:00+08:00';
const AFTER = { COMPETITIVE_CONSULTATION: '2025-11-14T01:30:00.000001Z', OPEN_TENDER: '2025-12-01T01:30:00.000001Z' };
/** Where a byte is turned: in the head, and in the body. */
const HEAD = 100;
const BODY = 10_000;

describe('an own copy', () => {
  let app: TestApp;
  let bureau: Bureau;
  let bidders: Bidder[];
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    bidders = await makeBidders(app, 3);
  });
  afterAll(() => app.close());
  const code = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code];

  /** Three bids, of which the first was altered at these places before it was opened; its receipt and its own copy. */
  async function opened(altered: readonly number[], method: keyof typeof AFTER = 'OPEN_TENDER') {
    await setInstant(app, null);
    const { tender, lots } = await issueTender(app, bureau, method === 'OPEN_TENDER' ? OPEN_TENDER : {});
    await setInstant(app, DAY);
    const bids: Bidding[] = [];
    for (const bidder of bidders) bids.push(await Bidding.begin(app, bidder, lots[0] as string));
    const [bid] = bids as [Bidding];
    const document = await documentOf(bid, pdf('方案'), '方案.pdf');
    const copy = { nonce: NONCE, ...offer('151234.56'), documents: [document] };
    await bid.act('submit', { content: copy });
    for (const other of bids.slice(1)) await other.submit('160000.00');
    expect(code(await bid.act('restore', { content: copy }))).toEqual([409, 'wrong_state']);
    const [{ body: receipt }, { body: rival }] = await Promise.all([bid.receipt(), (bids[1] as Bidding).receipt()]);
    for (const at of altered)
      await app.dataSource.query(
        `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
        [bid.id, at],
      );
    await setInstant(app, AFTER[method]);
    await openTenderBids(app, bureau, tender);
    expect(await bid.read()).toMatchObject({
      state: 'unreadable',
      content: null,
      allowedActions: [{ action: 'restore' }],
    });
    return { tender, lot: lots[0] as string, bid, copy, receipt, rival };
  }
  /** Three bids for a lot that is paid by the unit, of which none names the sum; the first of them, and what each sent. */
  const submitAll = async (lot: string) => {
    const copies = ['36.00', '35.00', '38.00'].map((visit) => ({ nonce: NONCE, ...asked(visit, '30.00') }));
    const bids: Bidding[] = [];
    for (const [i, bidder] of bidders.entries()) {
      const bid = await Bidding.begin(app, bidder, lot);
      expect((await bid.act('submit', { content: { ...copies[i], documents: [] } })).status).toBe(200);
      bids.push(bid);
    }
    return { copies, bid: bids[0] as Bidding };
  };
  const record = async (tender: string, bid: Bidding) => {
    const { body } = await app.http.get(`/api/v1/tenders/${tender}/opening`).expect(200);
    return (body.lots[0].bids as { bidder: { id: string } }[]).find((b) => b.bidder.id === bid.bidder.body);
  };

  const readCorrected = async (tender: string) => {
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).expect(200);
    return (body.facts as { replaces: string | null }[]).filter(({ replaces }) => replaces !== null);
  };

  it.each([
    ['the content', BODY],
    ['the head', HEAD],
  ])('stands for a bid of which %s was altered, if it is what was received', async (_, at) => {
    const { tender, bid, copy, receipt } = await opened([at]);
    const others = [bureau.officer, bureau.approver, (bidders[1] as Bidder).user, (bidders[2] as Bidder).user];
    const waits = (by = bid.bidder.user) => ownTasks(app, by, 'bid_restoring', tender);
    expect(await waits()).toMatchObject([
      {
        id: bid.id,
        title: 'Bid that could not be read: own copy to be given: 社区老人居家养老服务, lot 1',
        ...{ lot: 1, dueOn: null, action: { method: 'POST', href: `/api/v1/bids/${bid.id}/actions/restore` } },
      },
    ]);
    expect(await Promise.all(others.map(waits))).toEqual([[], [], [], []]);
    const { sha256, receivedAt } = (receipt as { receipt: { sha256: string; receivedAt: string } }).receipt;
    expect(await record(tender, bid)).toMatchObject({ state: 'unreadable', price: null, sha256 });
    const differs = await bid.act('restore', { content: { ...copy, price: '151234.55' } });
    expect(code(differs)).toEqual([422, 'copy_differs']);
    expect(differs.body.facts).toMatchObject({ submitted: sha256 });
    for (const other of [{ documents: [] }, { nonce: null }])
      expect(code(await bid.act('restore', { content: { ...copy, ...other } }))).toEqual([422, 'copy_differs']);
    expect(code(await bid.act('restore'))).toEqual([400, 'validation_failed']);
    expect(code(await bid.act('restore', { content: copy }, 99))).toEqual([412, 'stale_version']);
    expect((await bid.read()).state).toBe('unreadable');
    const { version } = await bid.read();
    const both = await Promise.all([1, 2].map(() => bid.act('restore', { content: copy, receipt }, version)));
    expect(both.map((a) => a.status).sort()).toEqual([200, 412]);
    expect(await waits()).toEqual([]);
    expect(await bid.read()).toMatchObject({
      state: 'opened',
      content: copy,
      sha256,
      receivedAt,
      files: [{ no: 1, state: 'readable' }],
      allowedActions: [],
    });
    expect(await record(tender, bid)).toMatchObject({
      ...{ state: 'opened', price: '151234.56', sha256, restoredBy: 'hash', alteredFiles: [] },
    });
    expect(await readCorrected(tender)).toMatchObject([
      {
        ...{ kind: 'bid', data: { price: '151234.56' } },
        reason: '密封件被改动，投标人提交的副本与密封件所载摘要一致',
      },
    ]);
    await app.http.get(`/api/v1/bids/${bid.id}/files/1`).set(bureau.officer.auth).expect(200);
    const rows = await app.dataSource.query<{ action: string }[]>(
      `SELECT a.action FROM audit_entry a JOIN outbox o ON o.aggregate_id = a.aggregate_id AND o.action = a.action
       WHERE a.aggregate_id = $1 AND a.action IN ('restore', 'file_lost')`,
      [bid.id],
    );
    expect(rows).toEqual([{ action: 'restore' }]);
    expect(code(await bid.act('restore', { content: copy }))).toEqual([409, 'wrong_state']);
  });

  it('is held against the receipt where nothing else is left', async () => {
    const { tender, bid, copy, receipt, rival } = await opened([HEAD, BODY]);
    expect(await bid.read()).toMatchObject({ sha256: null, receivedAt: null, restoredBy: null });
    expect(code(await bid.act('restore', { content: copy }))).toEqual([422, 'copy_differs']);
    const forged = { ...receipt, receipt: { ...receipt.receipt, sha256: 'ab'.repeat(32) } };
    for (const other of [rival, forged])
      expect(code(await bid.act('restore', { content: copy, receipt: other }))).toEqual([422, 'receipt_forged']);
    const changed = await bid.act('restore', { content: { ...copy, price: '1.00' }, receipt });
    expect(code(changed)).toEqual([422, 'copy_differs']);
    const restored = await bid.act('restore', { content: copy, receipt });
    expect(restored.body).toMatchObject({
      restoredBy: 'receipt',
      state: 'opened',
      sha256: receipt.receipt.sha256,
      receivedAt: receipt.receipt.receivedAt,
    });
    // No register was made that could tell whether it is the last one: everybody reads that with the record of the opening.
    expect(await record(tender, bid)).toMatchObject({ restoredBy: 'receipt' });
    const reason = '密封件被改动，投标人提交的副本与回执摘要一致；该回执是否为最后一份，登记册不能证明';
    expect(await readCorrected(tender)).toMatchObject([{ kind: 'bid', reason }]);
  });

  it('of a lot that is paid by the unit may leave the sum out, as the bid did', async () => {
    await setInstant(app, null);
    const { tender, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [UNIT_LOT] });
    await setInstant(app, DAY);
    const { copies, bid } = await submitAll(lots[0] as string);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
      [bid.id, BODY],
    );
    await setInstant(app, AFTER.OPEN_TENDER);
    await openTenderBids(app, bureau, tender);
    expect((await bid.read()).state).toBe('unreadable');
    const other = await bid.act('restore', { content: { ...copies[1], documents: [] } });
    expect(code(other)).toEqual([422, 'copy_differs']);
    const restored = await bid.act('restore', { content: { ...copies[0], documents: [] } });
    // 3 000 × 36 + 1 000 × 30.
    expect([restored.status, restored.body]).toEqual([
      200,
      expect.objectContaining({ state: 'opened', amount: '138000.00' }),
    ]);
  });

  it.each([
    ['the content was altered', [BODY], false],
    ['the head was altered', [HEAD], false],
    ['head and content were altered', [HEAD, BODY], true],
  ])(
    'of a lot whose quantities were corrected since is completed by the documents that it answers: %s',
    async (_, places, byReceipt) => {
      await setInstant(app, null);
      const { tender, draft, lots } = await issueTender(app, bureau, { ...OPEN_TENDER, lots: [UNIT_LOT] });
      await setInstant(app, DAY);
      const { copies, bid } = await submitAll(lots[0] as string);
      const { body: receipt } = await bid.receipt();
      const [visits, ...others] = UNIT_LOT.terms.price.items;
      const items = [{ ...visits, quantity: 3500 }, ...others];
      const lot = { ...UNIT_LOT, terms: { ...UNIT_LOT.terms, price: { ...UNIT_LOT.terms.price, items } } };
      await draft.must('post', 'actions/correct', { reason: '更正预计数量', correction: { lots: [lot] } });
      for (const at of places)
        await app.dataSource.query(
          `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
          [bid.id, at],
        );
      await setInstant(app, AFTER.OPEN_TENDER);
      await openTenderBids(app, bureau, tender);
      const given = { ...(byReceipt && { receipt }) };
      const restored = await bid.act('restore', { content: { ...copies[0], documents: [] }, ...given });
      // 3 000 × 36 + 500 × 30 by the documents in force; it was received with 138 000.
      expect([restored.status, restored.body]).toEqual([
        200,
        expect.objectContaining({
          state: 'opened',
          amount: '123000.00',
          content: expect.objectContaining({ price: '138000.00' }),
        }),
      ]);
    },
  );

  it('of a consultation shows no price, and is of use until the lot has gone on', async () => {
    const { tender, lot, bid, copy } = await opened([BODY], 'COMPETITIVE_CONSULTATION');
    await app.dataSource.query(`UPDATE lot SET state = 'failed' WHERE id = $1`, [lot]);
    expect((await bid.read()).allowedActions).toEqual([]);
    expect(code(await bid.act('restore', { content: copy }))).toEqual([409, 'wrong_state']);
    await app.dataSource.query(`UPDATE lot SET state = 'opened' WHERE id = $1`, [lot]);
    // Nothing that could not be read passes the check of conformity, so nothing new comes into scoring.
    const makes = (state: string) =>
      app.dataSource.query(`UPDATE bid SET state = $2 WHERE envelope_id = $1`, [bid.id, state]);
    await makes('rejected');
    expect((await bid.read()).allowedActions).toEqual([]);
    expect(code(await bid.act('restore', { content: copy }))).toEqual([409, 'wrong_state']);
    await makes('unreadable');
    expect((await bid.act('restore', { content: copy })).status).toBe(200);
    const officer = await app.http.get(`/api/v1/bids/${bid.id}`).set(bureau.officer.auth).expect(200);
    expect(officer.body).toMatchObject({ state: 'opened', content: null, files: [] });
    expect((await app.http.get(`/api/v1/bids/${bid.id}/files/1`).set(bureau.officer.auth)).status).toBe(404);
    for (const path of ['', '/opening'])
      expect((await app.http.get(`/api/v1/tenders/${tender}${path}`).set(bureau.officer.auth)).text).not.toContain(
        '151234',
      );
  });

  it('comes with no other action', async () => {
    await setInstant(app, null);
    const { lots } = await issueTender(app, bureau, OPEN_TENDER);
    await setInstant(app, DAY);
    const bid = await Bidding.begin(app, bidders[0] as Bidder, lots[0] as string);
    await bid.submit('150000.00');
    const { body: receipt } = await bid.receipt();
    for (const action of ['submit', 'withdraw'] as const) {
      const answer = await bid.act(action, { receipt });
      expect([...code(answer), answer.body.errors[0].pointer]).toEqual([400, 'validation_failed', '/receipt']);
    }
  });
});
