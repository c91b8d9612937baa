import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BULK_KIND_NAMES } from '../../src/imports/bulk/bulk-kind-names.js';
import { BulkKinds } from '../../src/imports/bulk/bulk-kinds.js';
import { placeColumns } from '../../src/imports/bulk/columns.js';
import { formatTemplateHeading } from '../../src/imports/bulk/templates/template.rules.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import {
  fetchXlsxTemplate,
  fillTemplate,
  sendRows,
  XLSX,
  type Cell,
  type RowsFile,
  type Sent,
} from '../support/bulk-rows.js';

let app: TestApp;
let parties: Parties;
let contract: Contracting;
let worker: TestAccount;
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  parties = await makeParties(app);
  contract = await Contracting.signed(app, parties);
  worker = await makeUser(app, 'agency_worker', parties.agency);
  const bureau = await makeBody(app, { name: '虚构区民政局' });
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
  await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  await contract.act('start');
});
afterAll(() => app.close());

const send = (kind: string, content: RowsFile, { as = worker, ...sent }: Sent & { as?: TestAccount } = {}) =>
  sendRows(app, as, kind, content, sent);
const fetchTemplate = (kind: string, lang: string) => fetchXlsxTemplate(app, worker, kind, lang);

let count = 0;
/** Names, and a day, that no other test has: more than a day of minutes is refused. */
const fresh = (): string => `t${++count}`;
const getDay = (): string => `2026-02-${String(count).padStart(2, '0')}`;
const record = (id: string, more: object = {}) => ({
  ...{ externalId: id, contract: contract.id, servedOn: getDay(), form: 'group', minutes: 1, assistants: 1 },
  ...{ participants: 12, ...more },
});
const countRecords = async (like: string): Promise<number> => {
  const [row] = await app.dataSource.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM service_record WHERE client_token LIKE $1`,
    [`${like}:%`],
  );
  return row?.n ?? 0;
};

describe('records of service in bulk', () => {
  it('are stored, each with its token, and are unchanged when they come again', async () => {
    const system = fresh();
    const rows = Array.from({ length: 30 }, (_, i) => record(`${system}:${i}`, { minutes: 1 + i }));
    expect((await send('records', rows)).figures).toEqual([30, 0, 0]);
    expect((await send('records', rows)).figures).toEqual([0, 30, 0]);
    expect(await countRecords(system)).toBe(30);
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}/service-records?limit=200`).set(worker.auth);
    const stored = body.items.find((item: { clientToken: string }) => item.clientToken === `${system}:7`);
    expect(stored).toMatchObject({ servedOn: getDay(), minutes: 8, workers: { assistant: 1 }, participants: 12 });
  });

  it('that say otherwise than before are corrected with the reason of the file, once, and refused without one', async () => {
    const system = fresh();
    const rows = [record(`${system}:1`), record(`${system}:2`), record(`${system}:3`)];
    expect((await send('records', rows)).figures).toEqual([3, 0, 0]);
    const changed = [
      record(`${system}:1`),
      record(`${system}:2`, { minutes: 7 }),
      record(`${system}:3`, { minutes: 0 }),
    ];
    const refused = await send('records', changed);
    expect([refused.figures, refused.faults]).toEqual([
      [0, 1, 2],
      [
        [2, '/externalId not_unique'],
        [3, '/minutes too_small'],
      ],
    ]);
    const reason = '按签到表更正';
    const query = `&reason=${encodeURIComponent(reason)}`;
    const corrected = await send('records', changed, { query });
    expect([corrected.figures, corrected.faults]).toEqual([[1, 1, 1], [[3, '/minutes too_small']]]);
    expect((await send('records', changed.slice(0, 2), { query })).figures).toEqual([0, 2, 0]);
    const again = [record(`${system}:2`, { minutes: 8 })];
    expect((await send('records', again, { query })).figures).toEqual([1, 0, 0]);
    const { body } = await app.http
      .get(`/api/v1/contracts/${contract.id}/service-records?limit=200&superseded=1`)
      .set(worker.auth);
    const told = (body.items as { servedOn: string; minutes: number; corrects: string | null; reason: string | null }[])
      .filter(({ servedOn, corrects }) => servedOn === getDay() && corrects !== null)
      .map((item) => [item.minutes, item.reason]);
    expect(told.sort()).toEqual([
      [7, reason],
      [8, reason],
    ]);
    // A day that nobody may record is not recorded by a correction either.
    const ahead = await send('records', [record(`${system}:2`, { servedOn: '2026-03-03' })], { query });
    expect(ahead.faults).toEqual([[1, '/servedOn in_future']]);
  });

  it('that go back to their first words are a correction too, which wants a reason, and are unchanged once they say so', async () => {
    const system = fresh();
    const rows = (minutes: number) => [record(`${system}:1`, { minutes })];
    const query = `&reason=${encodeURIComponent('按签到表更正')}`;
    expect((await send('records', rows(60))).figures).toEqual([1, 0, 0]);
    expect((await send('records', rows(90), { query })).figures).toEqual([1, 0, 0]);
    const refused = await send('records', rows(60));
    expect([refused.figures, refused.faults]).toEqual([[0, 0, 1], [[1, '/externalId not_unique']]]);
    expect((await send('records', rows(60), { query })).figures).toEqual([1, 0, 0]);
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}/service-records?limit=200`).set(worker.auth);
    const standing = (body.items as { servedOn: string; minutes: number }[]).filter((r) => r.servedOn === getDay());
    expect(standing.map(({ minutes }) => minutes)).toEqual([60]);
    for (const sent of [{ query }, {}]) expect((await send('records', rows(60), sent)).figures).toEqual([0, 1, 0]);
  });

  it('that are corrected keep what a row does not say: note, place, hour, and workers of other kinds', async () => {
    const system = fresh();
    const said = { minutes: 60, volunteers: 2, place: '社区中心', note: '备注', startsAt: '09:00' };
    expect((await send('records', [record(`${system}:1`, said)])).figures).toEqual([1, 0, 0]);
    const query = `&reason=${encodeURIComponent('按签到表更正')}`;
    const part = [record(`${system}:1`, { minutes: 90, participants: undefined })];
    expect((await send('records', part, { query })).figures).toEqual([1, 0, 0]);
    const { body } = await app.http.get(`/api/v1/contracts/${contract.id}/service-records?limit=200`).set(worker.auth);
    const standing = (body.items as { servedOn: string }[]).filter(({ servedOn }) => servedOn === getDay());
    expect(standing).toMatchObject([
      { minutes: 90, workers: { assistant: 1, volunteer: 2 }, participants: 12, place: '社区中心', startsAt: '09:00' },
    ]);
    expect(standing).toMatchObject([{ note: '备注' }]);
    expect((await send('records', part)).figures).toEqual([0, 1, 0]);
    const other = await send('records', [record(`${system}:1`, { minutes: 90, volunteers: 3 })]);
    expect(other.faults).toEqual([[1, '/externalId not_unique']]);
  });

  it('that were withdrawn are not told anew by their first words', async () => {
    const system = fresh();
    const rows = [record(`${system}:1`)];
    expect((await send('records', rows)).figures).toEqual([1, 0, 0]);
    const [stored] = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM service_record WHERE client_token = $1`,
      [`${system}:1`],
    );
    await app.http
      .post(`/api/v1/contracts/${contract.id}/service-records/${stored?.id}/corrections`)
      .set({ ...worker.auth, 'Idempotency-Key': `withdraw-${system}` })
      .send({ record: null, reason: '重复录入' })
      .expect(201);
    for (const query of ['', `&reason=${encodeURIComponent('再次上报')}`])
      expect((await send('records', rows, { query })).faults).toEqual([[1, '/externalId not_unique']]);
  });

  it('that are wrong are named by their cells, and the others are taken', async () => {
    const system = fresh();
    const rows: object[] = Array.from({ length: 200 }, (_, i) => record(`${system}:${i}`));
    rows[17] = record(`${system}:17`, { servedOn: '2026-03-03' });
    rows[41] = record(`${system}:41`, { minutes: 0 });
    rows[42] = record(`${system}:42`, { servedOn: '3/2/2026' });
    rows[43] = record(`${system}:43`, { contract: 'nobody:1' });
    const { figures, faults } = await send('records', rows);
    expect(figures).toEqual([196, 0, 4]);
    expect(faults).toEqual([
      [18, '/servedOn in_future'],
      [42, '/minutes too_small'],
      [43, '/servedOn ambiguous_date'],
      [44, '/contract not_found'],
    ]);
    expect(await countRecords(system)).toBe(196);
  });

  it('that say otherwise under a token that is taken are refused', async () => {
    const system = fresh();
    await send('records', [record(`${system}:1`)]);
    const { faults } = await send('records', [record(`${system}:1`, { minutes: 2 })]);
    expect(faults).toEqual([[1, expect.stringContaining('not_unique')]]);
  });

  it('are taken back whole where one is wrong and all were asked for, and leave nothing when they are tried', async () => {
    const system = fresh();
    const rows = [record(`${system}:1`), record(`${system}:2`, { form: 'song' }), record(`${system}:3`)];
    expect((await send('records', rows, { query: '&mode=all' })).figures[0]).toBe(0);
    expect((await send('records', [rows[0] as object], { query: '&dryRun=true' })).figures).toEqual([1, 0, 0]);
    expect(await countRecords(system)).toBe(0);
  });

  it('are refused row by row to an agency that does not carry the contract out', async () => {
    const system = fresh();
    const rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const { faults } = await send('records', [record(`${system}:1`), record(`${system}:2`)], { as: rival });
    expect(faults.map(([line]) => line)).toEqual([1, 2]);
    expect(await countRecords(system)).toBe(0);
  });
});

