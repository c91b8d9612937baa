import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, giveSeat, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { importsOf } from '../support/imports.js';

let app: TestApp;
let bureau: string;
let other: string;
/** Acts for two bureaus. */
let officer: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  [bureau, other] = await Promise.all([makeBody(app), makeBody(app)]);
  officer = await makeAccount(app, { role: 'bureau_officer', organisation: bureau });
  await giveSeat(app, officer, 'bureau_officer', other);
});
afterAll(() => app.close());

async function send(kind: string, row: object) {
  const { body } = await app.http
    .post(`/api/v1/imports?kind=${kind}`)
    .set({ ...officer.auth, 'Content-Type': 'application/x-ndjson' })
    .send(`${JSON.stringify(row)}\n`)
    .expect(202);
  await importsOf(app).run(body.id);
  const get = (path: string) => app.http.get(`/api/v1/imports/${body.id}${path}`).set(officer.auth).expect(200);
  const [{ body: done }, { body: rejects }] = [await get(''), await get('/rejects')];
  const faults = (rejects.items as { errors: { pointer: string; code: string }[] }[]).flatMap(({ errors }) => errors);
  return [done.accepted, done.unchanged, ...faults.map(({ pointer, code }) => `${pointer} ${code}`)] as unknown[];
}
const put = async (list: string, externalId: string, body: object) => {
  const [system, id] = externalId.split(':');
  const answer = await app.http.put(`/api/v1/${list}/by-external-id/${system}/${id}`).set(officer.auth).send(body);
  const { code, errors = [] } = answer.body as { code?: string; errors?: { pointer: string; code: string }[] };
  return [answer.status, code, ...errors.map((error) => `${error.pointer} ${error.code}`)];
};

describe('what is said once of a purchase', () => {
  const row = { externalId: 'fix:1', title: '居家养老', lots: [{ no: 1, pricing: 'fixed' }, { no: 2 }] };

  it('is refused by its cell where a row says it otherwise, and the same words are unchanged', async () => {
    expect(await send('purchases', { ...row, buyer: bureau })).toEqual([1, 0]);
    expect(await send('purchases', { ...row, externalId: 'fix:0', buyer: bureau })).toEqual([1, 0]);
    expect(await send('purchases', { ...row, buyer: bureau })).toEqual([0, 1]);
    expect(await send('purchases', { ...row, buyer: other })).toEqual([0, 0, '/buyer cannot_change']);
    expect(await send('purchases', { ...row, buyer: bureau, follows: 'fix:0' })).toEqual([
      0,
      0,
      '/follows cannot_change',
    ]);
    const lots = [
      { no: 1, pricing: 'competitive' },
      { no: 2, pricing: 'fixed' },
    ];
    expect(await send('purchases', { ...row, buyer: bureau, lots })).toEqual([
      0,
      0,
      '/lots/0/pricing cannot_change',
      '/lots/1/pricing cannot_change',
    ]);
    expect(await put('tenders', 'fix:1', { title: '居家养老', buyer: other })).toEqual([
      400,
      'validation_failed',
      '/buyer cannot_change',
    ]);
    expect(await put('tenders', 'fix:1', { title: '居家养老', buyer: bureau, conducted: 'here' })).toEqual([
      400,
      'validation_failed',
      '/conducted cannot_change',
    ]);
  });

  it('of a later round is unchanged by any round of its purchase, itself excepted', async () => {
    const later = { externalId: 'fix:3', title: '居家养老', buyer: bureau, follows: 'fix:1' };
    expect(await send('purchases', later)).toEqual([1, 0]);
    expect(await send('purchases', later)).toEqual([0, 1]);
    expect(await send('purchases', { ...later, follows: null })).toEqual([0, 1]);
    expect(await send('purchases', { ...later, follows: 'fix:0' })).toEqual([0, 0, '/follows cannot_change']);
    expect(await send('purchases', { ...later, follows: 'fix:3' })).toEqual([0, 0, '/follows cannot_change']);
  });

  it('leaves what else the row says untaken', async () => {
    const [stored] = await app.dataSource.query<{ version: number }[]>(
      `SELECT version FROM tender WHERE id IN (SELECT root_id FROM external_id WHERE value = '1' AND system = 'fix')`,
    );
    expect(await send('purchases', { ...row, title: '别的名称', buyer: other })).toEqual([
      0,
      0,
      '/buyer cannot_change',
    ]);
    expect(
      await app.dataSource.query(
        `SELECT title, version FROM tender WHERE id IN (SELECT root_id FROM external_id WHERE value = '1' AND system = 'fix')`,
      ),
    ).toEqual([{ title: '居家养老', version: stored?.version }]);
  });
});

it('who is responsible for a service line is said once', async () => {
  const line = { externalId: 'fix:line', name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2020-01-01' };
  expect(await send('service-lines', { ...line, responsible: bureau })).toEqual([1, 0]);
  expect(await send('service-lines', { ...line, responsible: bureau })).toEqual([0, 1]);
  expect(await send('service-lines', { ...line, responsible: other })).toEqual([0, 0, '/responsible cannot_change']);
  const { externalId: _, ...words } = line;
  expect(await put('service-lines', 'fix:line', { ...words, responsible: other })).toEqual([
    400,
    'validation_failed',
    '/responsible cannot_change',
  ]);
});

describe('an object of another dataset', () => {
  it('is refused like one that is not there, whether by our id or by its own system’s', async () => {
    const body = { buyer: bureau, title: '助餐', lots: [{ no: 1 }] };
    const foreign = await app.http.post('/api/v1/tenders').set(officer.auth).send(body).expect(201);
    // A dataset never changes: as if the bureau had a purchase in another one.
    await app.dataSource.query(
      `BEGIN; SET LOCAL session_replication_role = 'replica';
       UPDATE tender SET dataset = 'import:elsewhere' WHERE id = '${foreign.body.id}'; COMMIT`,
    );
    const absent = '00000000-0000-4000-8000-000000000000';
    const contract = (tender: string) => ({
      ...{ externalId: 'fix:contract', tender, supplierName: '机构甲', amount: '5' },
    });
    const refused = await send('contracts', contract(absent));
    expect(refused.slice(0, 2)).toEqual([0, 0]);
    for (const tender of [foreign.body.id as string, String(foreign.body.id).toUpperCase(), 'fix:nobody'])
      expect(await send('contracts', contract(tender))).toEqual(refused);
    const facts = (tender: string) => ({ tender, kind: 'notice', reference: '1', publishedOn: '2024-01-05' });
    expect(await send('facts', facts(foreign.body.id))).toEqual(await send('facts', facts(absent)));
  });
});
