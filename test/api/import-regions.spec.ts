import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { importRows, rejectsOf, row } from '../support/imports.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

let count = 0;
/** Imports one row and reads its purchase. */
async function imported(changes: object) {
  const name = `regions-${++count}`;
  const done = await importRows(app, name, [row('a', changes)]);
  expect(await rejectsOf(app, done.id)).toEqual([]);
  return readTender(name, 'a');
}
async function readTender(name: string, reference: string) {
  const found = await app.http.get(`/api/v1/notices?externalId=${name}:${reference}`).expect(200);
  return (await app.http.get(`/api/v1/tenders/${found.body.items[0].tender}`).expect(200)).body;
}
const missingRegion = (tender: { completeness: { field: string }[] }) =>
  tender.completeness.filter(({ field }) => field === 'region');

describe('the region of an imported notice', () => {
  it.each([
    ['甘肃省兰州市城关区', '2019-05-06', '620102'],
    ['江苏省宜兴市', '2018-04-02', '320282'],
    ['广东省中山市横栏镇', '2017-03-01', '442000'],
    ['广州市从化区', '2012-05-01', '440184'],
    ['广州市从化区', '2016-05-01', '440117'],
  ])('%s on %s has the code %s, and the text is kept', async (region, notice_date, code) => {
    const tender = await imported({ region, notice_date });
    expect(tender).toMatchObject({ region: code, regionText: region });
    expect(missingRegion(tender)).toEqual([]);
    const { body } = await app.http.get(`/api/v1/tenders?dataset=import:regions-${count}&region=${code}`).expect(200);
    expect(body.items).toMatchObject([{ id: tender.id }]);
  });

  it('is that of the award where the notice has no day', async () => {
    const award = { notice_type: 'award', winner: '机构A', award_date: '2012-05-01' };
    expect((await imported({ ...award, region: '广州市从化区' })).region).toBe('440184');
  });

  it('stays null where the text is ambiguous, and completeness lists what it may mean', async () => {
    const tender = await imported({ region: '江苏省鼓楼区', notice_date: '2019-05-06' });
    expect(tender.region).toBeNull();
    expect(missingRegion(tender)).toEqual([
      {
        field: 'region',
        lot: null,
        reason: 'ambiguous',
        candidates: [
          { code: '320106', fullName: '江苏省南京市鼓楼区' },
          { code: '320302', fullName: '江苏省徐州市鼓楼区' },
        ],
      },
    ]);
  });

  it('stays null with reason not_in_force where no place of that name was there on the day', async () => {
    const tender = await imported({ region: '浙江省杭州市临平区', notice_date: '2018-01-10' });
    expect(missingRegion(tender)).toEqual([
      {
        field: 'region',
        lot: null,
        reason: 'not_in_force',
        candidates: [{ code: '330113', fullName: '浙江省杭州市临平区' }],
      },
    ]);
  });

  it('stays null with reason unknown where the text names no place, and without reason where there is no text', async () => {
    expect(missingRegion(await imported({ region: '某区' }))).toEqual([
      { field: 'region', lot: null, reason: 'unknown', candidates: [] },
    ]);
    expect(missingRegion(await imported({}))).toEqual([{ field: 'region', lot: null }]);
  });

  it('is that of the first text of the purchase that can be resolved', async () => {
    const name = `regions-${++count}`;
    await importRows(app, name, [
      row('a', { region: '鼓楼区', notice_date: '2019-05-06' }),
      row('b', { notice_type: 'award', follows: 'a', region: '江苏省南京市鼓楼区', notice_date: '2019-06-06' }),
    ]);
    const tender = await readTender(name, 'a');
    expect(tender).toMatchObject({ region: '320106', regionText: '鼓楼区' });
    expect(missingRegion(tender)).toEqual([]);
  });

  it('follows a row that comes again with another text', async () => {
    const name = `regions-${++count}`;
    await importRows(app, name, [row('a', { region: '鼓楼区', notice_date: '2019-05-06' })]);
    await importRows(app, name, [row('a', { region: '福建省福州市鼓楼区', notice_date: '2019-05-06' })]);
    expect(await readTender(name, 'a')).toMatchObject({ region: '350102', regionText: '福建省福州市鼓楼区' });
  });
});
