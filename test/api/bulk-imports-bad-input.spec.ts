import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { makeAccount, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fetchXlsxTemplate, fillTemplate, postRows, sendRows, XLSX, type Sent } from '../support/bulk-rows.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { describeInFull } from '../support/rounds.js';
import { packFormats, packParts, WORKBOOK_PARTS } from '../support/workbooks.js';

let app: TestApp;
let parties: Parties;
let contract: string;
let worker: TestAccount;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  ({ id: contract } = await Contracting.active(app, parties));
  worker = await makeUser(app, 'agency_worker', parties.agency);
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: parties.bureau.id });
  await setBusinessTime(app, '2026-12-10T09:00:00+08:00');
});
afterAll(() => app.close());

const send = (kind: string, rows: Parameters<typeof sendRows>[3], sent: Sent = {}) =>
  sendRows(app, kind === 'records' ? worker : officer, kind, rows, sent);
const get = async (path: string) => (await app.http.get(`/api/v1/${path}`).set(officer.auth).expect(200)).body;
const find = async (list: string, externalId: string) =>
  get(`${list}/${(await get(`${list}?externalId=${externalId}`)).items[0].id}`);
const query = <R>(text: string, values: unknown[] = []) => app.dataSource.query<R[]>(text, values);

describe('what was agreed and paid under a contract that is kept elsewhere', () => {
  beforeAll(async () => {
    await send('purchases', [{ externalId: 'kept:p', title: '居家养老' }]);
    const row = { externalId: 'kept:c', tender: 'kept:p', lot: 1, amount: '5000', signedOn: '2024-03' };
    expect((await send('contracts', [{ ...row, supplierName: '机构甲' }])).figures).toEqual([1, 0, 0]);
  });
  const listFacts = async (kind: string) => {
    const { facts } = await find('contracts', 'kept:c');
    return (facts as { kind: string; data: object }[]).filter((fact) => fact.kind === kind).map(({ data }) => data);
  };

  it('has milestones taken row by row, and a faulty one refused by its cells', async () => {
    const milestone = { contract: 'kept:c', reference: 'M1', name: '中期', dueOn: '2024-06-30', final: false };
    const rows = [
      milestone,
      { ...milestone, reference: 'M2', dueOn: '30/6/2024', amount: '5' },
      { contract: 'kept:nobody', reference: 'M3', name: '终期' },
    ];
    const { figures, faults } = await send('milestones', rows);
    expect([figures, faults]).toEqual([
      [1, 0, 2],
      [
        [2, '/dueOn ambiguous_date', '/amount unknown_field'],
        [3, '/contract not_found'],
      ],
    ]);
    expect((await send('milestones', [milestone])).figures).toEqual([0, 1, 0]);
    expect(await listFacts('milestone')).toMatchObject([{ name: '中期', dueOn: '2024-06-30', final: false }]);
  });

  it('has payments taken row by row, and a faulty one refused by its cells', async () => {
    const file = [
      'contract,reference,on,金额（万元）',
      'kept:c,P1,2024年4月1日,0.1',
      'kept:c,P2,2024-05-01,0.123456789',
      'kept:c,,2024-05-01,0.1',
    ].join('\n');
    const { figures, faults } = await send('payments', file, { type: 'text/csv' });
    expect([figures, faults]).toEqual([
      [1, 0, 2],
      [
        [3, '/amount not_money'],
        [4, '/reference required'],
      ],
    ]);
    expect((await send('payments', file, { type: 'text/csv' })).figures).toEqual([0, 1, 2]);
    expect(await listFacts('payment')).toMatchObject([{ on: '2024-04-01', amount: '1000.00' }]);
  });
});

it('amounts in yuan and in ten thousand yuan stand beside each other, each under its heading', async () => {
  const file =
    '外部编号,项目名称,预算金额（元）,包号,包：最高限价（万元）,包：预算金额（元）\nunits:1,居家养老,300000,1,20,250000.5\n';
  expect((await send('purchases', file, { type: 'text/csv' })).figures).toEqual([1, 0, 0]);
  expect(await find('tenders', 'units:1')).toMatchObject({
    budget: '300000.00',
    lots: [{ ceiling: '200000.00', budget: '250000.50' }],
  });
  const twice = '外部编号,项目名称,预算金额（元）,预算金额（万元）\nunits:2,居家养老,300000,30\n';
  const refused = await postRows(app, officer, 'purchases', twice, { type: 'text/csv' }).expect(400);
  expect(refused.body.errors).toMatchObject([{ pointer: '/预算金额（万元）', code: 'duplicate_column' }]);
});

