import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { BidComparing } from '../../src/purchase/bids/comparison/bid-comparing.js';
import { ComparedTexts } from '../../src/purchase/bids/comparison/compared-texts.js';
import { WordsKeeper } from '../../src/purchase/bids/comparison/words-keeper.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { moveLotHere } from '../../src/purchase/awards/award-moves.js';
import type { LockedTender } from '../../src/purchase/tenders/open-tender.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  makeBidder,
  offer,
  openTenderBids,
  OPEN_TENDER,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { docx } from '../support/files.js';
import { setInstant } from '../support/fixed-instant.js';
import { holding } from '../support/holder.js';
import { honestWriter } from '../support/honest-texts.js';
import { wordsOf } from '../support/hostile-files.js';
import { startPurchasing } from '../support/started.js';

const DAY = '2025-11-05T09:00:00+08:00';
const AFTER = '2025-12-01T01:30:00.000001Z';
const YEARS_LATER = '2028-02-09T01:30:00.000001Z';
/** In the content of an envelope. */
const BODY = 10_000;

describe('the words of opened bids', () => {
  let app: TestApp;
  let bureau: Bureau;
  const writer = honestWriter('words of bids and what comes between');
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
  });
  afterAll(() => app.close());

  async function issue() {
    await setInstant(app, null);
    const { tender, lots } = await issueTender(app, bureau, OPEN_TENDER);
    await setInstant(app, DAY);
    return { tender, lot: lots[0] as string };
  }
  async function submit(lot: string, text: string) {
    const bid = await Bidding.begin(app, await makeBidder(app), lot);
    const documents = [await documentOf(bid, docx(wordsOf(text), { rsid: `00EE${bid.id.slice(0, 4)}` }), '0.docx')];
    const copy = { ...offer('150000.00'), documents };
    const answer = await bid.act('submit', { content: copy });
    if (answer.status !== 200) throw new Error(answer.text);
    return { bid, copy };
  }
  async function openBids(tender: string): Promise<void> {
    await setInstant(app, AFTER);
    await openTenderBids(app, bureau, tender);
  }
  const readResult = async (lot: string) => {
    const [row] = await app.dataSource.query<{ result: { bids: object[]; likeness: object[] } }[]>(
      `SELECT result FROM lot_comparison WHERE lot_id = $1`,
      [lot],
    );
    return row?.result;
  };
  const isDeleted = async (lot: string): Promise<boolean[]> =>
    (
      await app.dataSource.query<{ gone: boolean }[]>(
        `SELECT x.text IS NULL AS gone FROM bid_text x JOIN bid b ON b.id = x.bid_id WHERE b.lot_id = $1`,
        [lot],
      )
    ).map(({ gone }) => gone);

  /** Runs the work while a comparison that has begun reads the first bid. */
  async function whileComparing(tender: string, work: () => Promise<void>): Promise<void> {
    const texts = app.running.app.get(ComparedTexts);
    const readBid = texts.readBid.bind(texts);
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let calls = 0;
    texts.readBid = async (...given) => {
      if (calls++ === 0) await gate;
      return readBid(...given);
    };
    try {
      const slow = app.running.app.get(BidComparing).compare(tender);
      while (calls === 0) await pause(10);
      await work().finally(open);
      await slow;
    } finally {
      Reflect.deleteProperty(texts, 'readBid');
    }
  }

  it('are compared with those of a bid that was restored meanwhile, also by a slower comparison that began before', async () => {
    const { tender, lot } = await issue();
    const paragraph = writer.write(700);
    const lost = await submit(lot, writer.write(900) + paragraph);
    await submit(lot, paragraph + writer.write(900));
    await submit(lot, writer.write(1_500));
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
      [lost.bid.id, BODY],
    );
    await openBids(tender);
    let restored: Awaited<ReturnType<typeof readResult>>;
    await whileComparing(tender, async () => {
      expect((await lost.bid.act('restore', { content: lost.copy })).status).toBe(200);
      await app.running.app.get(BidComparing).compareTenderOfBid(lost.bid.id);
      restored = await readResult(lot);
    });
    expect(restored?.bids).toHaveLength(3);
    expect(restored?.likeness.length).toBeGreaterThan(0);
    expect(await readResult(lot)).toEqual(restored);
  });

  it('stay deleted where a slower comparison began before', async () => {
    const { tender, lot } = await issue();
    for (const length of [900, 900, 1_500]) await submit(lot, writer.write(length));
    await openBids(tender);
    await app.running.app.get(BidComparing).compare(tender);
    await whileComparing(tender, async () => {
      await setInstant(app, YEARS_LATER);
      await app.running.app.get(WordsKeeper).deleteOverdueWords();
      expect(new Set(await isDeleted(lot))).toEqual(new Set([true]));
    });
    expect(new Set(await isDeleted(lot))).toEqual(new Set([true]));
  });

  it('of a bid that was restored are not kept where those of its lot are deleted before its files are read', async () => {
    const { tender, lot } = await issue();
    const lost = await submit(lot, writer.write(900));
    for (const length of [900, 1_500]) await submit(lot, writer.write(length));
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
      [lost.bid.id, BODY],
    );
    await openBids(tender);
    await app.running.app.get(BidComparing).compare(tender);
    expect((await lost.bid.act('restore', { content: lost.copy })).status).toBe(200);
    await whileComparing(tender, async () => {
      await setInstant(app, YEARS_LATER);
      await app.running.app.get(WordsKeeper).deleteOverdueWords();
    });
    expect(new Set(await isDeleted(lot))).toEqual(new Set([true]));
  });

  it('stay where a challenge arrives while the sweep waits for the tender, and are deleted without one', async () => {
    const { tender, lot } = await issue();
    for (const length of [900, 900, 1_500]) await submit(lot, writer.write(length));
    await openBids(tender);
    await app.running.app.get(BidComparing).compare(tender);
    await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
      const [row] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tender]);
      await moveLotHere(tx, row as LockedTender, { id: lot, no: 1, state: 'opened' }, 'fail', 'failed');
    });
    await setInstant(app, YEARS_LATER);
    const keeper = app.running.app.get(WordsKeeper);
    await holding(app, async (holder) => {
      await holder.lock('tender', [tender]);
      const swept = keeper.deleteOverdueWords();
      await holder.waitUntilAwaited();
      await holder.query(
        `INSERT INTO challenge (dataset, tender_id, received_at, grounds, requests, challenger_id, stage, scope, state)
         SELECT 'live', $1, business_now(), '理由', '请求', b.bidder_id, 'result', 'in_scope', 'received'
         FROM bid b WHERE b.tender_id = $1 LIMIT 1`,
        [tender],
      );
      await holder.commit();
      await swept;
    });
    expect(new Set(await isDeleted(lot))).toEqual(new Set([false]));
    await app.dataSource.query(`DELETE FROM challenge WHERE tender_id = $1`, [tender]);
    await keeper.deleteOverdueWords();
    expect(new Set(await isDeleted(lot))).toEqual(new Set([true]));
  });
});
