import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { BulkRows } from '../../src/imports/bulk/bulk-rows.js';
import { giveSeat, makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf } from '../support/imports.js';
import { rowCounts } from '../support/purchases.js';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  bureau = await makeBody(app, { name: '虚构区民政局' });
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
});
afterAll(() => app.close());

const ndjson = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
interface Sent {
  query?: string;
  as?: TestAccount;
  type?: string;
  status?: number;
}
const post = (kind: string, content: string, { query = '', as = officer, type = 'application/x-ndjson' }: Sent = {}) =>
  app.http
    .post(`/api/v1/imports?kind=${kind}${query}`)
    .set({ ...as.auth, 'Content-Type': type })
    .send(content);
const get = (path: string, as = officer) => app.http.get(`/api/v1${path}`).set(as.auth);

/** Sends a file, has it taken, and answers figures and faults. */
async function send(kind: string, content: string | readonly object[], sent: Sent = {}) {
  const text = typeof content === 'string' ? content : ndjson(content);
  const { body: started } = await post(kind, text, sent).expect(202);
  await importsOf(app).run(started.id);
  const { body: done } = await get(`/imports/${started.id}`, sent.as).expect(200);
  const { body } = await get(`/imports/${started.id}/rejects?limit=200`, sent.as).expect(200);
  const rejects = body.items as {
    line: number;
    id: string;
    raw: string;
    errors: { pointer: string; code: string }[];
  }[];
  return {
    id: started.id as string,
    figures: [done.accepted, done.unchanged, done.rejected] as number[],
    faults: rejects.map((r) => [r.line, ...r.errors.map((e) => `${e.pointer} ${e.code}`)]),
    rejects,
  };
}
const csv = { type: 'text/csv' };

let count = 0;
/** Names that no other test has. */
const fresh = (): string => `t${++count}`;
const find = async (list: string, externalId: string) => {
  const { body } = await get(`/${list}?externalId=${encodeURIComponent(externalId)}`).expect(200);
  return (await get(`/${list}/${body.items[0].id}`).expect(200)).body;
};

describe('organisations in bulk', () => {
  it('are recorded, are unchanged when they come again, and are read back by their external ids', async () => {
    const system = fresh();
    const rows = [
      {
        externalId: `${system}:1`,
        name: `机构甲${system}`,
        kind: 'agency',
        fullTimeStaff: 12,
        registeredOn: '2015-06',
      },
      { externalId: `${system}:2`, name: `机构乙${system}`, categories: ['ELDERLY_HOME_CARE'] },
    ];
    expect((await send('organisations', rows)).figures).toEqual([2, 0, 0]);
    expect(await find('organisations', `${system}:1`)).toMatchObject({ fullTimeStaff: 12, registeredOn: '2015-06' });
    expect(await find('organisations', `${system}:2`)).toMatchObject({ categories: ['ELDERLY_HOME_CARE'] });
    expect((await send('organisations', rows)).figures).toEqual([0, 2, 0]);
  });

  it('that are known are changed by who may change bodies alone', async () => {
    const system = fresh();
    const row = { externalId: `${system}:1`, name: `机构${system}` };
    await send('organisations', [row]);
    const changed = [{ ...row, address: '新址' }];
    expect((await send('organisations', changed)).faults).toEqual([[1, ' not_permitted']]);
    const admin = await makeUser(app, 'admin');
    expect((await send('organisations', changed, { as: admin })).figures).toEqual([1, 0, 0]);
    expect((await find('organisations', `${system}:1`)).address).toBe('新址');
  });

  it('two rows of one external id are one body', async () => {
    const system = fresh();
    const row = { externalId: `${system}:1`, name: `机构${system}` };
    expect((await send('organisations', [row, row])).figures).toEqual([1, 1, 0]);
  });

  it('the audit names the import and who sent it', async () => {
    const system = fresh();
    const { id } = await send('organisations', [{ externalId: `${system}:1`, name: `机构${system}` }]);
    const entries = await app.dataSource.query(
      `SELECT actor_id, action, convert_from(canonical, 'UTF8')::jsonb -> 'data' ->> 'import' AS import FROM audit_entry WHERE aggregate_type = 'organisation' AND convert_from(canonical, 'UTF8') LIKE $1`,
      [`%${id}%`],
    );
    expect(entries).toEqual([{ actor_id: officer.id, action: 'created', import: id }]);
  });
});

