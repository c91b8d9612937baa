import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties } from '../support/contracts.js';
import { startBusinessAt } from '../support/drafts.js';
import { importRows, row } from '../support/imports.js';
import { fresh, startMerging, told, type Merge, type Purchase, type Said } from '../support/merges.js';
import { given, stated } from '../support/purchases.js';

let app: TestApp;
let m: Awaited<ReturnType<typeof startMerging>>;
beforeAll(async () => {
  app = await startTestApp();
  await startBusinessAt(app, '2026-03-02T09:00:00+08:00');
  m = await startMerging(app);
});
afterAll(() => app.close());

const makeTender = async (lot: object = {}): Promise<string> =>
  ((await m.officer.tender({ lots: [{ no: 1, ...lot }] })) as { id: string }).id;
const tell = async (tender: string, facts: object[]): Promise<Purchase> =>
  (await m.officer.facts(tender, facts).expect(200)).body as Purchase;

describe('what follows a merge', () => {
  it('is a framework lot that both came to supply, and its undoing', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const tender = await makeTender({ suppliersMost: 3 });
    const award = ({ name }: { name: string }) =>
      given('award', { supplier: { name }, amount: '100000.00' }, { lot: 1 });
    await tell(tender, [award(record)]);
    const merge = await m.merged(record.id, into.id);
    await tell(tender, [award(into)]);
    expect((await m.readNamed(tender)).winners).toEqual([into.id]);
    await m.undo(record.id, merge);
    expect((await m.readNamed(tender)).winners.sort()).toEqual([record.id, into.id].sort());
    expect((await m.readMerge(record.id, merge)).followedAt).not.toBeNull();
  });

  it('is a contract of which only its own facts name the supplier', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const contract = await m.officer.contract({ amount: '100000.00' });
    const signed = { kind: 'signed', data: { supplier: { name: record.name } }, ...stated };
    await m.officer.contractFacts(contract, [signed]).expect(200);
    const supplier = async () => {
      const { body } = await m.officer.get(`/contracts/${contract}`).expect(200);
      return (body as { supplier: { id: string } | null }).supplier?.id;
    };
    expect(await supplier()).toBe(record.id);
    const merge = await m.merged(record.id, into.id);
    expect(await supplier()).toBe(into.id);
    await m.undo(record.id, merge);
    expect(await supplier()).toBe(record.id);
  });

  it('is a purchase whose buyer a later row names by the merged name', async () => {
    const notice = (buyer: string | null) => row('n1', { buyer, project_title: '项目' });
    await importRows(app, 'named-late', [
      row('n0', { buyer: '采购人乙' }),
      row('n2', { buyer: '采购人乙（本级）' }),
      notice(null),
    ]);
    const rows = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM organisation WHERE dataset = 'import:named-late' ORDER BY length(name)`,
    );
    const [into = '', record = ''] = rows.map(({ id }) => id);
    const merge = await m.merged(record, into);
    await importRows(app, 'named-late', [notice('采购人乙（本级）')]);
    const buyer = async () => {
      const [tender] = await app.dataSource.query<{ buyer_id: string }[]>(
        `SELECT t.buyer_id FROM tender t JOIN notice n ON n.tender_id = t.id WHERE n.dataset = 'import:named-late' AND n.reference = 'n1'`,
      );
      return tender?.buyer_id;
    };
    expect(await buyer()).toBe(into);
    await m.undo(record, merge);
    expect(await buyer()).toBe(record);
  });

  it('is one whose facts were read before the confirmation and told after it', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const rival = await m.makeNamed();
    const tender = await makeTender();
    await tell(tender, [given('bid', { bidder: { name: record.name } }, { lot: 1 })]);
    const { id: merge } = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    const blocker = app.dataSource.createQueryRunner();
    await blocker.connect();
    await blocker.startTransaction();
    await blocker.query(`SELECT FROM organisation WHERE id = $1 FOR UPDATE`, [rival.id]);
    const telling = tell(tender, [
      given('bid', { bidder: { name: rival.name } }, { lot: 1 }),
      given('award', { supplier: { name: record.name } }, { lot: 1 }),
    ]);
    const waiting = async (): Promise<boolean> =>
      (await blocker.query(`SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()`)).length > 0;
    while (!(await waiting()));
    const confirming = m.act(record.id, merge, 'confirm', m.other);
    await blocker.commitTransaction();
    await blocker.release();
    expect((await confirming).status).toBe(200);
    await telling;
    await m.follow(merge);
    expect(await m.readNamed(tender)).toMatchObject({ bidders: [into.id, rival.id].sort(), winners: [into.id] });
  });

  it('is every other purchase where one fails, which is tried again', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const purchases = [await m.recordPurchase(record), await m.recordPurchase(record), await m.recordPurchase(record)];
    const [broken = '', ...others] = purchases.sort();
    await app.dataSource.query(
      `CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
       CREATE TRIGGER fail_once BEFORE UPDATE ON tender FOR EACH ROW WHEN (old.id = '${broken}') EXECUTE FUNCTION fail_once()`,
    );
    const { id: merge } = (await m.propose(record.id, into.id).expect(201)).body as Merge;
    expect((await m.act(record.id, merge, 'confirm', m.other)).status).toBe(200);
    await expect(m.follow(merge)).rejects.toThrow('broken');
    for (const id of others) expect(await m.readNamed(id)).toMatchObject({ winners: [into.id] });
    expect((await m.readMerge(record.id, merge)).followedAt).toBeNull();
    await app.dataSource.query(`DROP TRIGGER fail_once ON tender`);
    await m.follow(merge);
    expect(await m.readNamed(broken)).toMatchObject({ winners: [into.id] });
    expect((await m.readMerge(record.id, merge)).followedAt).not.toBeNull();
  });
});

describe('a merge that something here was built upon', () => {
  it('is undone no more: nobody loses the contract that they act in', async () => {
    const record = await m.makeNamed();
    const parties = await makeParties(app, null);
    const contract = await Contracting.recorded(app, parties);
    await app.dataSource.query(
      `WITH bought AS (UPDATE tender SET buyer_id = $2 WHERE id = (SELECT tender_id FROM contract WHERE id = $1))
       UPDATE contract SET buyer_id = $2 WHERE id = $1`,
      [contract.id, record.id],
    );
    const merge = await m.merged(record.id, parties.bureau.id);
    await contract.must('take-over', { content: CONTENT });
    const refused = await m.act(record.id, merge, 'undo', m.admin, { reason: '并非同一机构' });
    expect([told(refused), (refused.body as Said).facts]).toEqual([
      [422, 'merge_built_upon'],
      { roots: [contract.id] },
    ]);
    expect((await contract.read()).state).toBe('signed');
  });
});

describe('two that met', () => {
  it('in consortia of one lot, or with a contract each of it, are not one', async () => {
    const [one, two, lead, rival] = [
      await m.makeNamed(),
      await m.makeNamed(),
      await m.makeNamed(),
      await m.makeNamed(),
    ];
    const tender = await makeTender();
    await tell(tender, [
      given('bid', { bidder: { name: lead.name }, members: [{ name: lead.name }, { name: one.name }] }, { lot: 1 }),
      given('bid', { bidder: { name: two.name } }, { lot: 1 }),
      given('bid', { bidder: { name: rival.name } }, { lot: 1 }),
    ]);
    expect((await m.propose(one.id, two.id)).body).toMatchObject({
      ...{ code: 'merge_meets_itself', facts: { tenders: [tender] } },
    });
    const framework = await makeTender({ suppliersMost: 2 });
    const [left, right] = [await m.makeNamed(), await m.makeNamed()];
    await tell(
      framework,
      [left, right].map(({ name }) =>
        given('contract', { supplier: { name }, amount: '1000.00', number: name }, { lot: 1 }),
      ),
    );
    expect((await m.propose(left.id, right.id)).body).toMatchObject({ code: 'merge_meets_itself' });
  });

  it('in two lots of one purchase are one, where that is said', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const { id } = (await m.officer.tender({ lots: [{ no: 1 }, { no: 2 }] })) as { id: string };
    await tell(id, [
      given('bid', { bidder: { name: record.name } }, { lot: 1 }),
      given('bid', { bidder: { name: into.name } }, { lot: 2 }),
    ]);
    await m.merged(record.id, into.id);
    expect((await m.readNamed(id)).bidders).toEqual([into.id, into.id]);
  });
});

describe('the record that a source meant', () => {
  it('is believed of the body that it was merged into, and of no other', async () => {
    const record = await m.makeNamed();
    const into = await m.makeCoded();
    const third = await m.makeCoded();
    await m.merged(record.id, into.id);
    const tender = await makeTender();
    const bidder = (organisation: string) => [
      given('bid', { bidder: { name: fresh(), organisation, recordedAs: record.id } }, { lot: 1 }),
    ];
    const refused = await m.officer.facts(tender, bidder(third.id));
    expect([refused.status, (refused.body as Said).errors?.[0]]).toMatchObject([
      ...[400, { pointer: '/facts/0/data/bidder/recordedAs', code: 'not_this_body' }],
    ]);
    const { facts } = await tell(tender, bidder(into.id));
    expect(facts[0]?.data.bidder).toMatchObject({ organisation: into.id, recordedAs: record.id });
  });
});