describe('amounts as spreadsheets keep them', () => {
  const headings = ['externalId', 'title', '预算金额（元）', '包号', '包：最高限价（万元）'];
  it('are read as the spreadsheet shows them, and one with a third decimal is returned with its row', async () => {
    const rows = [
      headings,
      ['binary:1', '居家养老', 105.44999999999999, 1, 10.545499999999999],
      ['binary:2', '居家养老', '1,234.50', 1, '1,234.5'],
      ['binary:3', '居家养老', 105.455, 1, '1,234'],
    ];
    const file = Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows }] }));
    const { figures, faults, raws } = await send('purchases', file, { type: XLSX });
    expect([figures, faults]).toEqual([[2, 0, 1], [[4, '/budget not_money', '/lotCeiling ambiguous_amount']]]);
    expect(raws).toEqual([JSON.stringify(rows[3])]);
    expect(await find('tenders', 'binary:1')).toMatchObject({ budget: '105.45', lots: [{ ceiling: '105455.00' }] });
    expect(await find('tenders', 'binary:2')).toMatchObject({ budget: '1234.50', lots: [{ ceiling: '12345000.00' }] });
  });

  it('are read from CSV with marks between thousands, and refused where a comma may be a decimal sign', async () => {
    const file = `${headings.join(',')}\nmarks:1,居家养老,"12,345.60",1,\nmarks:2,居家养老,"1.234,50",1,\n`;
    const { figures, faults } = await send('purchases', file, { type: 'text/csv' });
    expect([figures, faults]).toEqual([[1, 0, 1], [[3, '/budget ambiguous_amount']]]);
    expect(await find('tenders', 'marks:1')).toMatchObject({ budget: '12345.60' });
  });
});

it('blank rows of a spreadsheet are no rows, and what is wrong behind them has the line on which it stands', async () => {
  const file =
    '外部编号,项目名称,预算金额（元）\r\nblank:1,居家养老,300000\r\n,,\r\n , ,\r\nblank:2,居家养老,约三十\r\n,,\r\n';
  const { figures, faults } = await send('purchases', file, { type: 'text/csv' });
  expect([figures, faults]).toEqual([[1, 0, 1], [[5, '/budget not_money']]]);
});

const record = (id: string, servedOn: string) => ({
  ...{ externalId: id, contract, servedOn, form: 'group', minutes: 1, assistants: 1, participants: 12 },
});
const listStored = (system: string) =>
  query<{ day: string; minutes: number; participants: number }>(
    `SELECT served_on::text AS day, minutes, participants FROM service_record WHERE client_token LIKE $1 ORDER BY client_token`,
    [`${system}:%`],
  );

describe('a template whose columns were moved', () => {
  const row = {
    ...{ '外部编号*': 'moved:1', '合同*': '', '服务日期*': '2026-02-01', '服务形式*': 'group' },
    ...{ '分钟数*': 7, 助理人数: 1, 参与人数: 12 },
  };
  const fill = async (move: (headings: string[]) => string[]) =>
    fillTemplate(await fetchXlsxTemplate(app, worker, 'records', 'zh'), [{ ...row, '合同*': contract }], move);

  it('is taken by its headings', async () => {
    const { figures, faults } = await send('records', await fill((h) => h.toReversed()), { type: XLSX });
    expect([figures, faults]).toEqual([[1, 0, 0], []]);
    expect(await listStored('moved')).toEqual([{ day: '2026-02-01', minutes: 7, participants: 12 }]);
  });

  it.each([
    ['without a column that is required', (h: string[]) => h.filter((each) => each !== '分钟数*'), 'missing_column'],
    ['with a column twice', (h: string[]) => [...h, '分钟数'], 'duplicate_column'],
  ])('is refused %s', async (_, move, code) => {
    const refused = await postRows(app, worker, 'records', await fill(move), { type: XLSX }).expect(400);
    expect(refused.body.errors).toMatchObject([{ code }]);
  });
});

