import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { RecordingService } from '../../src/purchase/tenders/recording/recording.service.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, type Bureau } from '../support/drafts.js';
import { given, Recorder, rowCounts } from '../support/purchases.js';
import { RiskWorld } from '../support/risk-world.js';

const A = { name: '甲社会工作服务中心' };
const B = { name: '乙养老服务中心' };
const C = { name: '丙社区服务中心' };
const D = { name: '丁家政服务部' };

interface Award {
  id: string;
  supplier: { id: string; name: string } | null;
  amount: string | null;
  share: number | null;
  rank: number | null;
  state: string;
}
interface Contract {
  id: string;
  award: string | null;
  supplier: { name: string } | null;
}

describe('a lot for which several suppliers are chosen', () => {
  let app: TestApp;
  let officer: Recorder;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
  });
  afterAll(() => app.close());

  const notice = { source: { kind: 'notice', publishedOn: '2017-12-20', reference: 'N-1' } };
  const award = (supplier: object | null, data: object = {}) =>
    given('award', { ...(supplier && { supplier }), ...data }, { lot: 1, ...notice });
  const contract = (supplier: object | null, data: object = {}) =>
    given(
      'contract',
      { ...(supplier && { supplier }), ...data },
      { lot: 1, source: { kind: 'notice', reference: 'N-9' } },
    );
  const framework = (suppliersMost: number | null = 3, known: object = {}) =>
    officer.tender({ method: 'FRAMEWORK', lots: [{ no: 1, suppliersMost }], ...known });
  const TWO = [award(B, { share: 4000, rank: 2 }), award(A, { share: 6000, rank: 1 })];
  const namesOf = (awards: Award[]) => awards.map(({ supplier }) => supplier?.name ?? null);
  const read = async (id: string) => (await officer.get(`/tenders/${id}`).expect(200)).body;
  const readContracts = async (tender: string): Promise<Contract[]> =>
    (await officer.get(`/contracts?tender=${tender}`).expect(200)).body.items;
  const recordFile = (id: string, facts: object[]) => {
    const recording = app.running.app.get(RecordingService);
    return app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => recording.record(tx, id, facts as never, { lenient: true }));
  };

  it('has an award for each of them, by rank, with its share', async () => {
    const { id } = await framework();
    const { body } = await officer.facts(id, TWO).expect(200);
    expect(body.conflicts).toEqual([]);
    const [lot] = body.lots;
    expect(lot).toMatchObject({ suppliersMost: 3, state: 'result_published' });
    expect(lot.awards).toMatchObject([
      { supplier: A, share: 6000, rank: 1, state: 'active', publishedOn: '2017-12-20' },
      { supplier: B, share: 4000, rank: 2, state: 'active' },
    ]);
    expect(lot.award).toEqual(lot.awards[0]);
    const { body: results } = await officer.get(`/tenders/${id}/awards`).expect(200);
    expect(results.items[0].awards).toMatchObject([{ share: 6000 }, { share: 4000 }]);
  });

  it('is known by the number of places that a notice says, and by that of a person who corrects the lot', async () => {
    const { id } = await framework(null);
    const { body } = await officer.facts(id, [award(A, { places: 2 }), award(B, { places: 2 })]).expect(200);
    expect(body.lots[0]).toMatchObject({ suppliersMost: 2, awards: [{ supplier: A }, { supplier: B }] });

    const external = `/tenders/by-external-id/erp/several-1`;
    const put = (suppliersMost: number) =>
      app.http
        .put(`/api/v1${external}`)
        .set(officer.account.auth)
        .send({ buyer: officer.body, title: '入围采购', method: 'FRAMEWORK', lots: [{ no: 1, suppliersMost }] });
    const { body: made } = await put(1);
    await officer.facts(made.id, [award(A, { rank: 1 })]).expect(200);
    await officer.facts(made.id, [award(B, { rank: 2 })]).expect(409);
    const { body: changed } = await put(2).expect(200);
    expect(changed.lots[0]).toMatchObject({ suppliersMost: 2, awards: [{ supplier: A }] });
    const { body: both } = await officer.facts(made.id, [award(B, { rank: 2 })]).expect(200);
    expect(both.lots[0].awards.map(({ id: each }: Award) => each)).toContain(changed.lots[0].awards[0].id);
    const version = (await put(2).expect(200)).body.version as number;
    expect((await put(2).expect(200)).body.version).toBe(version);
    // Taken back to one, the first keeps its award, and what the other says is a conflict.
    const { body: one } = await put(1).expect(200);
    expect(namesOf(one.lots[0].awards)).toEqual([A.name]);
    expect(one.conflicts).toMatchObject([{ code: 'fact_disagrees', fields: ['rank', 'supplier'] }]);
    expect(namesOf((await put(2).expect(200)).body.lots[0].awards)).toEqual([A.name, B.name]);
  });

  it('has a contract for each award, and each goes by its own', async () => {
    const { id } = await framework();
    await officer
      .facts(id, [award(A, { amount: '600000', rank: 1 }), award(B, { amount: '400000', rank: 2 })])
      .expect(200);
    const { body: first } = await officer
      .facts(id, [contract(B, { amount: '400000', signedOn: '2018-01-03' })])
      .expect(200);
    expect(first.lots[0]).toMatchObject({
      state: 'contracted',
      awards: [{ state: 'active' }, { state: 'contracted' }],
    });
    const { body } = await officer.facts(id, [contract(A, { amount: '600000', signedOn: '2018-01-05' })]).expect(200);
    expect(body.conflicts).toEqual([]);
    const awards = body.lots[0].awards as Award[];
    const contracts = await readContracts(id);
    expect(contracts).toHaveLength(2);
    for (const { award: of, supplier } of contracts)
      expect(awards.find((each) => each.id === of)?.supplier?.name).toBe(supplier?.name);
    // The periods of each begin with its own signature.
    for (const each of contracts) {
      const { body: one } = await officer.get(`/contracts/${each.id}`).expect(200);
      const signed = one.deadlines.filter((d: { from: { event: string } }) => d.from.event === 'contract_signed');
      const day = each.supplier?.name === A.name ? '2018-01-05' : '2018-01-03';
      expect([...new Set(signed.map((d: { from: { on: string } }) => d.from.on))]).toEqual([day]);
    }
    // The acceptance of one names its supplier, not that of the contract which was recorded last.
    const accepted = contracts.find(({ supplier }) => supplier?.name === B.name)?.id ?? '';
    await officer.contractFacts(accepted, [given('acceptance', { concludedOn: '2018-06-01' }, notice)]).expect(200);
    const { text: acceptance } = await officer.get(`/tenders/${id}/notices/acceptance/text`).expect(200);
    expect(acceptance).toContain(`供应商：${B.name}`);
    expect(acceptance).not.toContain(A.name);
    const other = await officer.facts(id, [contract(A, { amount: '500000' })]).expect(409);
    expect(other.body).toMatchObject({
      facts: { contradictions: [{ code: 'fact_disagrees', fields: ['amount'] }] },
    });
    const stranger = await officer.facts(id, [contract(C)]).expect(409);
    expect(stranger.body.facts.contradictions).toMatchObject([{ code: 'contract_supplier_differs' }]);
    const day = await officer
      .facts(id, [award(A, { decidedOn: '2018-01-04' }), award(B, { decidedOn: '2018-01-04' })])
      .expect(409);
    // After the contract of the second, not after that of the first.
    expect(day.body.facts.contradictions).toMatchObject([{ code: 'contract_before_award' }]);
  });

  it('counts each award against its programme and in the statistics', async () => {
    const programme = await officer.programme([null, '900000.00']);
    const { id } = await framework(3, { programme, category: 'ELDERLY_HOME_CARE' });
    await officer.facts(id, [award(A, { amount: '600000', decidedOn: '2017-12-19' })]).expect(200);
    const { body: refused } = await officer.facts(id, [award(B, { amount: '400000' })]).expect(422);
    expect(refused.code).toBe('budget_exceeded');
    await officer.facts(id, [award(B, { amount: '300000', decidedOn: '2017-12-19' })]).expect(200);
    await officer.facts(id, [contract(A, { amount: '600000' })]).expect(200);
    await officer.facts(id, [contract(B, { amount: '300000' })]).expect(200);
    const { body } = await app.http
      .get('/api/v1/statistics/awards?dataset=live&year=2017&category=ELDERLY_HOME_CARE')
      .expect(200);
    expect(body.total).toMatchObject({ deals: 2, amount: '900000.00' });
    await new RiskWorld(app, 'live').settle();
    for (const { id: each } of await readContracts(id)) {
      const { body: judged } = await app.http
        .get(`/api/v1/risk/assessments?indicator=W06&subject=contract:${each}`)
        .set(supervisor.auth)
        .expect(200);
      expect(judged.items).toHaveLength(1);
    }
  });

  it('keeps the row of a supplier who is corrected away, cancelled, and brings it back with the supplier', async () => {
    const { id } = await framework();
    const { body: before } = await officer.facts(id, TWO).expect(200);
    const fact = before.facts.find((f: { data: { rank?: number } }) => f.data.rank === 1).id as string;
    const rows = () =>
      app.dataSource.query<{ id: string; state: string; name: string }[]>(
        `SELECT a.id, a.state, o.name FROM award a JOIN organisation o ON o.id = a.supplier_id WHERE a.tender_id = $1 ORDER BY o.name`,
        [id],
      );
    const first = await rows();
    const correct = (replaces: string, supplier: object) =>
      officer
        .facts(id, [{ ...award(supplier, { share: 6000, rank: 1 }), replaces, reason: '供应商名称录错' }])
        .expect(200);
    const { body: after } = await correct(fact, C);
    expect(namesOf(after.lots[0].awards)).toEqual([C.name, B.name]);
    expect((await rows()).map(({ name, state }) => [name, state])).toEqual([
      [C.name, 'active'],
      [B.name, 'active'],
      [A.name, 'cancelled'],
    ]);
    const last = after.facts.find((f: { replaces: string | null }) => f.replaces === fact).id as string;
    await correct(last, A);
    expect((await rows()).filter(({ state }) => state === 'active')).toEqual(first);
  });

  it('completes each award with what is said of the result as a whole', async () => {
    const { id } = await framework();
    await officer.facts(id, [award(null, { decidedOn: '2017-12-18', bidCount: 5 }), ...TWO]).expect(200);
    const [lot] = (await read(id)).lots;
    expect(lot).toMatchObject({ bidCount: 5, awards: [{ decidedOn: '2017-12-18' }, { decidedOn: '2017-12-18' }] });
    const { body } = await officer.facts(id, [award(C, { bidCount: 2 })]).expect(409);
    expect(body.facts.contradictions[0]).toMatchObject({ code: 'fact_disagrees', fields: ['bidCount'] });
  });

  it('is awarded at unit prices, with why others were rejected', async () => {
    const { id } = await framework();
    const price = { unitPrice: '35.00', unit: '人次' };
    const bid = given('bid', { bidder: D, status: 'rejected', rejectedFor: '未按要求盖章' }, { lot: 1 });
    const { body } = await officer.facts(id, [award(A, price), bid]).expect(200);
    const [lot] = body.lots;
    expect(lot.awards).toMatchObject([{ ...price, amount: null }]);
    expect(lot.bids).toMatchObject([{ status: 'rejected', rejectedFor: '未按要求盖章' }]);
    expect(body.completeness.map(({ field }: { field: string }) => field)).not.toContain('award.amount');
    const other = await officer.facts(id, [contract(A, { unitPrice: '36.00', unit: '人次' })]).expect(409);
    expect(other.body.facts.contradictions).toMatchObject([{ code: 'contract_amount_differs', fields: ['unitPrice'] }]);
    await officer.facts(id, [contract(A, price), award(B, { ...price, share: 2500 })]).expect(200);
    const { text: result } = await officer.get(`/tenders/${id}/notices/result/text`).expect(200);
    expect(result.split('\n')).toEqual(
      expect.arrayContaining([
        `第 1 包 成交供应商：${A.name}`,
        `第 1 包 成交供应商：${B.name}`,
        '第 1 包 成交单价：35.00 元／人次',
        '第 1 包 份额：25%',
      ]),
    );
    const { text: signed } = await officer.get(`/tenders/${id}/notices/contract/text`).expect(200);
    expect(signed).toContain('第 1 包 合同单价：35.00 元／人次');
  });

  it.each([
    ['shares_above_whole', [award(C, { share: 1, rank: 3 })]],
    ['suppliers_above_places', [award(C, { rank: 3 }), award(D, { rank: 4 })]],
  ])('%s: refused of a person with all of them named, kept of a file and listed', async (code, facts) => {
    const { id } = await framework();
    await officer.facts(id, TWO).expect(200);
    const before = await rowCounts(app);
    const { body } = await officer.facts(id, facts).expect(409);
    expect(body).toMatchObject({ code: 'fact_contradiction', facts: { contradictions: [{ code }] } });
    const named = body.facts.contradictions[0].facts as { data: { supplier: { name: string } } }[];
    expect(named).toHaveLength(2 + facts.length);
    expect(await rowCounts(app)).toEqual(before);

    await recordFile(id, facts);
    const after = await read(id);
    expect(after.conflicts).toMatchObject([{ code }]);
    expect(after.facts).toHaveLength(2 + facts.length);
    // Who is beyond the places has no award.
    expect(namesOf(after.lots[0].awards)).toEqual([A.name, B.name, C.name]);
  });

  it.each([
    ['a share above the whole', 'award', { share: 10_001 }, '/facts/0/data/share'],
    ['a unit price without its unit', 'award', { unitPrice: '35.00' }, '/facts/0/data/unit'],
    ['a contract’s unit price without its unit', 'contract', { unitPrice: '35.00' }, '/facts/0/data/unit'],
    ['no place', 'award', { places: 0 }, '/facts/0/data/places'],
    [
      'a reason to reject what is valid',
      'bid',
      { bidder: A, status: 'valid', rejectedFor: '无' },
      '/facts/0/data/status',
    ],
  ])('refuses %s, and stores nothing', async (_, kind, data, pointer) => {
    const { id } = await framework();
    const before = await rowCounts(app);
    const { body } = await officer.facts(id, [given(kind, data, { lot: 1 })]).expect(400);
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
    expect(await rowCounts(app)).toEqual(before);
  });

  it('that has one place takes one award, as before', async () => {
    const { id } = await framework(1);
    await officer.facts(id, [award(A)]).expect(200);
    const { body } = await officer.facts(id, [award(B)]).expect(409);
    expect(body.facts.contradictions).toMatchObject([{ code: 'fact_disagrees', fields: ['supplier'] }]);
  });

  it('is held to its places in the database', async () => {
    const { id } = await framework(2);
    const { body } = await officer.facts(id, TWO).expect(200);
    const [{ id: row, fact_id: fact, lot_id: lot }] = await app.dataSource.query(
      `SELECT * FROM award WHERE tender_id = $1`,
      [id],
    );
    const insert = (several: boolean) =>
      app.dataSource.query(`INSERT INTO award (tender_id, lot_id, fact_id, several) VALUES ($1, $2, $3, $4)`, [
        id,
        lot,
        fact,
        several,
      ]);
    await expect(insert(true)).rejects.toThrow('a lot for 2 suppliers has more awards');
    await expect(insert(false)).rejects.toThrow('one of several exactly where');
    await expect(app.dataSource.query(`UPDATE lot SET suppliers_most = NULL WHERE id = $1`, [lot])).rejects.toThrow(
      'one of several',
    );
    await expect(app.dataSource.query(`UPDATE award SET unit_price = 1 WHERE id = $1`, [row])).rejects.toThrow(
      'award_price_has_its_unit',
    );
    const other = `UPDATE award SET supplier_id = (SELECT supplier_id FROM award o WHERE o.lot_id = award.lot_id AND o.id <> award.id) WHERE id = $1`;
    await expect(app.dataSource.query(other, [row])).rejects.toThrow('award_one_of_supplier');
    expect((await read(id)).lots).toEqual(body.lots);
  });
});

