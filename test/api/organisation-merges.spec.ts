import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MergeFollower } from '../../src/purchase/contracts/merged-bodies/merge-follower.js';
import { mergeParts } from '../../src/people/organisations/merges/merge-parts.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { checkCharacter } from '../../src/kernel/identity/credit-code.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime, startBusinessAt } from '../support/drafts.js';
import { importRows, row } from '../support/imports.js';
import { workedOff } from '../support/owed-work.js';
import { given, Recorder } from '../support/purchases.js';

interface Merge {
  id: string;
  version: number;
  state: string;
  into: string;
  undoUntil: string | null;
  followedAt: string | null;
  allowedActions: AllowedAction[];
}
interface Said {
  code?: string;
  facts?: Record<string, unknown>;
  errors?: { pointer: string; href?: string }[];
}
interface Party {
  name?: string;
  organisation?: string;
  recordedAs?: string;
}
interface Purchase {
  buyer: { id: string } | null;
  lots: { bids?: { bidder: { id: string } | null }[]; awards?: { supplier: { id: string } | null }[] }[];
  facts: { kind: string; data: { bidder?: Party; supplier?: Party; members?: Party[] } }[];
  contracts: { id: string }[];
}

let app: TestApp;
let officer: Recorder;
let admin: TestAccount;
let other: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  officer = await Recorder.of(app);
  admin = await makeUser(app, 'admin');
  other = await makeUser(app, 'admin');
});
afterAll(() => app.close());

let count = 0;
const fresh = (): string => `【虚构】机构${++count}`;
/** A body that is known by its name alone, as a source makes it. */
const makeNamed = async (name = fresh()): Promise<{ id: string; name: string }> => {
  const { body } = await app.http.post('/api/v1/organisations').set(admin.auth).send({ name }).expect(201);
  return { id: body.id as string, name };
};
const makeCode = (): string => {
  const body = `52990203MJ${String(++count).padStart(7, '0')}`;
  return `${body}${checkCharacter(body) ?? ''}`;
};
/** The same with a credit code. */
const makeCoded = async (): Promise<{ id: string; name: string }> => {
  const name = fresh();
  return { id: await makeBody(app, { name, kind: 'agency', creditCode: makeCode() }), name };
};

const at = (record: string): string => `/api/v1/organisations/${record}/merges`;
const propose = (record: string, into: string, by = admin) =>
  app.http.post(at(record)).set(by.auth).send({ into, ground: '同一住所、同一负责人' });
const act = async (record: string, merge: string, action: string, by: TestAccount, body: object = {}) => {
  const { headers } = await app.http
    .get(`${at(record)}/${merge}`)
    .set(admin.auth)
    .expect(200);
  return app.http
    .post(`${at(record)}/${merge}/actions/${action}`)
    .set({ ...by.auth, 'If-Match': headers.etag ?? '' })
    .send(body);
};
const follow = (merge: string) => app.running.app.get(MergeFollower).follow(merge);
const readMerge = async (record: string, merge: string): Promise<Merge> =>
  (
    await app.http
      .get(`${at(record)}/${merge}`)
      .set(admin.auth)
      .expect(200)
  ).body as Merge;
/** A merge in force that everything has followed. */
const merged = async (record: string, into: string): Promise<string> => {
  const { body } = await propose(record, into).expect(201);
  const { id } = body as Merge;
  expect((await act(record, id, 'confirm', other)).status).toBe(200);
  await follow(id);
  return id;
};
const undo = async (record: string, merge: string): Promise<void> => {
  expect((await act(record, merge, 'undo', admin, { reason: '并非同一机构' })).status).toBe(200);
  await follow(merge);
};
const readBody = async (id: string) =>
  (await app.http.get(`/api/v1/organisations/${id}`).set(admin.auth).expect(200)).body as {
    state: string;
    mergedInto: string | null;
    externalIds: { system: string; id: string }[];
  };
