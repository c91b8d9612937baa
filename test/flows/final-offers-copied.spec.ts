import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { Consulting, type Receipt } from '../support/consultation.js';
import { formsOf, foundIn, hashesOf, keyedFormsOf, phoneHashesOf, sharedInLog } from '../support/copies.js';
import { makeBureau, startBusinessAt, makeThreshold } from '../support/drafts.js';
import { sharedTransactions } from '../support/fixed-instant.js';
import { startOwnServerApp, type OwnServerApp } from '../support/own-server.js';
import { makeReviewers } from '../support/reviews.js';

/** What a final offer says and a copy must not. */
const planted = (i: number) => ({
  price: '176543.21',
  statement: `终价密封说明${i}：含夜间陪护`,
  items: [{ no: 1, name: '终价密封条目', amount: '176543.21' }],
  team: [{ name: '终价密封督导', role: '督导', qualification: null }],
  contacts: [{ name: '终价密封联系人', phone: '010-55556666' }],
  documents: [{ name: '终价密封文件.pdf', sha256: '7f'.repeat(32), size: 4321 }],
});
const WORDS = [
  '176543.21',
  '17654321',
  '终价密封说明',
  '终价密封条目',
  '终价密封督导',
  '终价密封联系人',
  '010-55556666',
  '01055556666',
  '终价密封文件',
  '7f'.repeat(32),
];

describe('a copy made before the deadline of the final offers', () => {
  let app: OwnServerApp;
  let lot: Consulting;
  let begun: string;
  const received: string[] = [];
  beforeAll(async () => {
    app = await startOwnServerApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(app);
    await makeThreshold(app);
    await app.dataSource.query(`CREATE EXTENSION pg_walinspect`);
    lot = await (await Consulting.begin(app, bureau, await makeReviewers(app, 3))).talk();
    expect((await lot.request()).status).toBe(200);
    [{ lsn: begun }] = await app.dataSource.query<[{ lsn: string }]>(`SELECT pg_current_wal_lsn()::text AS lsn`);
    for (const [i, { user }] of lot.suppliers.slice(0, 2).entries()) {
      const answer = await app.http
        .post(`${lot.url(i)}/final-offer`)
        .set(user.auth)
        .send({ content: planted(i) });
      expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
      received.push((answer.body as Receipt).receipt.sha256);
    }
    expect(new Set(received).size).toBe(2);
  });
  afterAll(() => app.close());

  const found = (): Promise<string[]> =>
    foundIn(
      app,
      [
        ...hashesOf(received),
        ...formsOf(WORDS, ['176543.21', '010-55556666', ...[0, 1].map((i) => canonicalize(planted(i)) ?? '')]),
        ...keyedFormsOf(app, ['010-55556666', '01055556666']),
      ],
      'a copy of final offers',
    );

  it('holds no price, name, phone or hash of one', async () => {
    expect(await found()).toEqual([]);
  });

  it('tells by no transaction whose it is', async () => {
    expect(await sharedTransactions(app)).toEqual([]);
    expect(await sharedInLog(app, begun)).toEqual([]);
  });

  it('shows what is stored of one too early, and the transaction that did it', async () => {
    await app.dataSource.query(
      `WITH e AS (UPDATE sealed_envelope SET size_class = size_class RETURNING id)
       INSERT INTO final_offer (bid_id, round, envelope_id, price, content)
       SELECT $1, 1, id, 17654321, '{"price": "176543.21"}' FROM e LIMIT 1`,
      [lot.suppliers[0]?.bid],
    );
    // As text, and as fen in a column of its own.
    expect(await found()).toEqual([
      'log: 176543.21',
      'log: bigint 17654321',
      'table: 176543.21',
      'table: bigint 17654321',
    ]);
    expect(await sharedTransactions(app)).toEqual(['public.bid', 'public.final_offer']);
    expect(await sharedInLog(app, begun)).toEqual(expect.arrayContaining(['final_offer']));
  });

  it('finds the keyed hash of its phone, as the product makes it', async () => {
    const keyed = async (): Promise<string[]> => (await found()).filter((hit) => hit.includes('keyed'));
    expect(await keyed()).toEqual([]);
    const [hash] = phoneHashesOf(app, '01055556666');
    await app.dataSource.query(`UPDATE tender SET title = $1`, [hash?.toString('hex')]);
    const as = 'hexadecimal keyed hash of 01055556666';
    expect(await keyed()).toEqual([`log: ${as}`, `table: ${as}`]);
  });
});