describe('service lines in bulk', () => {
  it('are recorded, unchanged and changed', async () => {
    const system = fresh();
    const row = { externalId: `${system}:1`, name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2020-01-01' };
    expect((await send('service-lines', [row])).figures).toEqual([1, 0, 0]);
    expect((await send('service-lines', [row])).figures).toEqual([0, 1, 0]);
    expect((await send('service-lines', [{ ...row, name: '居家养老服务' }])).figures).toEqual([1, 0, 0]);
    expect((await find('service-lines', `${system}:1`)).name).toBe('居家养老服务');
  });
});

const HEADINGS = '项目名称,外部编号,包号,包：最高限价（万元）,预算金额（元）,方法说明';
describe('purchases in bulk', () => {
  it('have a row for each lot, wherever it stands in the file', async () => {
    const system = fresh();
    const file = [
      '项目名称,外部编号,包号,包：最高限价（万元）,预算金额（元）,服务开始日期',
      `居家养老,${system}:1,1,20,300000,2024/1/5`,
      `助餐,${system}:2,,,5000,`,
      `居家养老,${system}:1,2,10.5,300000,2024年1月5日`,
    ].join('\r\n');
    expect((await send('purchases', file, csv)).figures).toEqual([3, 0, 0]);
    expect(await find('tenders', `${system}:1`)).toMatchObject({
      budget: '300000.00',
      window: { start: '2024-01-05' },
      lots: [
        { no: 1, ceiling: '200000.00' },
        { no: 2, ceiling: '105000.00' },
      ],
    });
    expect((await send('purchases', file, csv)).figures).toEqual([0, 3, 0]);
    const changed = file.replace('10.5', '11');
    expect((await send('purchases', changed, csv)).figures).toEqual([2, 1, 0]);
    expect((await find('tenders', `${system}:1`)).lots[1].ceiling).toBe('110000.00');
  });

  it('may list their lots in one line of JSON, and a fault names its place there', async () => {
    const system = fresh();
    const row = { externalId: `${system}:1`, title: '居家养老', lots: [{ no: 1, ceiling: 5 }, { no: 2 }] };
    expect((await send('purchases', [row])).figures).toEqual([1, 0, 0]);
    const bad = { ...row, lots: [{ no: 1 }, { no: 0, ceiling: '1e3', colour: 'red' }] };
    expect((await send('purchases', [bad])).faults).toEqual([
      [1, '/lots/1/ceiling not_money', '/lots/1/colour unknown_field'],
    ]);
    const range = { ...row, lots: [{ no: 1 }, { no: 0 }] };
    expect((await send('purchases', [range])).faults).toEqual([[1, '/lots/1/no too_small']]);
  });

  it('with more lots than any purchase has are refused, with as many faults as can be read', async () => {
    const lots = Array.from({ length: 20_000 }, () => ({ name: 'a' }));
    const { faults } = await send('purchases', [{ externalId: `${fresh()}:1`, title: '养老', lots }]);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.length).toBeLessThan(200);
    const many = Array.from({ length: 501 }, (_, i) => ({ no: i + 1 }));
    expect((await send('purchases', [{ externalId: `${fresh()}:1`, title: '养老', lots: many }])).faults).toEqual([
      [1, '/lots too_many_parts'],
    ]);
  });

  it('with more rows of one id than any purchase has lots are refused row by row, and the others are taken', async () => {
    const system = fresh();
    const rows = Array.from({ length: 1001 }, (_, i) => `${system}:1,养老,${i + 1}`);
    const file = ['externalId,title,lotNo', ...rows, `${system}:2,助餐,1`, ''].join('\n');
    const { figures, faults } = await send('purchases', file, csv);
    expect(figures).toEqual([1, 0, 1001]);
    expect(faults[0]).toEqual([2, '/externalId too_many_parts']);
    const { figures: tried } = await send('purchases', file, { ...csv, query: '&dryRun=true' });
    expect(tried).toEqual([0, 1, 1001]);
  });

  it('of one row at fault none is taken, and the others say why', async () => {
    const system = fresh();
    const file = `externalId,title,lotNo,lotCeiling\n${system}:1,养老,1,5\n${system}:1,养老,2,五百\n${system}:1,助餐,3,5\n`;
    const { figures, faults } = await send('purchases', file, csv);
    expect(figures).toEqual([0, 0, 3]);
    expect(faults).toEqual([
      [2, '/externalId other_row'],
      [3, '/lotCeiling not_money'],
      [4, '/title rows_differ'],
    ]);
  });

  it('of another body are not recorded', async () => {
    const system = fresh();
    const other = await makeBody(app);
    const row = { externalId: `${system}:1`, title: '养老', buyer: other };
    expect((await send('purchases', [row])).faults).toEqual([[1, '/buyer not_found']]);
  });
});

