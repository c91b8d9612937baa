import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mergeParts } from '../../src/people/organisations/merges/merge-parts.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { importRows, row } from '../support/imports.js';
import { at, fresh, makeCode, startMerging, told, type Merge, type Purchase, type Said } from '../support/merges.js';
import { workedOff } from '../support/owed-work.js';
import { given } from '../support/purchases.js';

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  m = await startMerging(app);
});
afterAll(() => app.close());

describe('two records of one body', () => {
  it('are said to be one by one administrator and confirmed by another, and what was recorded follows', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const rival = await m.makeNamed();
    const purchase = await m.recordPurchase(record, rival);
    const elsewhere = await m.recordPurchase(rival, into);
    expect((await m.propose(record.id, into.id, m.officer.account)).status).toBe(403);
    const made = await m.propose(record.id, into.id).expect(201);
    const merge = made.body as Merge;
    expect(made.headers.location).toBe(`${at(record.id)}/${merge.id}`);
    expect(actionNames(merge.allowedActions)).toEqual(['confirm', 'withdraw']);
    expect(told(await m.act(record.id, merge.id, 'confirm', m.admin))).toEqual([422, 'proposer_decides']);
    expect(await m.readBody(record.id)).toMatchObject({ state: 'active', mergedInto: null });
    const confirmed = await m.act(record.id, merge.id, 'confirm', m.other);
    expect(confirmed.body).toMatchObject({ state: 'in_force', undoUntil: '2026-04-01', followedAt: null });
    expect(await m.readBody(record.id)).toMatchObject({ state: 'merged', mergedInto: into.id });
    await m.follow(merge.id);
    expect((await m.readMerge(record.id, merge.id)).followedAt).not.toBeNull();
    expect(await m.readNamed(purchase)).toEqual({
      bidders: [into.id, rival.id].sort(),
      winners: [into.id],
      suppliers: [into.id],
    });
    const { facts } = await m.readPurchase(purchase);
    expect(facts[0]?.data.bidder).toEqual({ name: record.name, organisation: into.id, recordedAs: record.id });
    expect(await m.readNamed(elsewhere)).toMatchObject({ bidders: [into.id, rival.id].sort(), winners: [rival.id] });
    const { body } = await app.http.get(at(into.id)).set(m.admin.auth).expect(200);
    expect((body as { items: Merge[] }).items).toMatchObject([{ id: merge.id, organisation: record.id }]);
  });

  it('are two again when that is undone, with what was recorded meanwhile under either name', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const before = await m.recordPurchase(record);
    const own = await m.recordPurchase(into);
    const merge = await m.merged(record.id, into.id);
    const meanwhile = await m.recordPurchase(record);
    expect(await m.readNamed(meanwhile)).toEqual({ bidders: [into.id], winners: [into.id], suppliers: [into.id] });
    await m.undo(record.id, merge);
    expect(await m.readBody(record.id)).toMatchObject({ state: 'active', mergedInto: null });
    const itself = { bidders: [record.id], winners: [record.id], suppliers: [record.id] };
    expect(await m.readNamed(before)).toEqual(itself);
    expect(await m.readNamed(meanwhile)).toEqual(itself);
    expect(await m.readNamed(own)).toEqual({ bidders: [into.id], winners: [into.id], suppliers: [into.id] });
    const { facts } = await m.readPurchase(meanwhile);
    expect(facts[0]?.data.bidder).toEqual({ name: record.name, organisation: record.id });
    // It can be merged anew.
    await m.merged(record.id, into.id);
    expect(await m.readNamed(before)).toMatchObject({ winners: [into.id] });
  });

  it('facts told again are known, before the merge, during it and after', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const { id } = (await m.officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    const bids = [given('bid', { bidder: { name: record.name }, members: [{ name: record.name }] }, { lot: 1 })];
    const tell = async (facts: object[]) => ((await m.officer.facts(id, facts).expect(200)).body as Purchase).facts;
    const [first] = await tell(bids);
    const merge = await m.merged(record.id, into.id);
    const [again, ...more] = await tell(bids);
    expect([again, more]).toMatchObject([{ ...first, data: { members: [{ recordedAs: record.id }] } }, []]);
    // As it was read it may be sent again.
    expect(await tell([given('bid', again?.data, { lot: 1 })])).toHaveLength(1);
    await m.undo(record.id, merge);
    expect(await tell(bids)).toEqual([first]);
  });

  it('of a buyer: its purchases go over and come back, those of a file that came meanwhile too', async () => {
    const dataset = 'merging';
    const notice = (id: string, buyer: string) => row(id, { buyer, project_title: `项目${id}` });
    await importRows(app, dataset, [notice('b1', '采购人甲'), notice('b2', '采购人甲（本级）')]);
    const rows = await app.dataSource.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM organisation WHERE dataset = 'import:merging' ORDER BY length(name)`,
    );
    const [into, record] = rows.map(({ id }) => id) as [string, string];
    const buyersOf = async () =>
      (
        await app.dataSource.query<{ buyer_id: string }[]>(
          `SELECT buyer_id FROM tender WHERE dataset = 'import:merging' ORDER BY title`,
        )
      ).map((tender) => tender.buyer_id);
    const merge = await m.merged(record, into);
    await importRows(app, dataset, [notice('b2', '采购人甲（本级）'), notice('b3', '采购人甲（本级）')]);
    expect(await buyersOf()).toEqual([into, into, into]);
    await m.undo(record, merge);
    expect(await buyersOf()).toEqual([into, record, record]);
  });

  it('have what other systems call them, and what names them here, under one', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const put = (name: string) =>
      app.http.put('/api/v1/organisations/by-external-id/merging/7').set(m.admin.auth).send({ name });
    await app.http
      .post(`/api/v1/organisations/${record.id}/external-ids`)
      .set(m.admin.auth)
      .send({ system: 'merging', id: '7' })
      .expect(200);
    const community = await app.http
      .post('/api/v1/communities')
      .set(m.officer.account.auth)
      .send({ name: fresh(), region: '990203', committee: record.id })
      .expect(201);
    const committee = async () => {
      const { body } = await app.http
        .get(`/api/v1/communities/${(community.body as { id: string }).id}`)
        .set(m.officer.account.auth)
        .expect(200);
      return body as { committee: { id: string } | string | null; version: number };
    };
    const merge = await m.merged(record.id, into.id);
    expect((await m.readBody(into.id)).externalIds).toEqual([{ system: 'merging', id: '7' }]);
    for (const name of [into.name, record.name, fresh()])
      expect((await put(name)).body).toMatchObject({ id: into.id, name: into.name });
    expect(JSON.stringify((await committee()).committee)).toContain(into.id);
    expect((await committee()).version).toBe(2);
    await m.undo(record.id, merge);
    expect((await m.readBody(into.id)).externalIds).toEqual([]);
    expect((await put(record.name)).body).toMatchObject({ id: record.id });
    expect(JSON.stringify((await committee()).committee)).toContain(record.id);
  });
});

describe('a merge', () => {
  it('is refused of the same record, one of another dataset or none, and where one is open already', async () => {
    const record = await m.makeNamed();
    const into = await m.makeNamed();
    const foreign = await makeBody(app, { name: fresh(), dataset: 'fiction' });
    expect((await m.propose(record.id, record.id)).body).toMatchObject({
      errors: [{ pointer: '/into', code: 'itself' }],
    });
    expect(told(await m.propose(record.id, foreign))).toEqual([422, 'dataset_mismatch']);
    expect(told(await m.propose('018f0000-0000-7000-8000-000000000000', into.id))).toEqual([404, 'not_found']);
    const { body } = await m.propose(record.id, into.id).expect(201);
    const again = await m.propose(record.id, into.id);
    expect([told(again), (again.body as Said).errors?.[0]?.href]).toEqual([
      [409, 'conflict'],
      `${at(record.id)}/${(body as Merge).id}`,
    ]);
    const taken = await m.act(record.id, (body as Merge).id, 'withdraw', m.admin, { reason: '有误' });
    expect((taken.body as Merge).state).toBe('withdrawn');
    await m.propose(record.id, into.id).expect(201);
  });

  it('is refused of a record with a credit code, of one that is merged, and of one that others were merged into', async () => {
    const [first, second, third] = [await m.makeNamed(), await m.makeNamed(), await m.makeNamed()];
    const [coded, another] = [await m.makeCoded(), await m.makeCoded()];
    expect(told(await m.propose(coded.id, first.id))).toEqual([422, 'merge_two_codes']);
    // Proposed before it had one, it is not confirmed after.
    const late = (await m.propose(third.id, another.id).expect(201)).body as Merge;
    await app.dataSource.query(`UPDATE organisation SET credit_code = '52990203MJ9999999X' WHERE id = $1`, [third.id]);
    expect(told(await m.act(third.id, late.id, 'confirm', m.other))).toEqual([422, 'merge_two_codes']);
    await app.dataSource.query(`UPDATE organisation SET credit_code = NULL WHERE id = $1`, [third.id]);
    expect((await m.act(third.id, late.id, 'confirm', m.other)).status).toBe(200);
    const waiting = (await m.propose(second.id, coded.id).expect(201)).body as Merge;
    const merge = await m.merged(first.id, second.id);
    expect(told(await m.propose(first.id, coded.id))).toEqual([422, 'merge_chained']);
    expect(told(await m.propose((await m.makeNamed()).id, first.id))).toEqual([422, 'merge_chained']);
    expect(told(await m.act(second.id, waiting.id, 'confirm', m.other))).toEqual([422, 'merge_chained']);
    await m.undo(first.id, merge);
    expect((await m.act(second.id, waiting.id, 'confirm', m.other)).status).toBe(200);
  });

  it('is refused of a record that acts here, and says by what', async () => {
    const into = await m.makeCoded();
    const record = await m.makeNamed();
    const merge = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    await makeUser(app, 'agency_worker', record.id);
    const refused = await m.act(record.id, merge.id, 'confirm', m.other);
    expect([told(refused), (refused.body as Said).facts]).toEqual([[422, 'merge_acts_here'], { uses: ['seats'] }]);
    const known = await m.makeNamed();
    await app.dataSource.query(
      `INSERT INTO organisation_holding (organisation_id, held_by, relation) VALUES ($1, $2, 'holding')`,
      [into.id, known.id],
    );
    expect((await m.propose(known.id, into.id)).body).toMatchObject({
      code: 'merge_acts_here',
      facts: { uses: ['relations'] },
    });
  });

  it('is refused of two that bid for one lot, won it, or bought from each other', async () => {
    const [one, two, three] = [await m.makeNamed(), await m.makeNamed(), await m.makeNamed()];
    const purchase = await m.recordPurchase(one, two);
    expect((await m.propose(one.id, two.id)).body).toMatchObject({
      code: 'merge_meets_itself',
      facts: { tenders: [purchase] },
    });
    const sold = await m.recordPurchase(three);
    expect((await m.propose(three.id, m.officer.body)).body).toMatchObject({
      code: 'merge_meets_itself',
      facts: { tenders: [sold] },
    });
    // Whoever buys together with the buyer sells to itself as the buyer would.
    const [seller, beside] = [await m.makeNamed(), await m.makeCoded()];
    const together = await m.recordPurchase(seller);
    const name = (bodies: string[]) =>
      app.dataSource.query(`UPDATE tender SET terms = $2 WHERE id = $1`, [together, { jointBuyers: bodies }]);
    await name([beside.id]);
    expect((await m.propose(seller.id, beside.id)).body).toMatchObject({
      code: 'merge_meets_itself',
      facts: { tenders: [together] },
    });
    await name([]);
    expect((await m.propose(seller.id, beside.id)).status).toBe(201);
    // Named as winner under the one and as bidder under the other it is what merges are for.
    const [bidder, winner] = [await m.makeNamed(), await m.makeCoded()];
    const { id } = (await m.officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    await m.officer
      .facts(id, [
        given('bid', { bidder: { name: bidder.name } }, { lot: 1 }),
        given('bid', { bidder: { name: two.name } }, { lot: 1 }),
      ])
      .expect(200);
    await app.dataSource.query(`UPDATE organisation SET region = region WHERE id = $1`, [winner.id]);
    const merge = (await m.propose(bidder.id, winner.id).expect(201)).body as Merge;
    const bid = (name: string, rest = {}) => given('bid', { bidder: { name } }, { lot: 1, ...rest });
    const stated = (await m.officer.facts(id, [bid(winner.name)]).expect(200)).body as { facts: { id: string }[] };
    expect(told(await m.act(bidder.id, merge.id, 'confirm', m.other))).toEqual([422, 'merge_meets_itself']);
    const wrong = stated.facts.at(-1)?.id;
    await m.officer.facts(id, [bid(fresh(), { replaces: wrong, reason: '名称有误' })]).expect(200);
    expect((await m.act(bidder.id, merge.id, 'confirm', m.other)).status).toBe(200);
  });

  it('is undone on the thirtieth day after it, and not on the next', async () => {
    const [record, late] = [await m.makeNamed(), await m.makeNamed()];
    const into = await m.makeCoded();
    const merge = await m.merged(record.id, into.id);
    const settled = await m.merged(late.id, into.id);
    expect((await m.act(record.id, merge, 'undo', m.admin)).status).toBe(400);
    await setBusinessTime(app, '2026-04-01T23:58:00+08:00');
    await m.undo(record.id, merge);
    await setBusinessTime(app, '2026-04-02T00:00:30+08:00');
    const refused = await m.act(late.id, settled, 'undo', m.admin, { reason: '并非同一机构' });
    expect([told(refused), (refused.body as Said).facts]).toEqual([
      [422, 'merge_settled'],
      { undoUntil: '2026-04-01' },
    ]);
    await setBusinessTime(app, '2026-04-02T09:00:00+08:00');
  });
});

describe('a merged record', () => {
  it('is changed, barred, given a seat or named by nobody, and the answer says which record it is now', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    await m.merged(record.id, into.id);
    const path = `/api/v1/organisations/${record.id}`;
    const { headers } = await app.http.get(path).set(m.admin.auth);
    const version = { 'If-Match': headers.etag ?? '' };
    const bar = { number: '财监〔2026〕1号', authority: '示例市财政局', decided: 'court', from: '2026-01-01' };
    const answers = await Promise.all([
      app.http
        .patch(path)
        .set({ ...m.admin.auth, ...version })
        .send({ region: '990203' }),
      app.http
        .put(`${path}/relations`)
        .set({ ...m.admin.auth, ...version })
        .send({ persons: [], holdings: [], complete: false }),
      app.http.post(`${path}/external-ids`).set(m.admin.auth).send({ system: 's', id: '1' }),
      app.http
        .post(`${path}/bars`)
        .set(m.admin.auth)
        .send({ ...bar, until: '2026-12-31' }),
      app.http
        .post('/api/v1/communities')
        .set(m.officer.account.auth)
        .send({ name: fresh(), region: '990203', committee: record.id }),
      app.http
        .post('/api/v1/users')
        .set(m.admin.auth)
        .send({
          ...{ name: '虚构', login: 'merged-seat' },
          seats: [{ organisation: record.id, role: 'agency_worker' }],
        }),
      app.http
        .put(`/api/v1/organisations/${into.id}/relations`)
        .set({
          ...m.admin.auth,
          'If-Match': (await app.http.get(`/api/v1/organisations/${into.id}`).set(m.admin.auth)).headers.etag ?? '',
        })
        .send({ persons: [], holdings: [{ organisation: record.id, relation: 'holding' }], complete: false }),
    ]);
    for (const answer of answers)
      expect([answer.status, (answer.body as Said).code, (answer.body as Said).errors?.[0]?.href]).toEqual([
        ...[409, 'body_merged', `/api/v1/organisations/${into.id}`],
      ]);
  });

  it('with a code that a source gives its name is a third body', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    await m.merged(record.id, into.id);
    const { id } = (await m.officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    const bidder = { name: record.name, creditCode: makeCode() };
    const answer = await m.officer.facts(id, [given('bid', { bidder }, { lot: 1 })]);
    const named = (answer.body as Purchase).facts[0]?.data.bidder?.organisation;
    expect([answer.status, named === record.id, named === into.id]).toEqual([200, false, false]);
  });
});

describe('every column that names a body', () => {
  it('was looked at by its room: what it says goes over, follows, or keeps a record from being merged', async () => {
    const rows = await app.dataSource.query<{ field: string }[]>(
      `SELECT c.conrelid::regclass || '.' || a.attname AS field FROM pg_constraint c
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
       WHERE c.contype = 'f' AND c.confrelid = 'organisation'::regclass ORDER BY 1`,
    );
    const beyond = ['contract_halt.served_by', 'import_name.organisation_id'];
    expect([...mergeParts.fields].sort()).toEqual([...rows.map(({ field }) => field), ...beyond].sort());
  });
});

describe('at once', () => {
  it('two confirm one merge, two workers follow it: it is done once', async () => {
    const third = await makeUser(app, 'admin');
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const purchase = await m.recordPurchase(record);
    const merge = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    const address = `/api/v1/organisations/${record.id}/merges/${merge.id}`;
    const { headers } = await app.http.get(address).set(m.other.auth).expect(200);
    const answers = await Promise.all(
      [m.other, third].map(({ auth }) =>
        app.http
          .post(`${address}/actions/confirm`)
          .set({ ...auth, 'If-Match': headers.etag ?? '' })
          .send({}),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    await Promise.all([m.follow(merge.id), m.follow(merge.id)]);
    expect(await m.readNamed(purchase)).toMatchObject({ winners: [into.id], suppliers: [into.id] });
    await Promise.all([m.follow(merge.id), m.undo(record.id, merge.id)]);
    expect(await m.readNamed(purchase)).toMatchObject({ winners: [record.id], suppliers: [record.id] });
  });

  it('purchases are recorded while a merge is confirmed and undone: none names the wrong record afterwards', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const merge = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    const race = async (step: () => Promise<unknown>) =>
      (await Promise.all([...Array.from({ length: 4 }, () => m.recordPurchase(record)), step().then(() => '')])).filter(
        Boolean,
      );
    const first = await race(() => m.act(record.id, merge.id, 'confirm', m.other));
    await m.follow(merge.id);
    for (const id of first)
      expect(await m.readNamed(id)).toMatchObject({ bidders: [into.id], winners: [into.id], suppliers: [into.id] });
    const second = await race(() => m.act(record.id, merge.id, 'undo', m.admin, { reason: '有误' }));
    await m.follow(merge.id);
    for (const id of [...first, ...second])
      expect(await m.readNamed(id)).toMatchObject({
        bidders: [record.id],
        winners: [record.id],
        suppliers: [record.id],
      });
  });
});

describe('a worker', () => {
  it('lets purchases follow a merge and its undoing by itself, and what was broken off is done to its end', async () => {
    const app = await startTestApp({ worker: true });
    try {
      const m = await startMerging(app);
      const record = await m.makeNamed();
      const into = await m.makeCoded();
      const purchases = [await m.recordPurchase(record), await m.recordPurchase(record)];
      const merge = (await m.propose(record.id, into.id).expect(201)).body as Merge;
      expect((await m.act(record.id, merge.id, 'confirm', m.other)).status).toBe(200);
      await workedOff(app);
      for (const id of purchases) expect(await m.readNamed(id)).toMatchObject({ winners: [into.id] });
      expect((await m.act(record.id, merge.id, 'undo', m.admin, { reason: '有误' })).status).toBe(200);
      await workedOff(app);
      for (const id of purchases) expect(await m.readNamed(id)).toMatchObject({ winners: [record.id] });
      expect((await m.readMerge(record.id, merge.id)).followedAt).not.toBeNull();
      // What was broken off is done to its end.
      await app.dataSource.query(
        `WITH back AS (UPDATE organisation_merge_reference SET moved = true WHERE merge_id = $1)
         UPDATE organisation_merge SET followed_at = NULL WHERE id = $1`,
        [merge.id],
      );
      await m.follow(merge.id);
      expect((await m.readMerge(record.id, merge.id)).followedAt).not.toBeNull();
      for (const id of purchases) expect(await m.readNamed(id)).toMatchObject({ winners: [record.id] });
    } finally {
      await app.close();
    }
  });
});