describe('a workbook', () => {
  const headings = ['externalId', 'contract', 'servedOn', 'form', 'minutes', 'assistants', 'participants'];
  const cells = (id: string, day: Date | number) => [id, contract, day, 'group', 1, 1, 12];

  it.each(['1900', '1904'] as const)('of %s has the day of a date cell, and none of a mere number', async (system) => {
    const rows = [
      headings,
      cells(`from${system}:1`, new Date('2026-02-02T00:00:00Z')),
      // 2 February 2026 in the one, 3 February 2030 in the other.
      cells(`from${system}:2`, 46_055),
    ];
    const file = Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows }], dateSystem: system }));
    const { figures, faults } = await send('records', file, { type: XLSX });
    expect([figures, faults]).toEqual([[1, 0, 1], [[3, '/servedOn not_date']]]);
    expect(await listStored(`from${system}`)).toMatchObject([{ day: '2026-02-02' }]);
  });

  it('has no day in a cell that shows only a month, or a day of no year', async () => {
    const texts = [contract, 'group'].map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
    const row = (id: string, style: number) =>
      `<row><c t="inlineStr"><is><t>${id}</t></is></c>${texts[0]}<c s="${style}"><v>46055</v></c>${texts[1]}${'<c><v>1</v></c>'.repeat(3)}</row>`;
    const heading = `<row>${headings.map((each) => `<c t="inlineStr"><is><t>${each}</t></is></c>`).join('')}</row>`;
    const rows = `${heading}${row('shown:1', 0)}${row('shown:2', 1)}${row('shown:3', 2)}`;
    const file = packFormats([14, 'yyyy"年"m"月"', 'm"月"d"日"'], rows);
    const { figures, faults } = await send('records', file, { type: XLSX });
    const faulty = [3, 4].map((line) => [line, '/servedOn not_date']);
    expect([figures, faults]).toEqual([[1, 0, 2], faulty]);
    expect(await listStored('shown')).toMatchObject([{ day: '2026-02-02' }]);
  });

  it('that is packed as ZIP64 is refused, and says how it is to be saved', async () => {
    const plain = packParts({ ...WORKBOOK_PARTS, 'xl/worksheets/sheet1.xml': '<worksheet/>' });
    const end = plain.subarray(-22);
    const big = Buffer.alloc(56 + 20);
    big.write('PK\x06\x06', 0, 'latin1');
    big.writeBigUInt64LE(44n, 4);
    big.write('PK\x06\x07', 56, 'latin1');
    big.writeBigUInt64LE(BigInt(plain.length - 22), 64);
    // The numbers of the directory stand in the part for large ones.
    end.fill(0xff, 8, 20);
    const refused = await postRows(app, worker, 'records', Buffer.concat([plain.subarray(0, -22), big, end]), {
      type: XLSX,
    }).expect(415);
    expect(refused.body).toMatchObject({ code: 'unsupported_media_type', detail: expect.stringContaining('ZIP64') });
  });
});

const ROWS = 200_000;
/** Every thousandth row is wrong; a day has at most a thousand. */
const listMany = (system: string) =>
  Array.from({ length: ROWS }, (_, i) => {
    const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 1000))).toISOString().slice(0, 10);
    return { ...record(`${system}:${i}`, day), ...(i % 1000 === 999 && { minutes: 0 }) };
  });

it('two hundred thousand rows are refused where they were to be taken together, with the figure that is', async () => {
  for (const more of ['', '&dryRun=true']) {
    const rows = listMany('refused');
    const refused = await postRows(app, worker, 'records', rows, { query: `&mode=all${more}` }).expect(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '?mode', code: 'too_many_rows' }]);
    expect(refused.text).toContain('20000');
  }
  expect(await query(`SELECT FROM import WHERE rows = $1`, [ROWS])).toEqual([]);
});

it('more rows than one transaction holds are tried each, returned where they are wrong, and leave nothing', async () => {
  // Few are right: how long a right one takes is no matter here.
  const rows = listMany('tried')
    .slice(0, 20_600)
    .map((row, i) => ({ ...row, minutes: i % 1000 === 0 ? 1 : 0 }));
  const { figures, faults } = await send('records', rows, { query: '&dryRun=true' });
  expect(figures).toEqual([21, 0, 20_579]);
  expect(faults[0]).toEqual([2, '/minutes too_small']);
  const kept = await query(
    `SELECT r.line, r.raw FROM import i JOIN import_reject r ON r.import_id = i.id WHERE i.rows = $1 ORDER BY r.line`,
    [rows.length],
  );
  const wrong = rows.flatMap((row, i) => (row.minutes === 0 ? [{ line: i + 1, raw: JSON.stringify(row) }] : []));
  expect(kept).toEqual(wrong);
  expect(await listStored('tried')).toEqual([]);
}, 300_000);

describeInFull('two hundred thousand rows', () => {
  it('are taken or returned each, and unchanged when they come again', async () => {
    const rows = listMany('many');
    expect((await send('records', rows)).figures).toEqual([199_800, 0, 200]);
    const again = await send('records', rows);
    expect(again.figures).toEqual([0, 199_800, 200]);
    expect(again.faults.slice(0, 2)).toEqual([
      [1000, '/minutes too_small'],
      [2000, '/minutes too_small'],
    ]);
    expect(again.raws[0]).toBe(JSON.stringify(rows[999]));
    expect(await query(`SELECT count(*)::int AS n FROM service_record WHERE client_token LIKE 'many:%'`)).toEqual([
      { n: 199_800 },
    ]);
  }, 1_200_000);
});
