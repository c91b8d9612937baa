import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { asBuffer, postRows, sendRows, XLSX, type RowsFile, type Sent } from '../support/bulk-rows.js';
import { packSheet } from '../support/workbooks.js';

let app: TestApp;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  const bureau = await makeBody(app, { name: '虚构区民政局' });
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
});
afterAll(() => app.close());

const CSV = { type: 'text/csv' };
const send = (kind: string, rows: RowsFile, sent: Sent = {}) => sendRows(app, officer, kind, rows, sent);
const find = async (list: string, externalId: string) => {
  const { body } = await app.http.get(`/api/v1/${list}?externalId=${externalId}`).set(officer.auth).expect(200);
  return (await app.http.get(`/api/v1/${list}/${body.items[0].id}`).set(officer.auth).expect(200)).body;
};

describe('a number of a lot that is wrong', () => {
  const heading = '外部编号,项目名称,包：最高限价（元）,包号';

  it.each([
    ['that is 0', ['no:1,助餐,1000,0'], [[2, '/lotNo too_small']]],
    ['that is missing', ['no:2,助餐,1000,'], [[2, '/lotNo required']]],
    [
      'that another row has',
      ['no:3,助餐,1000,1', 'no:3,助餐,2000,1'],
      [
        [2, '/externalId other_row'],
        [3, '/lotNo not_unique'],
      ],
    ],
  ])('%s is pointed at in its own column', async (_, rows, faults) => {
    expect((await send('purchases', [heading, ...rows].join('\n'), CSV)).faults).toEqual(faults);
  });

  it('is pointed at within a list that one row gives', async () => {
    const row = { externalId: 'no:4', title: '助餐', lots: [{ no: 1, ceiling: '1000' }, { ceiling: '2000' }] };
    expect((await send('purchases', [row])).faults).toEqual([[1, '/lots/1/no required']]);
  });
});

describe('a cell', () => {
  it('with an error of the spreadsheet is called one, in a workbook and in a text file', async () => {
    const text = (each: string) => `<c t="inlineStr"><is><t>${each}</t></is></c>`;
    const row = (...cells: string[]) => `<row>${cells.join('')}</row>`;
    const file = packSheet(
      row(text('externalId'), text('title'), text('budget')) +
        row(text('error:1'), text('助餐'), '<c t="e"><v>#DIV/0!</v></c>'),
    );
    const { faults, rejects } = await send('purchases', file, { type: XLSX });
    expect(faults).toEqual([[2, '/budget cell_error']]);
    expect(JSON.stringify(rejects)).toContain('#DIV/0!');
    const csv = await send('purchases', 'externalId,title,budget\nerror:2,#N/A,1\n', CSV);
    expect(csv.faults).toEqual([[2, '/title cell_error']]);
  });

  it('that JSON makes true or a list is called what it should be, and no formula', async () => {
    const row = { externalId: 'odd:1', title: true, budget: [1], window: null, lots: [{ no: true }] };
    const { window: _, ...rest } = row;
    expect((await send('purchases', [rest])).faults).toEqual([
      [1, '/title not_text', '/budget not_money', '/lots/0/no not_integer'],
    ]);
  });
});

describe('a text', () => {
  it.each([
    ['JSON', "'=五保户", "'=五保户"],
    ['JSON', '#N/A', '#N/A'],
    ['a workbook', "'-1 号楼", "'-1 号楼"],
    ['a workbook', '=1+1', '=1+1'],
    ['a workbook', '#N/A', '#N/A'],
    ['a text file', "'=1+1", '=1+1'],
    ['a text file', "'＝1+1", '＝1+1'],
    ['a text file', "'tis", "'tis"],
  ])('of %s that says %s is %s', async (form, said, kept) => {
    const id = `text:${Buffer.from(form + said).toString('hex')}`;
    const text = (each: string) => `<c t="inlineStr"><is><t>${each}</t></is></c>`;
    const row = (...cells: string[]) => `<row>${cells.map(text).join('')}</row>`;
    const files: Record<string, () => ReturnType<typeof send>> = {
      JSON: () => send('purchases', [{ externalId: id, title: said }]),
      'a workbook': () => send('purchases', packSheet(row('externalId', 'title') + row(id, said)), { type: XLSX }),
      'a text file': () => send('purchases', `externalId,title\n${id},${said}\n`, CSV),
    };
    expect((await files[form]?.())?.faults).toEqual([]);
    expect(await find('tenders', id)).toMatchObject({ title: kept });
  });

  it('for how a lot is priced or bought is that of the code list or of notices', async () => {
    const heading = '外部编号,项目名称,采购方式,包：最高限价（元）,包号,包：计价方式';
    const methods = ['竞争性磋商', '单一来源采购', 'open'];
    const rows = ['竞争定价', '竞争报价', '固定价格'].map((word, i) => `priced:${i},助餐,${methods[i]},1000,1,${word}`);
    expect((await send('purchases', [heading, ...rows].join('\n'), CSV)).faults).toEqual([]);
    const codes = ['COMPETITIVE_CONSULTATION', 'SINGLE_SOURCE', 'OPEN_TENDER'];
    for (const [i, pricing] of ['competitive', 'competitive', 'fixed'].entries())
      expect(await find('tenders', `priced:${i}`)).toMatchObject({ method: codes[i], lots: [{ pricing }] });
  });
});

