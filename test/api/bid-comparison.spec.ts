import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { BidComparing } from '../../src/purchase/bids/comparison/bid-comparing.js';
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
import { docx, pdf, scanBy, xlsx } from '../support/files.js';
import { setInstant } from '../support/fixed-instant.js';
import { honestWriter } from '../support/honest-texts.js';
import { hugeXmp, nested, unfoldingEntities, wordsOf } from '../support/hostile-files.js';
import { startPurchasing } from '../support/started.js';
import { stored } from '../support/stored.js';

const DAY = '2025-11-05T09:00:00+08:00';
const AFTER = '2025-12-01T01:30:00.000001Z';
const TABLES = ['bid_text', 'lot_comparison'] as const;

interface Assessed {
  state: string;
  evidence: { record: string; field: string; value: string }[];
  explanation: string;
  basis: { article?: string };
  reason: { code?: string } | null;
}

describe('files of bids that were opened', () => {
  let app: TestApp;
  let bureau: Bureau;
  const writer = honestWriter('files of bids that were opened');
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
  async function submit(bidder: Bidder, lot: string, files: readonly [string, Buffer][]): Promise<Bidding> {
    const bid = await Bidding.begin(app, bidder, lot);
    const documents = [];
    for (const [name, content] of files) documents.push(await documentOf(bid, content, name));
    const answer = await bid.act('submit', { content: { ...offer('150000.00'), documents } });
    if (answer.status !== 200) throw new Error(answer.text);
    return bid;
  }
  const assessed = async (lot: string, indicator: string): Promise<Assessed> => {
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?indicator=${indicator}&subject=lot:${lot}`)
      .set('Accept-Language', 'zh-CN')
      .set(bureau.finance.auth)
      .expect(200);
    return (body as { items: Assessed[] }).items[0] as Assessed;
  };
  async function open(tender: string): Promise<void> {
    await setInstant(app, AFTER);
    await openTenderBids(app, bureau, tender);
    await app.running.app.get(BidComparing).compare(tender);
    await app.running.app.get(Reassessment).reassessAll();
  }
  const kept = async () => {
    const all = await stored(app);
    return TABLES.map((table) => all[table]);
  };

  it('that share a paragraph, a creation and a name are found, and an honest bid that copies the documents is not', async () => {
    const { tender, lot } = await issue();
    const [first, second, honest] = [
      await makeBidder(app, '示例晨星社工服务中心'),
      await makeBidder(app, '示例暖阳社工服务中心'),
      await makeBidder(app, '示例向日葵社工服务中心'),
    ];
    const { document } = (
      await app.dataSource.query<{ document: object }[]>(
        `SELECT document FROM tender_revision WHERE tender_id = $1 ORDER BY revision DESC LIMIT 1`,
        [tender],
      )
    )[0] as { document: object };
    const given = JSON.stringify(document).replaceAll(/[^\p{sc=Han}，。]/gu, '');
    const paragraph = writer.write(700);
    const by = { author: '陆某', rsid: '00AB77CD' };
    const bids = [
      await submit(first, lot, [['a.docx', docx(wordsOf(given + writer.write(900) + paragraph), by)]]),
      await submit(second, lot, [
        ['b.docx', docx(wordsOf(paragraph + writer.write(900) + given + '由示例晨星社工服务中心实施'), by)],
        ['c.pdf', pdf('扫描件')],
      ]),
      await submit(honest, lot, [
        ['d.docx', docx(wordsOf(given + writer.write(1_500)), { author: '田某', rsid: '00EE0001' })],
      ]),
    ];
    // Before the opening nothing of them is read, and nothing says that two of them share something.
    const before = await kept();
    await app.running.app.get(BidComparing).compare(tender);
    await app.running.app.get(Reassessment).reassessAll();
    expect(await kept()).toEqual(before);
    for (const indicator of ['C01', 'C04', 'C06'])
      expect(await assessed(lot, indicator)).toMatchObject({ state: 'insufficient_data', evidence: [] });

    await open(tender);
    const [a, b, c] = bids.map(({ id }) => `bid:${id}`);
    const words = await assessed(lot, 'C04');
    expect(words).toMatchObject({ state: 'triggered', basis: { article: '第三十七条(四)' } });
    expect(new Set(words.evidence.map(({ record }) => record))).toEqual(new Set([a, b]));
    expect(words.explanation).not.toContain('向日葵');
    const named = await assessed(lot, 'C06');
    expect(named).toMatchObject({ state: 'triggered', basis: { article: '第三十七条(五)' } });
    expect(named.evidence).toEqual([{ record: b, field: 'documents/1', value: '示例晨星社工服务中心 (1)' }]);
    const made = await assessed(lot, 'C01');
    expect(made).toMatchObject({ state: 'triggered', basis: { article: '第三十七条(一)' } });
    expect(made.evidence).toEqual(
      expect.arrayContaining([a, b].map((record) => ({ record, field: 'documents/1', value: 'document_id 00AB77CD' }))),
    );
    expect(JSON.stringify(made)).not.toContain('陆某');
    for (const { evidence } of [words, named, made]) expect(evidence.map(({ record }) => record)).not.toContain(c);
    // Compared again it says the same.
    const once = await kept();
    await app.running.app.get(BidComparing).compare(tender);
    expect((await kept()).map((table) => table?.replaceAll(/"compared_at":"[^"]*"/g, ''))).toEqual(
      once.map((table) => table?.replaceAll(/"compared_at":"[^"]*"/g, '')),
    );
  });

  it('that are workbooks saved last by one person at one time are found, and not those that one person began and others saved', async () => {
    const calculate = async (lastAuthors: readonly string[]) => {
      const { tender, lot } = await issue();
      const bids: Bidding[] = [];
      for (const lastAuthor of lastAuthors) {
        const by = { author: '模板员', lastAuthor, modified: '2025-11-04T06:30:12Z' };
        bids.push(await submit(await makeBidder(app), lot, [['报价明细.xlsx', xlsx(writer.write(600), by)]]));
      }
      // Sealed, it says nothing.
      await app.running.app.get(Reassessment).reassessAll();
      expect(await assessed(lot, 'C01')).toMatchObject({ state: 'insufficient_data', evidence: [] });
      await open(tender);
      return { found: await assessed(lot, 'C01'), records: bids.map(({ id }) => `bid:${id}`) };
    };
    const { found, records } = await calculate(['欧阳某', '欧阳某', '田某']);
    expect(found).toMatchObject({ state: 'triggered', basis: { article: '第三十七条(一)' } });
    const value = 'author_and_time 欧**, 2025-11-04T06:30:12Z';
    const expected = records.slice(0, 2).map((record) => ({ record, field: 'documents/1', value }));
    expect(found.evidence).toHaveLength(2);
    expect(found.evidence).toEqual(expect.arrayContaining(expected));
    const honest = await calculate(['陆某', '周某', '田某']);
    expect(honest.found.state).toBe('clear');
    expect(JSON.stringify([found, honest])).not.toMatch(/欧阳某|陆某|模板员/);
  });

  it('that were scanned by one device ask for more to be known, until others used it in two purchases: then it is a shop’s', async () => {
    const scan = async (): Promise<Assessed> => {
      const { tender, lot } = await issue();
      for (const [n, serial] of ['SHOP-4711', 'SHOP-4711', 'OWN'].entries())
        await submit(await makeBidder(app), lot, [
          ['a.jpg', scanBy(`${serial}${serial === 'OWN' ? lot : ''}`, `${lot} ${n}`)],
        ]);
      await open(tender);
      return assessed(lot, 'C01');
    };
    // Two others in one purchase may be of one hand again.
    for (const seen of [0, 3]) {
      const unknown = await scan();
      expect(unknown).toMatchObject({
        state: 'insufficient_data',
        reason: { code: 'few_devices_known', seen, least: 30 },
      });
      expect(unknown.evidence.map(({ value }) => value)).toEqual(['device SHOP-4711', 'device SHOP-4711']);
    }
    expect(await scan()).toMatchObject({ state: 'clear', reason: null, evidence: [] });
  });

  it('whose bonds came from one account are found by what the buyer notes, of which nothing is told but its end', async () => {
    const { tender, lot } = await issue();
    const bids: Bidding[] = [];
    for (let i = 0; i < 3; i++) bids.push(await submit(await makeBidder(app), lot, []));
    await setInstant(app, AFTER);
    await openTenderBids(app, bureau, tender);
    const qualify = async (accounts: readonly string[]) => {
      const { version } = (await app.http.get(`/api/v1/tenders/${tender}`).expect(200)).body as { version: number };
      const results = bids.map(({ id }, i) => ({
        bid: id,
        passed: true,
        bond: { holder: `示例户名${i}`, account: accounts[i] },
      }));
      return app.http
        .post(`/api/v1/tenders/${tender}/review/actions/qualify`)
        .set(bureau.officer.auth)
        .set('If-Match', `"${version}"`)
        .send({ lot: 1, results });
    };
    const bonds = () => app.dataSource.query<object[]>(`SELECT * FROM bid_bond ORDER BY bid_id`);
    expect((await qualify(['6222 0000 1111 2345', '622200001112345!', '1'])).status).toBe(400);
    expect(await bonds()).toEqual([]);
    expect((await qualify(['6222 0000 1111 2345', '6222000011112345', '6222000011119999'])).status).toBe(200);
    expect(JSON.stringify(await bonds())).not.toContain('622200001111');
    await app.running.app.get(Reassessment).reassessAll();
    const found = await assessed(lot, 'C07');
    // This tender asked for no bond; what was noted counts all the same.
    expect(found).toMatchObject({ state: 'triggered', basis: { article: '第三十七条(六)' } });
    const seen = found.evidence.map(({ record, value }) => `${record} ${value.slice(-4)}`);
    expect(new Set(seen)).toEqual(new Set(bids.slice(0, 2).map(({ id }) => `bid:${id} 2345`)));
  }, 120_000);

  it('that nobody can read say so, whatever they do to who reads them', async () => {
    const { tender, lot } = await issue();
    const hostile: [string, Buffer][][] = [
      [['entities.docx', unfoldingEntities()]],
      [
        ['nested.docx', nested()],
        ['xmp.pdf', hugeXmp()],
      ],
      [['plain.docx', docx(wordsOf(writer.write(800)), { rsid: '00EE0002' })]],
    ];
    for (const files of hostile) await submit(await makeBidder(app), lot, files);
    const began = Date.now();
    await open(tender);
    expect(Date.now() - began).toBeLessThan(60_000);
    const texts = await app.dataSource.query<{ name: string; state: string; reason: string | null }[]>(
      `SELECT f.name, x.state, x.reason FROM bid_text x JOIN bid_file f ON f.bid_id = x.bid_id AND f.no = x.no
       JOIN bid b ON b.id = x.bid_id WHERE b.lot_id = $1 ORDER BY f.name`,
      [lot],
    );
    expect(texts).toEqual([
      { name: 'entities.docx', state: 'read', reason: null },
      { name: 'nested.docx', state: 'unreadable', reason: 'limits' },
      { name: 'plain.docx', state: 'read', reason: null },
      { name: 'xmp.pdf', state: 'unreadable', reason: 'broken' },
    ]);
    for (const indicator of ['C01', 'C04', 'C06'])
      expect(await assessed(lot, indicator)).toMatchObject({
        state: 'insufficient_data',
        reason: { code: 'bids_unread' },
      });
  });
});
