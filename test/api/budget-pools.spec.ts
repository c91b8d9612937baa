import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, type ContractBody } from '../support/contracts.js';
import { Drafting, makeBureau, startBusinessAt, type Bureau, makeThreshold } from '../support/drafts.js';

interface Line {
  id: string;
  name: string;
  shared: { budgetLines: string[]; amount: string; reserved: { amount: string } } | null;
  exceededBy: string | null;
}
interface Programme {
  version: number;
  budgetLines: Line[];
  exceeded: { budgetLine: string; exceededBy: string; purchases: { id: string }[] }[];
}
const lots = (ceiling: string) => [{ no: 1, name: '第一包', ceiling, pricing: 'competitive' }];

/** § 5 and § 7 of the domain: the lots of a category are within what its lines have together. */
describe('money that a programme has for a category', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
  });
  afterAll(() => app.close());

  const programmeOf = async (buyer: string, officer: TestAccount, ...budgetLines: object[]): Promise<string> => {
    const made = await app.http
      .post('/api/v1/programmes')
      .set(officer.auth)
      .send({
        name: '2025',
        year: 2025,
        buyer,
        state: 'approved',
        source: { kind: 'statement' },
        budgetLines,
      });
    if (made.status !== 201) throw new Error(made.text);
    return (made.body as { id: string }).id;
  };
  const begin = (programme: string, ceiling: string, more: object = {}) =>
    Drafting.begin(app, bureau, { programme, lots: lots(ceiling), ...more });
  const read = async (programme: string): Promise<Programme> =>
    (await app.http.get(`/api/v1/programmes/${programme}`).set(bureau.officer.auth).expect(200)).body as Programme;
  const addLine = (programme: string, line: object) =>
    app.http.post(`/api/v1/programmes/${programme}/budget-lines`).set(bureau.officer.auth).send(line).expect(201);

  it('is not spent on another category, whose purchase has nothing until a line is for it', async () => {
    const programme = await programmeOf(bureau.id, bureau.officer, {
      name: '养老',
      category: 'ELDERLY_HOME_CARE',
      amount: '500000.00',
    });
    const draft = await begin(programme, '450000.00');
    await app.dataSource.query(`UPDATE tender SET category = 'DISABILITY' WHERE id = $1`, [draft.id]);
    const refused = await draft.act('submit');
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      422,
      'budget_exceeded',
      {
        programme,
        exceeded: [
          {
            budgetLine: null,
            budgetLines: [],
            name: null,
            amount: '0.00',
            committed: '450000.00',
            exceededBy: '450000.00',
          },
        ],
      },
    ]);
    // What the line is for is bought with it.
    expect((await (await begin(programme, '500000.00')).act('submit')).status).toBe(200);
    await addLine(programme, { name: '其他', amount: '450000.00' });
    expect((await draft.act('submit')).status).toBe(200);
  });

  it('is that of all its sources together, and no more', async () => {
    const programme = await programmeOf(
      bureau.id,
      bureau.officer,
      { name: '福彩', category: 'ELDERLY_HOME_CARE', amount: '100000.00', sourceOfFunds: '福利彩票公益金' },
      { name: '财政', category: 'ELDERLY_HOME_CARE', amount: '50000.00', sourceOfFunds: '一般公共预算' },
      { name: '助残', category: 'DISABILITY', amount: '400000.00' },
    );
    const draft = await begin(programme, '150000.01');
    const refused = await draft.act('submit');
    expect([refused.status, refused.body.code]).toEqual([422, 'budget_exceeded']);
    expect(refused.body.facts).toMatchObject({
      exceeded: [{ budgetLine: null, name: '福彩、财政', amount: '150000.00', exceededBy: '0.01' }],
    });
    await draft.must('put', 'lots', { lots: lots('150000.00') });
    expect((await draft.act('submit')).status).toBe(200);
    const second = await begin(programme, '0.01');
    expect((await second.act('submit')).body.code).toBe('budget_exceeded');

    const { budgetLines, exceeded, version } = await read(programme);
    const ids = budgetLines.slice(0, 2).map(({ id }) => id);
    const shared = { budgetLines: ids, amount: '150000.00', reserved: { amount: '150000.00' } };
    expect(budgetLines).toMatchObject([
      { shared, exceededBy: null },
      { shared, exceededBy: null },
      { shared: null, exceededBy: null },
    ]);
    expect(exceeded).toEqual([]);
    // A cut is listed, not refused: of either line, by what both are short of.
    await app.http
      .patch(`/api/v1/programmes/${programme}/budget-lines/${ids[1]}`)
      .set(bureau.officer.auth)
      .set('If-Match', `"${version}"`)
      .send({ amount: '20000.00' })
      .expect(200);
    expect((await read(programme)).exceeded).toMatchObject(
      ids.map((budgetLine) => ({ budgetLine, exceededBy: '30000.00', purchases: [{ id: draft.id }] })),
    );
  });

  it('is not taken from lots on their way by what is added to a contract', async () => {
    const parties = await makeParties(app, null);
    const programme = await programmeOf(parties.bureau.id, parties.bureau.officer, {
      name: '养老',
      category: 'ELDERLY_HOME_CARE',
      amount: '200000.00',
    });
    const days = { decidedOn: '2025-10-20', publishedOn: '2025-10-20' };
    const { award } = await Contracting.awarded(app, parties, { programme }, days);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({ award, ...CONTENT });
    expect([made.status, (made.body as { code?: string }).code]).toEqual([201, undefined]);
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    await contract.signBoth();
    const draft = await Drafting.begin(app, parties.bureau, { programme, lots: lots('10000.00') });
    expect((await draft.act('submit')).status).toBe(200);

    const proposed = await contract.propose({ reasonCode: 'supplement', supplement: '10000.01' });
    const { id: amendment, hash } = (proposed.body as ContractBody).here.amendments.at(-1) ?? {};
    await contract.must('amend', { amendment, hash }, parties.manager);
    const refused = await contract.act('amend', { amendment, hash }, parties.bureau.approver);
    expect([refused.status, refused.body.code]).toEqual([422, 'budget_exceeded']);
    expect(refused.body.facts).toMatchObject({
      exceeded: expect.arrayContaining([expect.objectContaining({ exceededBy: '0.01' })]),
    });
    await app.dataSource.query(`UPDATE budget_line SET amount = amount + 1 WHERE programme_id = $1`, [programme]);
    expect((await contract.act('amend', { amendment, hash }, parties.bureau.approver)).status).toBe(200);
  });

  it('is spent once by the contracts for several lots, beside the awards of their supplier', async () => {
    const parties = await makeParties(app, null);
    const { officer } = parties.bureau;
    const line = { name: '养老', category: 'ELDERLY_HOME_CARE', amount: '200000.00' };
    const programme = await programmeOf(parties.bureau.id, officer, line);
    const made = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({
        ...{ buyer: parties.bureau.id, title: '两包', method: 'COMPETITIVE_CONSULTATION', region: '990203', programme },
        ...{ category: 'ELDERLY_HOME_CARE', serviceLines: [parties.bureau.line] },
        lots: [1, 2].map((no) => ({ no, ceiling: '100000.00', pricing: 'competitive' })),
      });
    if (made.status !== 201) throw new Error(made.text);
    const source = () => ({ kind: 'notice', publishedOn: '2025-10-20', reference: randomUUID() });
    const record = (...facts: object[]) =>
      app.http
        .post(`/api/v1/tenders/${(made.body as { id: string }).id}/facts`)
        .set({ ...officer.auth, 'Idempotency-Key': randomUUID() })
        .send({ facts: facts.map((fact) => ({ ...fact, source: source() })) });
    const supplier = { organisation: parties.agency };
    const awardOf = (lot: number, amount: string) => ({
      ...{ kind: 'award', lot },
      data: { decidedOn: '2025-10-20', supplier, amount },
    });
    expect((await record(awardOf(1, '95000.00'), awardOf(2, '85000.00'))).status).toBe(200);
    const contractOf = (amount: string, by: object = supplier, number = 'HT-1') => ({
      kind: 'contract',
      data: { signedOn: '2025-10-28', amount, supplier: by, number },
    });
    // What it is above what was awarded is spent beside it.
    const refused = await record(contractOf('200000.01'));
    expect([refused.status, refused.body.code]).toEqual([422, 'budget_exceeded']);
    expect(refused.body.facts.exceeded).toMatchObject([{ committed: '200000.01' }, { committed: '200000.01' }]);
    // Of another supplier nothing was awarded.
    expect((await record(contractOf('20000.01', { name: '另一机构' }))).body.code).toBe('budget_exceeded');
    const recorded = await record(contractOf('100000.00'), contractOf('80000.00', supplier, 'HT-2'));
    expect([recorded.status, recorded.body.code]).toEqual([200, undefined]);
    // What was awarded is spent by those two: a third one spends what is left.
    const third = await record(contractOf('20000.01', supplier, 'HT-3'));
    expect(third.body).toMatchObject({
      code: 'budget_exceeded',
      facts: { exceeded: [{ committed: '200000.01' }, {}] },
    });
    const { body } = await app.http.get(`/api/v1/programmes/${programme}`).set(officer.auth).expect(200);
    expect(body).toMatchObject({ committed: { deals: 2, amount: '180000.00' }, exceeded: [] });
  });

  it('is given once where two ask for it at once', async () => {
    const programme = await programmeOf(
      bureau.id,
      bureau.officer,
      { name: '福彩', category: 'ELDERLY_HOME_CARE', amount: '100000.00' },
      { name: '财政', category: 'ELDERLY_HOME_CARE', amount: '100000.00' },
      { name: '助残', category: 'DISABILITY', amount: '900000.00' },
    );
    const drafts = [await begin(programme, '150000.00'), await begin(programme, '150000.00')];
    const both = await Promise.all(drafts.map((draft) => draft.act('submit')));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(both.find(({ status }) => status === 422)?.body.code).toBe('budget_exceeded');
  });
});