async function makePurchase(system: string, more: object = {}): Promise<string> {
  await send('purchases', [{ externalId: `${system}:p`, title: '居家养老', ...more }]);
  return `${system}:p`;
}

describe('contracts in bulk', () => {
  it('are recorded, unchanged, and corrected with the reason of the file', async () => {
    const system = fresh();
    const tender = await makePurchase(system);
    const row = {
      externalId: `${system}:c`,
      tender,
      lot: 1,
      amount: '100000',
      signedOn: '2024-03-01',
      supplierName: '机构甲',
    };
    expect((await send('contracts', [row])).figures).toEqual([1, 0, 0]);
    expect((await send('contracts', [row])).figures).toEqual([0, 1, 0]);
    const changed = [{ ...row, amount: '90000.5' }];
    expect((await send('contracts', changed)).faults).toEqual([[1, '?reason required']]);
    const query = `&reason=${encodeURIComponent('合同已核对')}`;
    expect((await send('contracts', changed, { query })).figures).toEqual([1, 0, 0]);
    expect((await find('contracts', `${system}:c`)).amount).toBe('90000.50');
    const { facts } = await find('tenders', tender);
    expect(facts.map((f: { reason: string | null }) => f.reason)).toEqual([null, '合同已核对']);
  });
});

describe('a contract in bulk without the number of its lot', () => {
  it('is that of the only lot of its purchase', async () => {
    const system = fresh();
    const tender = await makePurchase(system);
    const row = { externalId: `${system}:c`, tender, amount: '100000', supplierName: '机构甲' };
    expect((await send('contracts', [row])).figures).toEqual([1, 0, 0]);
    expect((await send('contracts', [row])).figures).toEqual([0, 1, 0]);
    expect(await find('contracts', `${system}:c`)).toMatchObject({ lot: 1, amount: '100000.00' });
  });
});