const readPurchase = async (id: string): Promise<Purchase> => (await officer.get(`/tenders/${id}`).expect(200)).body;
/** Which bodies a purchase names: bidders, suppliers of awards, of contracts. */
const readNamed = async (id: string) => {
  const { lots, contracts } = await readPurchase(id);
  const rows = await Promise.all(contracts.map((c) => officer.get(`/contracts/${c.id}`).expect(200)));
  return {
    bidders: lots.flatMap((lot) => (lot.bids ?? []).map(({ bidder }) => bidder?.id)).sort(),
    winners: lots.flatMap((lot) => (lot.awards ?? []).map(({ supplier }) => supplier?.id)),
    suppliers: rows.map(({ body }) => (body as { supplier: { id: string } | null }).supplier?.id),
  };
};
/** A recorded purchase in which these bid; the first wins and signs. */
const recordPurchase = async (...bidders: { name: string }[]): Promise<string> => {
  const { id } = (await officer.tender({ lots: [{ no: 1 }], region: '990203' })) as { id: string };
  const [winner] = bidders;
  const facts = [
    ...bidders.map(({ name }, i) => given('bid', { bidder: { name }, price: `${100 + i}000.00` }, { lot: 1 })),
    given('award', { supplier: { name: winner?.name }, amount: '100000.00' }, { lot: 1 }),
    given('contract', { supplier: { name: winner?.name }, amount: '100000.00' }, { lot: 1 }),
  ];
  await officer.facts(id, facts).expect(200);
  return id;
};
const told = ({ status, body }: { status: number; body: unknown }) => [status, (body as Said).code];

describe('two records of one body', () => {
  it('are said to be one by one administrator and confirmed by another, and what was recorded follows', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    const rival = await makeNamed();
    const purchase = await recordPurchase(record, rival);
    const elsewhere = await recordPurchase(rival, into);
    expect((await propose(record.id, into.id, officer.account)).status).toBe(403);
    const made = await propose(record.id, into.id).expect(201);
    const merge = made.body as Merge;
    expect(made.headers.location).toBe(`${at(record.id)}/${merge.id}`);
    expect(actionNames(merge.allowedActions)).toEqual(['confirm', 'withdraw']);
    expect(told(await act(record.id, merge.id, 'confirm', admin))).toEqual([422, 'proposer_decides']);
    expect(await readBody(record.id)).toMatchObject({ state: 'active', mergedInto: null });
    const confirmed = await act(record.id, merge.id, 'confirm', other);
    expect(confirmed.body).toMatchObject({ state: 'in_force', undoUntil: '2026-04-01', followedAt: null });
    expect(await readBody(record.id)).toMatchObject({ state: 'merged', mergedInto: into.id });
    await follow(merge.id);
    expect((await readMerge(record.id, merge.id)).followedAt).not.toBeNull();
    expect(await readNamed(purchase)).toEqual({
      bidders: [into.id, rival.id].sort(),
      winners: [into.id],
      suppliers: [into.id],
    });
    const { facts } = await readPurchase(purchase);
    expect(facts[0]?.data.bidder).toEqual({ name: record.name, organisation: into.id, recordedAs: record.id });
    expect(await readNamed(elsewhere)).toMatchObject({ bidders: [into.id, rival.id].sort(), winners: [rival.id] });
    const { body } = await app.http.get(at(into.id)).set(admin.auth).expect(200);
    expect((body as { items: Merge[] }).items).toMatchObject([{ id: merge.id, organisation: record.id }]);
  });

  it('are two again when that is undone, with what was recorded meanwhile under either name', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    const before = await recordPurchase(record);
    const own = await recordPurchase(into);
    const merge = await merged(record.id, into.id);
    const meanwhile = await recordPurchase(record);
    expect(await readNamed(meanwhile)).toEqual({ bidders: [into.id], winners: [into.id], suppliers: [into.id] });
    await undo(record.id, merge);
    expect(await readBody(record.id)).toMatchObject({ state: 'active', mergedInto: null });
    const itself = { bidders: [record.id], winners: [record.id], suppliers: [record.id] };
    expect(await readNamed(before)).toEqual(itself);
    expect(await readNamed(meanwhile)).toEqual(itself);
    expect(await readNamed(own)).toEqual({ bidders: [into.id], winners: [into.id], suppliers: [into.id] });
    const { facts } = await readPurchase(meanwhile);
    expect(facts[0]?.data.bidder).toEqual({ name: record.name, organisation: record.id });
    // It can be merged anew.
    await merged(record.id, into.id);
    expect(await readNamed(before)).toMatchObject({ winners: [into.id] });
  });

  it('facts told again are known, before the merge, during it and after', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    const { id } = (await officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    const bids = [given('bid', { bidder: { name: record.name }, members: [{ name: record.name }] }, { lot: 1 })];
    const tell = async (facts: object[]) => ((await officer.facts(id, facts).expect(200)).body as Purchase).facts;
    const [first] = await tell(bids);
    const merge = await merged(record.id, into.id);
    const [again, ...more] = await tell(bids);
    expect([again, more]).toMatchObject([{ ...first, data: { members: [{ recordedAs: record.id }] } }, []]);
    // As it was read it may be sent again.
    expect(await tell([given('bid', again?.data, { lot: 1 })])).toHaveLength(1);
    await undo(record.id, merge);
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
    const merge = await merged(record, into);
    await importRows(app, dataset, [notice('b2', '采购人甲（本级）'), notice('b3', '采购人甲（本级）')]);
    expect(await buyersOf()).toEqual([into, into, into]);
    await undo(record, merge);
    expect(await buyersOf()).toEqual([into, record, record]);
  });

  it('have what other systems call them, and what names them here, under one', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    const put = (name: string) =>
      app.http.put('/api/v1/organisations/by-external-id/merging/7').set(admin.auth).send({ name });
    await app.http
      .post(`/api/v1/organisations/${record.id}/external-ids`)
      .set(admin.auth)
      .send({ system: 'merging', id: '7' })
      .expect(200);
    const community = await app.http
      .post('/api/v1/communities')
      .set(officer.account.auth)
      .send({ name: fresh(), region: '990203', committee: record.id })
      .expect(201);
    const committee = async () => {
      const { body } = await app.http
        .get(`/api/v1/communities/${(community.body as { id: string }).id}`)
        .set(officer.account.auth)
        .expect(200);
      return body as { committee: { id: string } | string | null; version: number };
    };
    const merge = await merged(record.id, into.id);
    expect((await readBody(into.id)).externalIds).toEqual([{ system: 'merging', id: '7' }]);
    for (const name of [into.name, record.name])
      expect((await put(name)).body).toMatchObject({ id: into.id, name: into.name });
    expect(JSON.stringify((await committee()).committee)).toContain(into.id);
    expect((await committee()).version).toBe(2);
    await undo(record.id, merge);
    expect((await readBody(into.id)).externalIds).toEqual([]);
    expect((await put(record.name)).body).toMatchObject({ id: record.id });
    expect(JSON.stringify((await committee()).committee)).toContain(record.id);
  });
});

