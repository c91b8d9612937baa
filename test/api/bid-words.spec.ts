import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { ComparedTexts } from '../../src/purchase/bids/comparison/compared-texts.js';
import { BidComparing } from '../../src/purchase/bids/comparison/bid-comparing.js';
import { compareRestoredBid } from '../../src/purchase/bids/comparison/comparison-job.js';
import { LotComparer } from '../../src/purchase/bids/comparison/process/lot-comparer.js';
import { loadBidContents } from '../../src/purchase/bids/handed-in/handed-in.queries.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { moveLotHere } from '../../src/purchase/awards/award-moves.js';
import type { LockedTender } from '../../src/purchase/tenders/open-tender.js';
import { WordsKeeper } from '../../src/purchase/bids/comparison/words-keeper.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import type { TestApp } from '../support/app.js';
import {
  Bidding,
  documentOf,
  issueTender,
  makeBidder,
  offer,
  openTenderBids,
  OPEN_TENDER,
  type Bidder,
} from '../support/bidding.js';
import type { Bureau } from '../support/drafts.js';
import { docx } from '../support/files.js';
import { setInstant } from '../support/fixed-instant.js';
import { honestWriter } from '../support/honest-texts.js';
import { wordsOf } from '../support/hostile-files.js';
import { startPurchasing } from '../support/started.js';

const DAY = '2025-11-05T09:00:00+08:00';
const AFTER = '2025-12-01T01:30:00.000001Z';
/** In the content of an envelope. */
const BODY = 10_000;

interface Assessed {
  state: string;
  value: string | null;
  explanation: string;
  evidence: { record: string; field: string; value: string }[];
  reason: { code?: string } | null;
}
interface StoredText {
  no: number;
  state: string;
  reason: string | null;
  text: string | null;
  fingerprints: number[];
}