describe('facts in bulk', () => {
  it('of purchases and contracts are recorded, unchanged, and corrected with the reason of the file', async () => {
    const system = fresh();
    const tender = await makePurchase(system, { lots: [{ no: 1 }, { no: 2 }] });
    const notice = { tender, kind: 'notice', reference: 'N1', publishedOn: '2024-01-02', deadline: '2024-02-01 09:30' };
    const award = {
      tender,
      lot: 1,
      kind: 'award',
      reference: 'A1',
      decidedOn: '2024-02-02',
      amount: 5000,
      supplierName: '机构甲',
    };
    expect((await send('facts', [notice, award])).figures).toEqual([2, 0, 0]);
    expect((await send('facts', [notice, award])).figures).toEqual([0, 2, 0]);
    await send('contracts', [{ externalId: `${system}:c`, tender, lot: 1, signedOn: '2024-03', amount: '5000' }]);
    const paid = { contract: `${system}:c`, kind: 'payment', reference: 'P1', on: '2024-04-01', amount: '1000' };
    expect((await send('facts', [paid, { ...paid, reference: 'P2' }, paid])).figures).toEqual([2, 1, 0]);
    const changed = [{ ...award, decidedOn: '2024-02-03' }, { ...paid, amount: '2000' }, notice];
    const unexplained = await send('facts', changed);
    expect(unexplained.figures).toEqual([0, 1, 2]);
    expect(unexplained.faults).toEqual([
      [1, '?reason required'],
      [2, '?reason required'],
    ]);
    expect((await send('facts', changed, { query: '&reason=checked' })).figures).toEqual([2, 1, 0]);
    const { facts } = await find('contracts', `${system}:c`);
    const amounts = facts.map((f: { data: { amount: string }; reason: string | null }) => [f.data.amount, f.reason]);
    expect(amounts).toEqual([
      ['1000.00', null],
      ['1000.00', null],
      ['2000.00', 'checked'],
    ]);
  });

  it('say what their kind has, and nothing else', async () => {
    const tender = await makePurchase(fresh());
    const rows = [
      { tender, kind: 'notice', reference: 'N', amount: '5' },
      { tender, kind: 'holiday', reference: 'N', publishedOn: '2024' },
      { tender, kind: 'bid', reference: 'B', lot: 7, bidderName: '甲', price: '1' },
    ];
    expect((await send('facts', rows)).faults).toEqual([
      [1, '/amount unknown_field'],
      [2, '/kind not_allowed_value'],
      [3, '/lot lot_unknown'],
    ]);
  });

  it('tell nobody of another body what is there', async () => {
    const system = fresh();
    const tender = await makePurchase(system);
    await send('facts', [{ tender, kind: 'notice', reference: 'N1', publishedOn: '2024-01-02', sourceKind: 'file' }]);
    const stranger = await makeUser(app, 'bureau_officer');
    const row = { kind: 'notice', reference: 'N1', publishedOn: '2024-01-03' };
    const hidden = await send('facts', [{ ...row, tender }], { as: stranger });
    const absent = await send('facts', [{ ...row, tender: `${system}:nobody` }], { as: stranger });
    expect(hidden.faults).toEqual([[1, '/tender not_found']]);
    expect(hidden.rejects[0]?.errors).toEqual(absent.rejects[0]?.errors);
    const id = (await find('tenders', tender)).id;
    // Nor by what else would be said of a row whose fact is there.
    const bid = { tender, kind: 'bid', lot: 1, reference: 'B1', sourceKind: 'file' };
    expect((await send('facts', [{ ...bid, bidderName: '虚构响应供应商' }])).faults).toEqual([]);
    const guessed = await send('facts', [{ ...bid, tender: id, bidder: randomUUID() }], { as: stranger });
    expect(guessed.faults).toEqual([[1, '/tender not_found']]);
    const byId = await send('facts', [{ ...row, tender: id }], { as: stranger });
    const byNoId = await send('facts', [{ ...row, tender: randomUUID() }], { as: stranger });
    expect(byId.rejects[0]?.errors).toEqual(byNoId.rejects[0]?.errors);
  });
});

it('facts of a purchase that is hidden are refused as of one that is not there, whatever else they say', async () => {
  const tender = await makePurchase(fresh());
  const fact = { kind: 'award', reference: 'A1', decidedOn: '2024-01-02', amount: '5', supplierName: '机构甲' };
  expect((await send('facts', [{ tender, ...fact }])).figures).toEqual([1, 0, 0]);
  const stranger = await makeUser(app, 'bureau_officer');
  for (const said of [fact, { ...fact, bidCount: 3 }, { ...fact, rank: 0 }])
    for (const named of [tender, `${fresh()}:nobody`])
      expect((await send('facts', [{ tender: named, ...said }], { as: stranger })).faults).toEqual([
        [1, '/tender not_found'],
      ]);
});