describe('a draft that is to be conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  const draft = (lots: object[]) =>
    app.http
      .post('/api/v1/tenders')
      .set(bureau.officer.auth)
      .send({ conducted: 'here', buyer: bureau.id, title: '居家养老服务采购', lots });

  it('is refused where a lot has several suppliers: begun, changed or put so', async () => {
    const before = await rowCounts(app);
    const { body } = await draft([{ no: 1 }, { no: 2, suppliersMost: 2 }]).expect(422);
    expect(body).toMatchObject({
      code: 'several_suppliers_not_conducted',
      errors: [{ pointer: '/lots/1/suppliersMost' }],
    });
    expect(await rowCounts(app)).toEqual(before);

    const { body: begun } = await draft([{ no: 1, suppliersMost: 1 }]).expect(201);
    const { body: changed } = await app.http
      .put(`/api/v1/tenders/${begun.id}/lots`)
      .set({ ...bureau.officer.auth, 'If-Match': `"${begun.version}"` })
      .send({ lots: [{ no: 1, suppliersMost: 3 }] })
      .expect(422);
    expect(changed.code).toBe('several_suppliers_not_conducted');
    const put = (id: string, suppliersMost: number) =>
      app.http
        .put(`/api/v1/tenders/by-external-id/erp/${id}`)
        .set(bureau.officer.auth)
        .send({ conducted: 'here', buyer: bureau.id, title: '居家养老服务采购', lots: [{ no: 1, suppliersMost }] });
    expect((await put('here-1', 2).expect(422)).body.code).toBe('several_suppliers_not_conducted');
    await put('here-1', 1);
    expect((await put('here-1', 2).expect(422)).body.code).toBe('several_suppliers_not_conducted');
  });
});
