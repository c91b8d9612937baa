import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { at, fresh, startMerging, told, type Merge, type Purchase, type Said } from '../support/merges.js';
import { given } from '../support/purchases.js';

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  m = await startMerging(app);
});
afterAll(() => app.close());

/** A merge of today can be undone no more. */
let day = Date.parse('2026-03-02T00:00:00Z');
const settle = async (): Promise<void> => {
  day += 31 * 24 * 60 * 60 * 1000;
  await setBusinessTime(app, `${new Date(day).toISOString().slice(0, 10)}T09:00:00+08:00`);
};
const of = (id: string) => ({ bidders: [id], winners: [id], suppliers: [id] });
const attach = (record: string, id: string) =>
  app.http
    .post(`/api/v1/organisations/${record}/external-ids`)
    .set(m.admin.auth)
    .send({ system: 'chains', id })
    .expect(200);
const readFirstBidder = async (purchase: string) => (await m.readPurchase(purchase)).facts[0]?.data.bidder;

describe('a record into which others were merged', () => {
  it('goes into another one from the day on which they cannot be undone any more', async () => {
    const [first, second] = [await m.makeNamed(), await m.makeNamed()];
    const last = await m.makeCoded();
    await m.merged(first.id, second.id);
    const early = await app.http
      .post(at(second.id))
      .set({ ...m.admin.auth, 'Accept-Language': 'zh' })
      .send({ into: last.id, ground: '同一机构' });
    const until = new Date(day + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const from = new Date(day + 31 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    expect([told(early), early.body]).toMatchObject([
      [422, 'merge_chained'],
      {
        facts: { from },
        detail: `已有其他登记并入本登记，在${until}（含）前可以撤销；自${from}起本登记方可并入另一登记`,
      },
    ]);
    await setBusinessTime(app, `${until}T23:58:00+08:00`);
    expect(told(await m.propose(second.id, last.id))).toEqual([422, 'merge_chained']);
    await settle();
    await m.merged(second.id, last.id);
    for (const record of [first, second])
      expect(await m.readBody(record.id)).toMatchObject({ state: 'merged', mergedInto: last.id });
  });

  it('takes along what names them: purchases, names, external ids, and what comes later', async () => {
    const [first, second] = [await m.makeNamed(), await m.makeNamed()];
    const last = await m.makeCoded();
    const purchases = [await m.recordPurchase(first), await m.recordPurchase(second)];
    const own = await m.recordPurchase(last);
    await attach(first.id, 'a');
    await attach(second.id, 'b');
    await m.merged(first.id, second.id);
    await settle();
    const merge = await m.merged(second.id, last.id);
    const later = [await m.recordPurchase(first), await m.recordPurchase(second)];
    for (const id of [...purchases, ...later, own]) expect(await m.readNamed(id)).toEqual(of(last.id));
    expect(await readFirstBidder(purchases[0] as string)).toMatchObject({
      organisation: last.id,
      recordedAs: first.id,
    });
    expect(await readFirstBidder(later[0] as string)).toMatchObject({ organisation: last.id, recordedAs: first.id });
    expect((await m.readBody(last.id)).externalIds).toEqual([
      { system: 'chains', id: 'a' },
      { system: 'chains', id: 'b' },
    ]);
    const put = await app.http
      .put('/api/v1/organisations/by-external-id/chains/a')
      .set(m.admin.auth)
      .send({ name: first.name });
    expect(put.body).toMatchObject({ id: last.id, name: last.name });
    const taken = await app.http.post('/api/v1/organisations').set(m.admin.auth).send({ name: first.name });
    expect((taken.body as Said).facts).toMatchObject({ existing: { id: last.id } });

    await m.undo(second.id, merge);
    expect(await m.readBody(second.id)).toMatchObject({ state: 'active', mergedInto: null });
    expect(await m.readBody(first.id)).toMatchObject({ state: 'merged', mergedInto: second.id });
    for (const id of [...purchases, ...later]) expect(await m.readNamed(id)).toEqual(of(second.id));
    expect(await m.readNamed(own)).toEqual(of(last.id));
    expect(await readFirstBidder(later[0] as string)).toMatchObject({ organisation: second.id, recordedAs: first.id });
    expect((await m.readBody(last.id)).externalIds).toEqual([]);
    expect((await m.readBody(second.id)).externalIds).toHaveLength(2);
    expect(await m.readNamed(await m.recordPurchase(first))).toEqual(of(second.id));
  });

  it('goes on so: of four records one is left', async () => {
    const records = [await m.makeNamed(), await m.makeNamed(), await m.makeNamed(), await m.makeCoded()];
    const purchase = await m.recordPurchase(records[0] as { name: string });
    let merge = '';
    for (const [i, record] of records.slice(0, -1).entries()) {
      merge = await m.merged(record.id, records[i + 1]?.id as string);
      await settle();
    }
    const [first, second, third, last] = records.map(({ id }) => id) as [string, string, string, string];
    for (const id of [first, second, third]) expect((await m.readBody(id)).mergedInto).toBe(last);
    expect(await m.readNamed(purchase)).toEqual(of(last));
    expect(told(await m.act(third, merge, 'undo', m.admin, { reason: '有误' }))).toEqual([422, 'merge_settled']);
  });

  it('goes nowhere before every purchase has followed, and then does', async () => {
    const [first, second] = [await m.makeNamed(), await m.makeNamed()];
    const last = await m.makeCoded();
    const purchase = await m.recordPurchase(first);
    const { id: merge } = (await m.propose(first.id, second.id).expect(201)).body as Merge;
    expect((await m.act(first.id, merge, 'confirm', m.other)).status).toBe(200);
    await settle();
    const early = await m.propose(second.id, last.id);
    expect([told(early), (early.body as Said).facts]).toEqual([[422, 'merge_chained'], undefined]);
    await m.follow(merge);
    await m.merged(second.id, last.id);
    expect(await m.readNamed(purchase)).toEqual(of(last.id));
  });

  it('waits for an undoing too that purchases still follow', async () => {
    const [record, into] = [await m.makeNamed(), await m.makeCoded()];
    const other = await m.makeCoded();
    const purchase = await m.recordPurchase(record);
    const merge = await m.merged(record.id, into.id);
    expect((await m.act(record.id, merge, 'undo', m.admin, { reason: '有误' })).status).toBe(200);
    expect(told(await m.propose(record.id, other.id))).toEqual([422, 'merge_chained']);
    await m.follow(merge);
    await m.merged(record.id, other.id);
    expect(await m.readNamed(purchase)).toEqual(of(other.id));
  });
});

describe('a record that was merged', () => {
  it('is not merged again, nor into: the refusal names the record in which the body goes on', async () => {
    const [first, second] = [await m.makeNamed(), await m.makeNamed()];
    const last = await m.makeCoded();
    const waiting = (await m.propose(second.id, first.id).expect(201)).body as Merge;
    await m.merged(first.id, last.id);
    for (const answer of [
      await m.propose(first.id, (await m.makeCoded()).id),
      await m.propose((await m.makeNamed()).id, first.id),
      await m.act(second.id, waiting.id, 'confirm', m.other),
    ])
      expect([told(answer), (answer.body as Said).facts]).toEqual([[422, 'merge_chained'], { record: last.id }]);
    await m.act(second.id, waiting.id, 'withdraw', m.admin, { reason: '应并入另一登记' });
    await m.merged(second.id, last.id);
  });
});

describe('several records of one body', () => {
  it('go into one at once, and each comes back by itself', async () => {
    const [first, second, third] = [await m.makeNamed(), await m.makeNamed(), await m.makeNamed()];
    const into = await m.makeCoded();
    const purchases = [await m.recordPurchase(first), await m.recordPurchase(second), await m.recordPurchase(third)];
    await attach(first.id, 'x');
    await attach(second.id, 'y');
    const merges = [await m.merged(first.id, into.id), await m.merged(second.id, into.id)];
    await m.merged(third.id, into.id);
    for (const id of purchases) expect(await m.readNamed(id)).toEqual(of(into.id));
    await m.undo(second.id, merges[1] as string);
    expect(await Promise.all(purchases.map((id) => m.readNamed(id)))).toEqual([
      of(into.id),
      of(second.id),
      of(into.id),
    ]);
    expect((await m.readBody(into.id)).externalIds).toEqual([{ system: 'chains', id: 'x' }]);
    expect(await m.readBody(first.id)).toMatchObject({ mergedInto: into.id });
  });

  it('are not one where one of them met another in a purchase, as which record it may stand there', async () => {
    const [first, second, lead] = [await m.makeNamed(), await m.makeNamed(), await m.makeNamed()];
    const into = await m.makeCoded();
    const { id } = (await m.officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    const bids = [
      given('bid', { bidder: { name: lead.name }, members: [{ name: lead.name }, { name: first.name }] }, { lot: 1 }),
      given('bid', { bidder: { name: second.name } }, { lot: 1 }),
      given('bid', { bidder: { name: fresh() } }, { lot: 1 }),
    ];
    const { facts } = (await m.officer.facts(id, bids).expect(200)).body as Purchase;
    expect(facts).toHaveLength(3);
    await m.merged(first.id, into.id);
    expect((await m.propose(second.id, into.id)).body).toMatchObject({
      ...{ code: 'merge_meets_itself', facts: { tenders: [id] } },
    });
  });
});