describe('a file of rows', () => {
  it('names each faulty cell, and returns the row as it was sent', async () => {
    const system = fresh();
    const line = `"=1+1",${system}:1,03/04/2024,20万,2024/13/1`;
    const file = `title,externalId,windowStart,budget,windowEnd\n${line}\n,nothing,,,\n`;
    const { faults, rejects } = await send('purchases', file, csv);
    expect(faults).toEqual([
      [2, '/title formula', '/windowStart ambiguous_date', '/budget other_unit', '/windowEnd not_date'],
      [3, '/title required', '/externalId not_external_id'],
    ]);
    expect(rejects.map(({ raw, id }) => [raw, id])).toEqual([
      [line, `${system}:1`],
      [',nothing,,,', null],
    ]);
  });

  it('with more cells in a row than headings loses none of them unseen', async () => {
    const system = fresh();
    const file = `externalId,title,预算金额（元）\n${system}:1,养老,1,200000\n${system}:2,养老,"5",\n`;
    const { figures, faults } = await send('purchases', file, csv);
    expect([figures, faults]).toEqual([[1, 0, 1], [[2, ' beyond_headings']]]);
  });

  it.each([
    ['a column that the template lacks', `${HEADINGS}\n`, '/方法说明 unknown_column'],
    ['no column of ids', 'title\n', '/externalId missing_column'],
    ['an amount without a unit', '外部编号,项目名称,预算金额\n', '/预算金额 no_unit'],
    ['a column twice', 'externalId,title,项目名称\n', '/项目名称 duplicate_column'],
  ])('with %s is refused whole', async (_, file, fault) => {
    const { body } = await post('purchases', file, csv).expect(400);
    expect(body.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`)).toEqual([fault]);
  });

  it('of lines that are no rows is rejected line by line', async () => {
    const { faults } = await send('organisations', '{"externalId"\n[]\n{"externalId":"a:1","name":5}\n{"name":"x"}\n');
    expect(faults).toEqual([
      [1, ' malformed_json'],
      [2, ' not_an_object'],
      [3, '/name not_text'],
      [4, '/externalId required'],
    ]);
  });

  it.each([
    ['a name beside a kind', 'organisations', '&name=x'],
    ['a format beside a kind', 'organisations', '&format=ocds'],
    ['a kind that there is not', 'people', ''],
    ['a mode that there is not', 'organisations', '&mode=some'],
  ])('with %s is refused', async (_, kind, query) => {
    await post(kind, '', { query }).expect(400);
  });

  it('with a mode or a reason beside a name is refused', async () => {
    for (const query of ['name=x&mode=all', 'name=x&reason=y', ''])
      await app.http
        .post(`/api/v1/imports?${query}`)
        .set(officer.auth)
        .set('Content-Type', 'application/x-ndjson')
        .send('')
        .expect(400);
  });

  it('is for who may send one of its rows alone', async () => {
    const manager = await makeUser(app, 'agency_manager');
    await post('organisations', '', { as: manager }).expect(403);
    const agent = await makeUser(app, 'procurement_agent');
    const { id } = await send('organisations', [{ externalId: `${fresh()}:1`, name: fresh() }], { as: agent });
    await post('contracts', '', { as: agent }).expect(403);
    await get(`/imports/${id}`).expect(404);
    await app.http
      .post('/api/v1/imports?name=x')
      .set(agent.auth)
      .set('Content-Type', 'application/x-ndjson')
      .send('')
      .expect(403);
  });

  it('is seen by the people of its body who may send such files', async () => {
    const { id } = await send('purchases', [{ externalId: `${fresh()}:1`, title: '养老' }]);
    const colleague = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
    await get(`/imports/${id}`, colleague).expect(200);
    const stranger = await makeUser(app, 'bureau_officer');
    for (const path of [`/imports/${id}`, `/imports/${id}/rejects`]) await get(path, stranger).expect(404);
  });

  it('is not seen any more by who sent it and has gone to another body', async () => {
    const sender = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
    const { id } = await send('purchases', [{ externalId: `${fresh()}:1`, title: '养老' }], { as: sender });
    const administrator = await makeAccount(app, { role: 'admin', organisation: null });
    const headers = { ...administrator.auth, 'If-Match': '"1"' };
    await app.http.put(`/api/v1/users/${sender.id}/seats`).set(headers).send({ seats: [] }).expect(200);
    await giveSeat(app, sender, 'bureau_officer', await makeBody(app));
    for (const path of [`/imports/${id}`, `/imports/${id}/rejects`]) await get(path, sender).expect(404);
  });

  it('is taken as who sent it may act when it is taken', async () => {
    const leaver = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
    const system = fresh();
    const { body } = await post('organisations', ndjson([{ externalId: `${system}:1`, name: system }]), {
      as: leaver,
    }).expect(202);
    await app.dataSource.query(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [leaver.id]);
    await importsOf(app).run(body.id);
    expect((await get(`/imports/${body.id}/rejects`)).body.items).toMatchObject([
      { line: 1, id: `${system}:1`, errors: [{ code: 'not_permitted' }] },
    ]);
  });
});

describe('all or none', () => {
  const rows = (system: string) => [
    { externalId: `${system}:1`, name: `机构甲${system}` },
    { externalId: `${system}:2` },
    { externalId: `${system}:3`, name: `机构丙${system}` },
  ];
  it.each(['', '&dryRun=true'])('takes nothing where one row is rejected %s', async (query) => {
    const before = await rowCounts(app, ['audit_entry', 'outbox']);
    const { figures, faults } = await send('organisations', rows(fresh()), { query: `&mode=all${query}` });
    expect(figures).toEqual([0, 0, 1]);
    expect(faults).toEqual([[2, '/name required']]);
    expect(await rowCounts(app, ['audit_entry', 'outbox'])).toEqual(before);
  });

  it('takes all where none is', async () => {
    const system = fresh();
    const good = rows(system).filter((row) => 'name' in row);
    expect((await send('organisations', good, { query: '&mode=all' })).figures).toEqual([2, 0, 0]);
    expect((await find('organisations', `${system}:3`)).name).toBe(`机构丙${system}`);
  });

  it('row by row takes what it can; a dry run says the same and leaves nothing', async () => {
    const system = fresh();
    const before = await rowCounts(app, ['audit_entry', 'outbox']);
    const dry = await send('organisations', rows(system), { query: '&dryRun=true' });
    expect(await rowCounts(app, ['audit_entry', 'outbox'])).toEqual(before);
    const run = await send('organisations', rows(system));
    expect([run.figures, run.faults]).toEqual([dry.figures, dry.faults]);
    expect(run.figures).toEqual([2, 0, 1]);
  });
});

describe('a step that breaks off', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is taken again from where the one before it ended, and no row twice', async () => {
    const system = fresh();
    const rows = Array.from({ length: 501 }, (_, i) => ({ externalId: `${system}:${i}`, name: `机构${system}-${i}` }));
    const { body } = await post('organisations', ndjson(rows)).expect(202);
    const take = BulkRows.prototype.take;
    let steps = 0;
    jest.spyOn(BulkRows.prototype, 'take').mockImplementation(async function (this: BulkRows, ...given) {
      const taken = await take.apply(this, given);
      if (++steps === 2) throw new Error('the process is gone');
      return taken;
    });
    await expect(importsOf(app).run(body.id)).rejects.toThrow('the process is gone');
    expect((await get(`/imports/${body.id}`)).body).toMatchObject({ state: 'failed', accepted: 500 });
    await importsOf(app).run(body.id);
    expect((await get(`/imports/${body.id}`)).body).toMatchObject({
      state: 'done',
      accepted: 501,
      unchanged: 0,
      rejected: 0,
    });
  });
});