describe('a merge', () => {
  it('is refused of the same record, one of another dataset or none, and where one is open already', async () => {
    const record = await makeNamed();
    const into = await makeNamed();
    const foreign = await makeBody(app, { name: fresh(), dataset: 'fiction' });
    expect((await propose(record.id, record.id)).body).toMatchObject({
      errors: [{ pointer: '/into', code: 'itself' }],
    });
    expect(told(await propose(record.id, foreign))).toEqual([422, 'dataset_mismatch']);
    expect(told(await propose('018f0000-0000-7000-8000-000000000000', into.id))).toEqual([404, 'not_found']);
    const { body } = await propose(record.id, into.id).expect(201);
    const again = await propose(record.id, into.id);
    expect([told(again), (again.body as Said).errors?.[0]?.href]).toEqual([
      [409, 'conflict'],
      `${at(record.id)}/${(body as Merge).id}`,
    ]);
    const taken = await act(record.id, (body as Merge).id, 'withdraw', admin, { reason: '有误' });
    expect((taken.body as Merge).state).toBe('withdrawn');
    await propose(record.id, into.id).expect(201);
  });

  it('is refused of a record with a credit code, of one that is merged, and of one that others were merged into', async () => {
    const [first, second, third] = [await makeNamed(), await makeNamed(), await makeNamed()];
    const coded = await makeCoded();
    expect(told(await propose(coded.id, first.id))).toEqual([422, 'merge_two_codes']);
    // Proposed before it had one, it is not confirmed after.
    const late = (await propose(third.id, second.id).expect(201)).body as Merge;
    await app.dataSource.query(`UPDATE organisation SET credit_code = '52990203MJ9999999X' WHERE id = $1`, [third.id]);
    expect(told(await act(third.id, late.id, 'confirm', other))).toEqual([422, 'merge_two_codes']);
    await app.dataSource.query(`UPDATE organisation SET credit_code = NULL WHERE id = $1`, [third.id]);
    const waiting = (await propose(second.id, coded.id).expect(201)).body as Merge;
    await merged(first.id, second.id);
    expect(told(await propose(first.id, coded.id))).toEqual([422, 'merge_chained']);
    expect(told(await propose((await makeNamed()).id, first.id))).toEqual([422, 'merge_chained']);
    expect(told(await act(second.id, waiting.id, 'confirm', other))).toEqual([422, 'merge_chained']);
  });

  it('is refused of a record that acts here, and says by what', async () => {
    const into = await makeCoded();
    const record = await makeNamed();
    const merge = (await propose(record.id, into.id).expect(201)).body as Merge;
    await makeUser(app, 'agency_worker', record.id);
    const refused = await act(record.id, merge.id, 'confirm', other);
    expect([told(refused), (refused.body as Said).facts]).toEqual([[422, 'merge_acts_here'], { uses: ['seats'] }]);
    const known = await makeNamed();
    await app.dataSource.query(
      `INSERT INTO organisation_holding (organisation_id, held_by, relation) VALUES ($1, $2, 'holding')`,
      [into.id, known.id],
    );
    expect((await propose(known.id, into.id)).body).toMatchObject({
      code: 'merge_acts_here',
      facts: { uses: ['relations'] },
    });
  });

  it('is refused of two that bid for one lot, won it, or bought from each other', async () => {
    const [one, two, three] = [await makeNamed(), await makeNamed(), await makeNamed()];
    const purchase = await recordPurchase(one, two);
    expect((await propose(one.id, two.id)).body).toMatchObject({
      code: 'merge_meets_itself',
      facts: { tenders: [purchase] },
    });
    const sold = await recordPurchase(three);
    expect((await propose(three.id, officer.body)).body).toMatchObject({
      code: 'merge_meets_itself',
      facts: { tenders: [sold] },
    });
    // Named as winner under the one and as bidder under the other it is what merges are for.
    const [bidder, winner] = [await makeNamed(), await makeCoded()];
    const { id } = (await officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    await officer
      .facts(id, [
        given('bid', { bidder: { name: bidder.name } }, { lot: 1 }),
        given('bid', { bidder: { name: two.name } }, { lot: 1 }),
      ])
      .expect(200);
    await app.dataSource.query(`UPDATE organisation SET region = region WHERE id = $1`, [winner.id]);
    const merge = (await propose(bidder.id, winner.id).expect(201)).body as Merge;
    await officer.facts(id, [given('bid', { bidder: { name: winner.name } }, { lot: 1 })]).expect(200);
    expect(told(await act(bidder.id, merge.id, 'confirm', other))).toEqual([422, 'merge_meets_itself']);
  });

  it('is undone on the thirtieth day after it, and not on the next', async () => {
    const [record, late] = [await makeNamed(), await makeNamed()];
    const into = await makeCoded();
    const merge = await merged(record.id, into.id);
    const settled = await merged(late.id, into.id);
    expect((await act(record.id, merge, 'undo', admin)).status).toBe(400);
    await setBusinessTime(app, '2026-04-01T23:58:00+08:00');
    await undo(record.id, merge);
    await setBusinessTime(app, '2026-04-02T00:00:30+08:00');
    const refused = await act(late.id, settled, 'undo', admin, { reason: '并非同一机构' });
    expect([told(refused), (refused.body as Said).facts]).toEqual([
      [422, 'merge_settled'],
      { undoUntil: '2026-04-01' },
    ]);
    await setBusinessTime(app, '2026-04-02T09:00:00+08:00');
  });
});

describe('a merged record', () => {
  it('is changed, barred, given a seat or named by nobody, and the answer says which record it is now', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    await merged(record.id, into.id);
    const path = `/api/v1/organisations/${record.id}`;
    const { headers } = await app.http.get(path).set(admin.auth);
    const version = { 'If-Match': headers.etag ?? '' };
    const bar = { number: '财监〔2026〕1号', authority: '示例市财政局', decided: 'court', from: '2026-01-01' };
    const answers = await Promise.all([
      app.http
        .patch(path)
        .set({ ...admin.auth, ...version })
        .send({ region: '990203' }),
      app.http
        .put(`${path}/relations`)
        .set({ ...admin.auth, ...version })
        .send({ persons: [], holdings: [], complete: false }),
      app.http.post(`${path}/external-ids`).set(admin.auth).send({ system: 's', id: '1' }),
      app.http
        .post(`${path}/bars`)
        .set(admin.auth)
        .send({ ...bar, until: '2026-12-31' }),
      app.http
        .post('/api/v1/communities')
        .set(officer.account.auth)
        .send({ name: fresh(), region: '990203', committee: record.id }),
      app.http
        .post('/api/v1/users')
        .set(admin.auth)
        .send({
          ...{ name: '虚构', login: 'merged-seat' },
          seats: [{ organisation: record.id, role: 'agency_worker' }],
        }),
      app.http
        .put(`/api/v1/organisations/${into.id}/relations`)
        .set({
          ...admin.auth,
          'If-Match': (await app.http.get(`/api/v1/organisations/${into.id}`).set(admin.auth)).headers.etag ?? '',
        })
        .send({ persons: [], holdings: [{ organisation: record.id, relation: 'holding' }], complete: false }),
    ]);
    for (const answer of answers)
      expect([answer.status, (answer.body as Said).code, (answer.body as Said).errors?.[0]?.href]).toEqual([
        ...[409, 'body_merged', `/api/v1/organisations/${into.id}`],
      ]);
  });

  it('with a code that a source gives its name is a third body', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    await merged(record.id, into.id);
    const { id } = (await officer.tender({ lots: [{ no: 1 }] })) as { id: string };
    const bidder = { name: record.name, creditCode: makeCode() };
    const answer = await officer.facts(id, [given('bid', { bidder }, { lot: 1 })]);
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
    expect([...mergeParts.fields].sort()).toEqual(rows.map(({ field }) => field).sort());
  });
});