describe('what our own Chinese table says', () => {
  const table = async (list: string, form: string, fields: string): Promise<Buffer> =>
    (
      await app.http
        .get(`/api/v1/${list}&format=${form}&fields=${fields}`)
        .set({ ...officer.auth, 'Accept-Language': 'zh' })
        .buffer(true)
        .parse(asBuffer)
        .expect(200)
    ).body as Buffer;

  it('is read again by its headings, words and units, with the name of each row before it', async () => {
    const row = { externalId: 'again:1', title: '助餐', method: 'OPEN_TENDER', category: 'ELDERLY_HOME_CARE' };
    const more = {
      budgetLevel: 'below_provincial',
      budget: '300000.50',
      windowStart: '2026-01-01',
      windowEnd: '2026-12',
    };
    expect((await send('purchases', [{ ...row, ...more }])).figures).toEqual([1, 0, 0]);
    const fields = 'title,method,category,budgetLevel,budget,window,region';
    const csv = (await table('tenders?externalId=again:1', 'csv', fields)).toString().replace('\uFEFF', '');
    expect(csv).toMatch(/公开招标.*社区老人居家养老服务/);
    expect(csv).toContain('预算（元）');
    const [headings, exported] = csv.split('\r\n');
    const file = `外部编号,${headings}\r\nagain:1,${exported}\r\n`;
    expect((await send('purchases', file, CSV)).figures).toEqual([0, 1, 0]);
  });

  it('is read again from a workbook as it is, where it has what the rows are called', async () => {
    const row = { externalId: 'again:2', name: '虚构机构丙', kind: 'agency', registeredOn: '2015-06' };
    const categories = ['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK'];
    expect((await send('organisations', [{ ...row, categories }])).figures).toEqual([1, 0, 0]);
    const fields = 'externalIds,name,kind,registeredOn,categories';
    const workbook = await table('organisations?externalId=again:2', 'xlsx', fields);
    const { figures, faults } = await send('organisations', workbook, { type: XLSX });
    expect([figures, faults]).toEqual([[0, 1, 0], []]);
  });

  it('is read again as the same text, where that looks like a formula or an error of the spreadsheet', async () => {
    const csv = "externalId,name,kind\nagain:3,'=虚构机构,agency\n";
    expect((await send('organisations', csv, CSV)).figures).toEqual([1, 0, 0]);
    expect((await send('organisations', [{ externalId: 'again:4', name: '#N/A', kind: 'agency' }])).faults).toEqual([]);
    for (const [id, name] of [
      ['again:3', '=虚构机构'],
      ['again:4', '#N/A'],
    ]) {
      expect(await find('organisations', id ?? '')).toMatchObject({ name });
      const workbook = await table(`organisations?externalId=${id}`, 'xlsx', 'externalIds,name,kind');
      const { figures, faults } = await send('organisations', workbook, { type: XLSX });
      expect([figures, faults]).toEqual([[0, 1, 0], []]);
    }
  });

  it('has its words in a template too, one of them or several', async () => {
    const file = [
      '外部编号,名称,机构类型,服务类别',
      'words:1,虚构机构甲,社会工作服务机构,社区老人居家养老服务；社区社会工作服务',
      'words:2,虚构机构乙,不明机构,',
    ].join('\n');
    const { figures, faults } = await send('organisations', file, CSV);
    expect([figures, faults]).toEqual([[1, 0, 1], [[3, '/kind not_allowed_value']]]);
    expect(await find('organisations', 'words:1')).toMatchObject({
      kind: 'agency',
      categories: ['ELDERLY_HOME_CARE', 'COMMUNITY_SOCIAL_WORK'],
    });
  });
});

describe('a file', () => {
  it('that is damaged is called damaged', async () => {
    const damaged = packSheet('<row r="1"><c r="A1"><v>1</v');
    const { body } = await postRows(app, officer, 'purchases', damaged, { type: XLSX }).expect(400);
    expect(body).toMatchObject({ code: 'unreadable_file', detail: expect.stringContaining('damaged') });
  });

  it('of a kind is told to leave out the format, with the forms that there are', async () => {
    for (const format of ['notices', 'csv']) {
      const query = `&format=${format}`;
      const { body } = await postRows(app, officer, 'purchases', [], { query }).expect(400);
      expect(body.errors).toMatchObject([{ pointer: '?format', text: expect.stringContaining('text/csv') }]);
    }
  });
});