describe('a template', () => {
  it.each(['zh', 'en'])('that was filled in is taken, with headings in %s', async (lang) => {
    const system = fresh();
    const names = (
      await app.http
        .get('/api/v1/imports/templates/records')
        .set({ ...worker.auth, 'Accept-Language': lang })
        .expect(200)
    ).body as { columns: { key: string; heading: string; required: boolean }[] };
    const heading = new Map(names.columns.map((column) => [column.key, column.heading]));
    expect(heading.get('externalId')).toMatch(/\*$/);
    const fill = (cells: Record<string, Cell>) =>
      Object.fromEntries(Object.entries(cells).map(([key, cell]) => [heading.get(key) ?? key, cell]));
    const row = (n: number, servedOn: Cell) =>
      fill({ ...record(`${system}:${n}`), servedOn, withinContract: lang === 'zh' ? '是' : 'yes' });
    const day = new Date('2026-02-03T00:00:00Z');
    const file = await fillTemplate(await fetchTemplate('records', lang), [
      row(1, day),
      row(2, '2026/2/4'),
      row(3, '4/2/2026'),
      { ...row(4, day), [heading.get('minutes') ?? '']: 'an hour' },
    ]);
    const { figures, faults, raws } = await send('records', file, { type: XLSX });
    expect(figures).toEqual([2, 0, 2]);
    expect(faults).toEqual([
      [4, '/servedOn ambiguous_date'],
      [5, '/minutes not_integer'],
    ]);
    expect(JSON.parse(raws[1] ?? '')).toContain('an hour');
    const days = await app.dataSource.query<{ day: string }[]>(
      `SELECT served_on::text AS day FROM service_record WHERE client_token LIKE $1 ORDER BY 1`,
      [`${system}:%`],
    );
    expect(days.map((each) => each.day)).toEqual(['2026-02-03', '2026-02-04']);
  });

  it('of every kind has headings that are known again, in both languages', () => {
    const kinds = app.running.app.get(BulkKinds);
    for (const name of BULK_KIND_NAMES)
      for (const lang of ['zh', 'en'] as const) {
        const { columns } = kinds.get(name);
        const placed = placeColumns(
          columns,
          columns.map((column) => formatTemplateHeading(column, lang)),
        );
        expect([name, placed.faults]).toEqual([name, []]);
        expect(placed.columns.map(({ column }) => column.key)).toEqual(columns.map(({ key }) => key));
      }
  });

  it('is CSV where that is asked for, of no kind is not there, and of another form is refused', async () => {
    const get = (path: string) => app.http.get(`/api/v1/imports/templates/${path}`).set(officer.auth);
    const csv = await get('payments?format=csv').set('Accept-Language', 'zh').expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="payments.csv"');
    expect(csv.text).toMatch(/^\uFEFF合同\*,.*金额（元）.*\r\n$/);
    expect((await get('songs').expect(404)).body.code).toBe('not_found');
    expect((await get('payments?format=doc').expect(400)).body.code).toBe('validation_failed');
    expect((await get('payments').set('Accept', 'text/html').expect(406)).body.code).toBe('not_acceptable');
  });
});

describe('a workbook that is sent', () => {
  const post = (content: Buffer) =>
    app.http
      .post('/api/v1/imports?kind=records')
      .set({ ...worker.auth, 'Content-Type': XLSX })
      .send(content);

  it('is refused where it is none, and where a column is not of the template', async () => {
    const text = await post(Buffer.from('a,b\n')).expect(415);
    expect(text.body).toMatchObject({ code: 'unsupported_media_type', detail: 'The file is no XLSX workbook' });
    const template = await fetchTemplate('contracts', 'zh');
    const odd = await post(template).expect(400);
    expect(odd.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'unknown_column' })]));
  });
});