describe('the words of opened bids', () => {
  let app: TestApp;
  let bureau: Bureau;
  const writer = honestWriter('the words of opened bids');
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
  /** A bid with one file of these words, and what else its content holds. */
  async function submit(bidder: Bidder, lot: string, words: readonly string[], more: object = {}) {
    const bid = await Bidding.begin(app, bidder, lot);
    const documents = [];
    for (const [i, text] of words.entries())
      documents.push(await documentOf(bid, docx(wordsOf(text), { rsid: `00EE${bid.id.slice(0, 4)}` }), `${i}.docx`));
    const copy = { ...offer('150000.00'), documents, ...more };
    const answer = await bid.act('submit', { content: copy });
    if (answer.status !== 200) throw new Error(answer.text);
    return { bid, copy };
  }
  async function open(tender: string): Promise<void> {
    await setInstant(app, AFTER);
    await openTenderBids(app, bureau, tender);
    await compare(tender);
  }
  async function compare(tender: string): Promise<void> {
    await app.running.app.get(BidComparing).compare(tender);
    await app.running.app.get(Reassessment).reassessAll();
  }
  const assessed = async (lot: string, indicator: string): Promise<Assessed> => {
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?indicator=${indicator}&subject=lot:${lot}`)
      .set('Accept-Language', 'zh-CN')
      .set(bureau.finance.auth)
      .expect(200);
    return (body as { items: Assessed[] }).items[0] as Assessed;
  };
  const readTexts = (bid: Bidding): Promise<StoredText[]> =>
    app.dataSource.query<StoredText[]>(
      `SELECT x.no, x.state, x.reason, x.text, x.fingerprints FROM bid_text x JOIN bid b ON b.id = x.bid_id
       WHERE b.envelope_id = $1 ORDER BY x.no`,
      [bid.id],
    );
  const readResult = async (lot: string): Promise<string> => {
    const rows = await app.dataSource.query<{ result: object }[]>(
      `SELECT result FROM lot_comparison WHERE lot_id = $1`,
      [lot],
    );
    return JSON.stringify(rows[0]?.result);
  };

  it('are compared also where a bid was restored after the opening, and a lot looked at again keeps what was found', async () => {
    const { tender, lot } = await issue();
    const paragraph = writer.write(700);
    const lost = await submit(await makeBidder(app), lot, [writer.write(900) + paragraph]);
    const { bid: other } = await submit(await makeBidder(app), lot, [paragraph + writer.write(900)]);
    await submit(await makeBidder(app), lot, [writer.write(1_500)]);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
      [lost.bid.id, BODY],
    );
    await open(tender);
    expect(await readTexts(lost.bid)).toEqual([]);
    // One bid is not known, so that nobody can say that nothing is common.
    expect(await assessed(lot, 'C04')).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_unread' } });
    const before = await readTexts(other);
    expect((await lost.bid.act('restore', { content: lost.copy })).status).toBe(200);
    const event = { id: '1', aggregate: 'bid', aggregateId: lost.bid.id, action: 'restore' };
    expect(compareRestoredBid.on(event as never)).toBe(true);
    const owed = await app.dataSource.query<{ envelope_id: string }[]>(compareRestoredBid.unfinished.ids);
    expect(owed).toContainEqual({ envelope_id: lost.bid.id });
    await app.running.app.get(BidComparing).compareTenderOfBid(lost.bid.id);
    await app.running.app.get(Reassessment).reassessAll();
    expect(await app.dataSource.query<object[]>(compareRestoredBid.unfinished.ids)).toEqual([]);
    const found = await assessed(lot, 'C04');
    expect(found.state).toBe('triggered');
    expect(new Set(found.evidence.map(({ record }) => record))).toEqual(
      new Set([`bid:${lost.bid.id}`, `bid:${other.id}`]),
    );
    expect(await readTexts(other)).toEqual(before);
    // The review is to be repeated: the bids are what they were.
    const result = await readResult(lot);
    await app.dataSource.query(`UPDATE bid SET state = 'opened', version = version + 1 WHERE lot_id = $1`, [lot]);
    await compare(tender);
    expect(await readResult(lot)).toBe(result);
  }, 120_000);

  it('are a reason to name another where the bid says that it means to give it a part of the work', async () => {
    const { tender, lot } = await issue();
    const rival = await makeBidder(app, '示例暖阳助餐服务中心');
    const words = `${writer.write(900)}由示例暖阳助餐服务中心送餐`;
    const subcontractors = [{ name: '示例暖阳助餐服务中心', work: '送餐' }];
    const { bid } = await submit(await makeBidder(app), lot, [words], { subcontractors });
    await submit(rival, lot, [writer.write(900)]);
    const { bid: silent } = await submit(await makeBidder(app), lot, [words]);
    expect((await bid.read()).content).toBeNull();
    await open(tender);
    expect((await bid.read()).content).toMatchObject({ subcontractors });
    const found = await assessed(lot, 'C06');
    expect(found.state).toBe('triggered');
    expect(found.evidence.map(({ record }) => record)).toEqual([`bid:${silent.id}`]);
    // The rules over many lots are told of it by the key of the body that is meant.
    const reader = { query: <T>(sql: string, params: unknown[]) => app.dataSource.query<T[]>(sql, params) };
    const known = await loadBidContents(reader, [lot], [{ id: 'test', bytes: Buffer.alloc(32) }]);
    const [body] = await app.dataSource.query<{ key: string }[]>(
      `SELECT coalesce(credit_code, name) AS key FROM organisation WHERE id = $1`,
      [rival.body],
    );
    const named = new Map(known.map(({ id, subcontractors: bodies }) => [id, bodies]));
    expect(named.get(bid.id)).toEqual([{ key: body?.key, name: '示例暖阳助餐服务中心' }]);
    expect(named.get(silent.id)).toBeNull();
    const bad = await Bidding.begin(app, await makeBidder(app), (await issue()).lot);
    for (const wrong of [[{ name: '' }], Array.from({ length: 21 }, () => ({ name: '甲' })), ['甲']])
      expect((await bad.act('submit', { content: { ...offer('150000.00'), subcontractors: wrong } })).status).toBe(400);
    expect((await bad.read()).state).toBe('draft');
  }, 120_000);

  it('are cut where a bid is longer than is compared, which is said and never taken for nothing found', async () => {
    const { tender, lot } = await issue();
    const long = '照'.repeat(280_000);
    const words = ['一', '二', '三', '四'].map((sign) => sign + long);
    const { bid } = await submit(await makeBidder(app), lot, [...words, writer.write(900)]);
    await submit(await makeBidder(app), lot, [writer.write(900)]);
    await submit(await makeBidder(app), lot, [writer.write(900)]);
    await open(tender);
    const texts = (await readTexts(bid)).filter(({ no }) => no > 0);
    expect(texts.map(({ state, reason }) => [state, reason])).toEqual([
      ['read', null],
      ['read', null],
      ['read', null],
      ['unreadable', 'too_large'],
      ['unreadable', 'too_large'],
    ]);
    expect(texts[3]?.text?.startsWith('四照')).toBe(true);
    expect(texts[4]?.text).toBeNull();
    expect(await assessed(lot, 'C04')).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_cut' } });
    expect(await assessed(lot, 'C06')).toMatchObject({ state: 'insufficient_data', reason: { code: 'bids_cut' } });
    // How a file was made does not depend on how long it is.
    expect(await assessed(lot, 'C01')).toMatchObject({ state: 'clear' });
    // What is said beside the files is none of them: cut, it hides no file that nobody could read.
    const comparing = app.running.app.get(ComparedTexts);
    const usual = comparing.readBid.bind(comparing);
    comparing.readBid = async (of, most) =>
      (await usual(of, most)).map((part) => {
        if (part.no === 0) return { ...part, state: 'unreadable', reason: 'too_large', characters: 1 };
        return part.reason === null && part.no === 1 ? { ...part, state: 'unreadable', reason: 'encrypted' } : part;
      });
    try {
      await compare(tender);
    } finally {
      comparing.readBid = usual;
    }
    expect(await assessed(lot, 'C01')).toMatchObject({ reason: { code: 'bids_unread' } });
  }, 120_000);

  it('are compared in a process that may end for what they do to it: then nothing is known', async () => {
    const comparer = app.running.app.get(LotComparer);
    const { tender, lot } = await issue();
    for (let i = 0; i < 3; i++) await submit(await makeBidder(app), lot, [writer.write(900)]);
    const usual = { program: comparer.program, limits: comparer.limits };
    const endless = fileURLToPath(new URL('../support/endless-program.mjs', import.meta.url));
    for (const program of [[endless, 'time'], [endless, 'memory'], [endless, 'words'], [`${endless}.gone`]]) {
      comparer.program = program;
      comparer.limits = { ms: 3_000, heapMb: 64, residentMb: 200 };
      try {
        if (program[1] === 'time') await open(tender);
        else await compare(tender);
      } finally {
        Object.assign(comparer, usual);
      }
      for (const indicator of ['C01', 'C04', 'C06'])
        expect([program[1], await assessed(lot, indicator)]).toMatchObject([
          program[1],
          { state: 'insufficient_data', reason: { code: 'comparison_beyond_limits' } },
        ]);
    }
    await compare(tender);
    expect(await assessed(lot, 'C04')).toMatchObject({ state: 'clear' });
  }, 120_000);

  it('that were compared once are not taken back where a later comparison goes beyond its limits', async () => {
    const { tender, lot } = await issue();
    const paragraph = writer.write(700);
    const { bid } = await submit(await makeBidder(app), lot, [writer.write(900) + paragraph]);
    await submit(await makeBidder(app), lot, [paragraph + writer.write(900)]);
    const lost = await submit(await makeBidder(app), lot, [writer.write(1_500)]);
    await app.dataSource.query(
      `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
      [lost.bid.id, BODY],
    );
    await open(tender);
    const found = await assessed(lot, 'C04');
    expect(found.state).toBe('triggered');
    const [result, texts] = [await readResult(lot), await readTexts(bid)];
    expect(texts[0]?.fingerprints.length).toBeGreaterThan(0);
    const comparer = app.running.app.get(LotComparer);
    const usual = comparer.program;
    comparer.program = ['none.gone'];
    try {
      expect((await lost.bid.act('restore', { content: lost.copy })).status).toBe(200);
      await compare(tender);
    } finally {
      comparer.program = usual;
    }
    expect([await readResult(lot), await readTexts(bid)]).toEqual([result, texts]);
    expect((await assessed(lot, 'C04')).state).toBe('triggered');
    // It was looked into, and nothing is known of what it says: it is none by which it is known what many write.
    expect((await readTexts(lost.bid))[0]).toMatchObject({ no: 0, fingerprints: [] });
    expect(await app.dataSource.query<object[]>(compareRestoredBid.unfinished.ids)).toEqual([]);
    const known = async () => {
      const next = await issue();
      for (let i = 0; i < 2; i++) await submit(await makeBidder(app), next.lot, [writer.write(900)]);
      await submit(await makeBidder(app), next.lot, [writer.write(900)]);
      await open(next.tender);
      return (JSON.parse(await readResult(next.lot)) as { othersKnown: number }).othersKnown;
    };
    const [before] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM bid_text WHERE no = 0 AND fingerprints <> '{}'`,
    );
    expect(await known()).toBe(before?.n);
    // Within its limits it takes the restored one in.
    await compare(tender);
    expect(JSON.parse(await readResult(lot))).toMatchObject({ bids: [{}, {}, {}] });
  }, 120_000);

  it('are deleted half a year after a lot has ended; what was found stays, and is not asked anew', async () => {
    const keeper = app.running.app.get(WordsKeeper);
    const { tender, lot } = await issue();
    const paragraph = writer.write(700);
    const { bid } = await submit(await makeBidder(app), lot, [writer.write(900) + paragraph]);
    await submit(await makeBidder(app), lot, [paragraph + writer.write(900)]);
    await submit(await makeBidder(app), lot, [writer.write(1_500)]);
    await open(tender);
    const found = await assessed(lot, 'C04');
    expect(found.state).toBe('triggered');
    const [result, texts] = [await readResult(lot), await readTexts(bid)];
    const stayAfter = async (days: number) => {
      await setInstant(app, new Date(Date.parse(AFTER) + days * 86_400_000).toISOString());
      await keeper.deleteOverdueWords();
      expect(await readTexts(bid)).toEqual(texts);
    };
    const run = (sql: string) => app.dataSource.query(sql, [tender]);
    // Compared long ago, but the lot goes on; then it ends, and half a year begins.
    await run(`UPDATE flag SET state = 'explained' WHERE root_id = $1`);
    await stayAfter(200);
    await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
      const [purchase] = await tx.query<LockedTender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [tender]);
      await moveLotHere(tx, purchase as LockedTender, { id: lot, no: 1, state: 'opened' }, 'fail', 'failed');
    });
    await stayAfter(200);
    await stayAfter(379);
    // Nor while somebody asks for something: a challenge, a complaint, a finding that is worked on or may be appealed against.
    const asked = `live', $1, business_now(), '理由', '请求', b.bidder_id, 'result'`;
    const bidders = `FROM bid b WHERE b.tender_id = $1 LIMIT 1`;
    await run(
      `INSERT INTO challenge (dataset, tender_id, received_at, grounds, requests, challenger_id, stage, scope, state)
       SELECT '${asked}, 'in_scope', 'received' ${bidders}`,
    );
    await stayAfter(381);
    await run(`UPDATE challenge SET state = 'answered', result = 'not_upheld' WHERE tender_id = $1`);
    await run(
      `INSERT INTO complaint (dataset, tender_id, received_at, grounds, requests, complainant_id, stage, state)
       SELECT '${asked}, 'accepted' ${bidders}`,
    );
    await stayAfter(381);
    await run(`UPDATE complaint SET state = 'decided', result = 'rejected' WHERE tender_id = $1`);
    for (const state of ['open', 'in_review', 'appealed']) {
      await run(`UPDATE flag SET state = '${state}' WHERE root_id = $1 AND indicator = 'C04'`);
      await stayAfter(381);
    }
    await run(
      `UPDATE flag SET state = 'confirmed', appeal_until = '2099-01-01' WHERE root_id = $1 AND indicator = 'C04'`,
    );
    await stayAfter(381);
    await run(`UPDATE flag SET appeal_until = '2026-01-01' WHERE root_id = $1 AND indicator = 'C04'`);
    await keeper.deleteOverdueWords();
    const left = await readTexts(bid);
    expect(left.map(({ state, reason, text }) => [state, reason, text])).toEqual(
      left.map(() => ['deleted', null, null]),
    );
    // Hashes stay: by them a later purchase knows what many write.
    expect(left.map(({ fingerprints }) => fingerprints)).toEqual(texts.map(({ fingerprints }) => fingerprints));
    expect(left[0]?.fingerprints.length).toBeGreaterThan(0);
    await compare(tender);
    await keeper.deleteOverdueWords();
    expect(await readTexts(bid)).toEqual(left);
    expect(await readResult(lot)).toBe(result);
    expect(await assessed(lot, 'C04')).toEqual(found);
    const told = await app.dataSource.query<{ action: string }[]>(
      `SELECT action FROM outbox WHERE aggregate_id = $1 AND action = 'bid_words_deleted'`,
      [tender],
    );
    expect(told).toHaveLength(1);
  }, 120_000);

  it('of a lot that never ends are deleted after two years', async () => {
    const { tender, lot } = await issue();
    const { bid } = await submit(await makeBidder(app), lot, [writer.write(900)]);
    for (let i = 0; i < 2; i++) await submit(await makeBidder(app), lot, [writer.write(900)]);
    await open(tender);
    await app.dataSource.query(
      `UPDATE lot_comparison SET compared_at = business_now() - interval '731 days' WHERE lot_id = $1`,
      [lot],
    );
    await app.running.app.get(WordsKeeper).deleteOverdueWords();
    expect((await readTexts(bid)).map(({ state }) => state)).toEqual(['deleted', 'deleted']);
  }, 120_000);
});