describe('at once', () => {
  it('two confirm one merge, two workers follow it: it is done once', async () => {
    const third = await makeUser(app, 'admin');
    const record = await makeNamed();
    const into = await makeCoded();
    const purchase = await recordPurchase(record);
    const merge = (await propose(record.id, into.id).expect(201)).body as Merge;
    const answers = await Promise.all([
      act(record.id, merge.id, 'confirm', other),
      act(record.id, merge.id, 'confirm', third),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    await Promise.all([follow(merge.id), follow(merge.id)]);
    expect(await readNamed(purchase)).toMatchObject({ winners: [into.id], suppliers: [into.id] });
    await Promise.all([follow(merge.id), undo(record.id, merge.id)]);
    expect(await readNamed(purchase)).toMatchObject({ winners: [record.id], suppliers: [record.id] });
  });

  it('purchases are recorded while a merge is confirmed and undone: none names the wrong record afterwards', async () => {
    const record = await makeNamed();
    const into = await makeCoded();
    const merge = (await propose(record.id, into.id).expect(201)).body as Merge;
    const race = async (step: () => Promise<unknown>) =>
      (await Promise.all([...Array.from({ length: 4 }, () => recordPurchase(record)), step().then(() => '')])).filter(
        Boolean,
      );
    const first = await race(() => act(record.id, merge.id, 'confirm', other));
    await follow(merge.id);
    for (const id of first)
      expect(await readNamed(id)).toMatchObject({ bidders: [into.id], winners: [into.id], suppliers: [into.id] });
    const second = await race(() => act(record.id, merge.id, 'undo', admin, { reason: '有误' }));
    await follow(merge.id);
    for (const id of [...first, ...second])
      expect(await readNamed(id)).toMatchObject({ bidders: [record.id], winners: [record.id], suppliers: [record.id] });
  });
});

describe('a worker', () => {
  it('lets purchases follow a merge and its undoing by itself, and what was broken off is done to its end', async () => {
    const before = app;
    app = await startTestApp({ worker: true });
    try {
      officer = await Recorder.of(app);
      [admin, other] = [await makeUser(app, 'admin'), await makeUser(app, 'admin')];
      const record = await makeNamed();
      const into = await makeCoded();
      const purchases = [await recordPurchase(record), await recordPurchase(record)];
      const merge = (await propose(record.id, into.id).expect(201)).body as Merge;
      expect((await act(record.id, merge.id, 'confirm', other)).status).toBe(200);
      await workedOff(app);
      for (const id of purchases) expect(await readNamed(id)).toMatchObject({ winners: [into.id] });
      expect((await act(record.id, merge.id, 'undo', admin, { reason: '有误' })).status).toBe(200);
      await workedOff(app);
      for (const id of purchases) expect(await readNamed(id)).toMatchObject({ winners: [record.id] });
      expect((await readMerge(record.id, merge.id)).followedAt).not.toBeNull();
      // What was broken off is done to its end.
      await app.dataSource.query(
        `WITH back AS (UPDATE organisation_merge_reference SET moved = true WHERE merge_id = $1)
         UPDATE organisation_merge SET followed_at = NULL WHERE id = $1`,
        [merge.id],
      );
      await follow(merge.id);
      expect((await readMerge(record.id, merge.id)).followedAt).not.toBeNull();
      for (const id of purchases) expect(await readNamed(id)).toMatchObject({ winners: [record.id] });
    } finally {
      await app.close();
      app = before;
    }
  });
});
