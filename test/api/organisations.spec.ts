import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { OrganisationsService } from '../../src/people/organisations/organisations.service.js';
import type { PartyRef } from '../../src/people/organisations/party-directory.js';
import type { Role } from '../../src/people/accounts/roles.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { stripRandomParts } from '../support/random-parts.js';

const PATH = '/api/v1/organisations';
const CODE = '52150200MJ0000018P';
const OTHER_CODE = '51150000MJ0000026B';
/** Computed, of nobody. */
const RESIDENT = '11010519491231002X';

interface View {
  id: string;
  version: number;
  name: string;
  creditCode: string | null;
  relationsKnown: boolean;
  persons: { relation: string; name: string }[] | null;
  holdings: { organisation: string; name: string; relation: string }[];
}

describe('organisations', () => {
  let app: TestApp;
  let admin: TestAccount;
  let officer: TestAccount;
  let agency: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    admin = await makeUser(app, 'admin');
    officer = await makeUser(app, 'bureau_officer');
    agency = await makeUser(app, 'agency_manager');
  });
  afterAll(() => app.close());

  const create = async (body: object, by = officer, status = 201): Promise<View> => {
    const answer = await app.http.post(PATH).set(by.auth).send(body).expect(status);
    return answer.body as View;
  };

  it('is recorded by an officer, read by everybody who is signed in, with its version as ETag', async () => {
    const body = {
      name: '示例社会工作服务中心',
      kind: 'agency',
      creditCode: CODE.toLowerCase(),
      region: '990203',
      categories: ['ELDERLY_HOME_CARE'],
      licensedWorkers: 6,
      fullTimeStaff: 9,
      registeredOn: '2015-03',
      externalIds: [{ system: 'register', id: '15-0018' }],
    };
    const made = await create(body);
    expect(made).toMatchObject({ ...body, creditCode: CODE, dataset: 'live', version: 1, state: 'active' });
    const read = await app.http.get(`${PATH}/${made.id}`).set(agency.auth).expect(200);
    expect(read.headers.etag).toBe('"1"');
    expect((read.body as View).persons).toBeNull();
    await app.http.get(`${PATH}/${made.id}`).expect(401);
    const found = await app.http.get(`${PATH}?externalId=register:15-0018`).set(agency.auth).expect(200);
    expect((found.body as { items: View[] }).items.map((i) => i.id)).toEqual([made.id]);
  });

  it('one that exists is named in the refusal with its id, but not to a key that reads no bodies', async () => {
    const coded = await create({ name: 'Known by its code', creditCode: '91310000MA1FL0000N' });
    const named = await create({ name: 'Known by its name' });
    const byCode = { name: 'Spelt otherwise', creditCode: '91310000ma1fl0000n' };
    const first = await app.http.post(PATH).set(officer.auth).send(byCode).expect(409);
    expect(first.body.facts).toEqual({ existing: { id: coded.id, name: 'Known by its code' } });
    const second = await app.http.post(PATH).set(officer.auth).send({ name: 'Known by its name' }).expect(409);
    expect(second.body.facts).toEqual({ existing: { id: named.id, name: 'Known by its name' } });
    const wanted = { name: 'records only', scopes: ['organisation.record'] };
    const key = await app.http.post('/api/v1/api-keys').set(officer.auth).send(wanted).expect(201);
    const auth = { Authorization: `Bearer ${(key.body as { key: string }).key}` };
    const untold = await app.http.post(PATH).set(auth).send(byCode).expect(409);
    expect([untold.body.code, untold.body.facts]).toEqual(['conflict', undefined]);
  });

  it('one per credit code and one per name, and an external id names one', async () => {
    await create({ name: 'Known by code', creditCode: OTHER_CODE });
    const again = await app.http.post(PATH).set(officer.auth).send({ name: 'Another', creditCode: OTHER_CODE });
    expect([again.status, again.body.errors[0].pointer]).toEqual([409, '/creditCode']);
    await create({ name: 'Known by name' });
    const same = await app.http.post(PATH).set(officer.auth).send({ name: 'Known by name' });
    expect([same.status, same.body.errors[0].pointer]).toEqual([409, '/name']);
    await create({ name: 'Known by name', dataset: 'fiction' });
    const ids = [
      { system: 'a', id: '1' },
      { system: 'register', id: 'twice' },
    ];
    await create({ name: 'First of two', externalIds: ids });
    const taken = await app.http
      .post(PATH)
      .set(officer.auth)
      .send({ name: 'Second of two', externalIds: [{ system: 'a', id: '2' }, ids[1]] });
    expect([taken.status, taken.body.code, taken.body.errors[0].pointer]).toEqual([
      409,
      'external_id_taken',
      '/externalIds/1',
    ]);
    const none = await app.http.get(PATH).query({ name: 'Second of two' }).set(officer.auth);
    expect(none.body.items).toEqual([]);
  });

  it('keeps of a resident id a keyed hash alone', async () => {
    const made = await create({
      name: 'With a head',
      persons: [
        { relation: 'head', name: '张三', residentId: RESIDENT.toLowerCase() },
        { relation: 'founder', name: '李四' },
      ],
      complete: true,
    });
    const other = await create({
      name: 'With the same head',
      persons: [{ relation: 'manager', name: '张三', residentId: RESIDENT }],
      complete: true,
    });
    // Who cannot be compared is not kept, and the statement is then not a whole one.
    expect([made.relationsKnown, other.relationsKnown]).toEqual([false, true]);
    const stored = await app.dataSource.query<{ person_key: string }[]>(
      `SELECT person_key FROM organisation_person WHERE organisation_id = ANY ($1)`,
      [[made.id, other.id]],
    );
    expect(stored).toHaveLength(2);
    expect(new Set(stored.map((s) => s.person_key)).size).toBe(1);
    expect(stripRandomParts(JSON.stringify([made, other, stored]))).not.toContain('194912');
    const all = await app.dataSource.query<{ told: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS told FROM audit_entry UNION ALL SELECT payload::text FROM outbox`,
    );
    expect(all.map(({ told }) => stripRandomParts(told)).filter((told) => /194912|张三/.test(told))).toEqual([]);
  });

  it('shows persons to who keeps the register, the body itself and its supervisors, without a key', async () => {
    const home = await makeBody(app, { region: '990203' });
    const own = await makeUser(app, 'agency_manager', home);
    const read = await app.http.get(`${PATH}/${home}`).set(admin.auth).expect(200);
    const put = await app.http
      .put(`${PATH}/${home}/relations`)
      .set(admin.auth)
      .set('If-Match', read.headers.etag as string)
      .send({ persons: [{ relation: 'head', name: '王五', residentId: RESIDENT }], holdings: [], complete: true })
      .expect(200);
    expect(put.body).toMatchObject({ version: 2, relationsKnown: true, persons: [{ relation: 'head', name: '王五' }] });
    const near = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
    const far = await makeUser(app, 'supervisor', await makeBody(app, { region: '990300' }));
    const seen = await Promise.all(
      [own, near, far, officer].map(async (by) => (await app.http.get(`${PATH}/${home}`).set(by.auth)).body as View),
    );
    expect(seen.map((s) => s.persons?.length ?? null)).toEqual([1, 1, null, null]);
    expect(JSON.stringify(seen)).not.toMatch(/key|identity-/);
  });

  it('keeps, put again, who stands behind it: what is said otherwise is refused, and nobody learns it by trying', async () => {
    const holder = await create({ name: 'Holder' });
    const head = { relation: 'head', name: '王五', residentId: RESIDENT };
    const founder = { relation: 'founder', name: '李四' };
    const holding = { organisation: holder.id, relation: 'holding', since: '2017-01-01' };
    const body = { name: 'Held', persons: [head, founder], holdings: [holding] };
    const put = (said: object, by = officer) =>
      app.http
        .put(`${PATH}/by-external-id/erp/held`)
        .set(by.auth)
        .send({ ...body, ...said });
    const refusal = async (said: object, by = officer) => {
      const answer = (await put(said, by)).body as { code?: string; errors?: { pointer: string; code: string }[] };
      return [answer.code, ...(answer.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)];
    };
    const made = (await put({}).expect(200)).body as View;
    for (const by of [officer, admin]) expect((await put({}, by)).body).toMatchObject({ id: made.id, version: 1 });
    for (const [said, pointer] of [
      [{ persons: [{ ...head, name: '王六' }] }, '/persons/0'],
      [{ persons: [head, { ...founder, residentId: '110105194912310046' }] }, '/persons/1'],
      [{ holdings: [{ ...holding, until: '2018-01-01' }] }, '/holdings/0'],
      [{ persons: [head], complete: true }, '/complete'],
    ] as const)
      for (const by of [officer, admin])
        expect(await refusal(said, by)).toEqual(['validation_failed', `${pointer} cannot_change`]);
    // Who may not see them learns nothing by trying, nor does who stated them first once somebody else did.
    const stranger = await makeUser(app, 'bureau_officer');
    const left = { persons: null, holdings: [], complete: false };
    expect((await put(left, stranger)).body).toMatchObject({ id: made.id, version: 1 });
    expect(await refusal({}, stranger)).toEqual(['not_permitted']);
    await app.http
      .put(`${PATH}/${made.id}/relations`)
      .set({ ...admin.auth, 'If-Match': '"1"' })
      .send({ persons: [head], holdings: [], complete: true })
      .expect(200);
    expect(await refusal({})).toEqual(['not_permitted']);
    const whole = { persons: [head], holdings: [], complete: true };
    expect((await put(whole, admin)).body).toMatchObject({ version: 2, relationsKnown: true });
  });

  it('names the bodies that hold it, of its own dataset and not itself', async () => {
    const parent = await create({ name: 'Parent' });
    const child = await create({
      name: 'Child',
      holdings: [{ organisation: parent.id, relation: 'holding' }],
      complete: true,
    });
    expect(child.holdings).toEqual([{ organisation: parent.id, name: 'Parent', relation: 'holding' }]);
    const foreign = await create({ name: 'Elsewhere', dataset: 'fiction' });
    const relations = (organisation: string) => ({
      persons: [],
      holdings: [{ organisation, relation: 'holding' }],
      complete: false,
    });
    for (const [bad, status] of [
      [foreign.id, 422],
      ['00000000-0000-4000-8000-000000000000', 422],
      [child.id, 400],
    ] as const) {
      const refused = await app.http
        .put(`${PATH}/${child.id}/relations`)
        .set(admin.auth)
        .set('If-Match', '"1"')
        .send(relations(bad));
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([status, '/holdings/0/organisation']);
    }
    const unchanged = await app.http.get(`${PATH}/${child.id}`).set(admin.auth);
    expect((unchanged.body as View).holdings).toHaveLength(1);
  });

  it('shows the bodies behind it to itself, bureaus, its supervisors and administrators, never to a rival', async () => {
    const founder = await create({ name: 'Founder of many' });
    const home = await makeBody(app, { kind: 'agency', region: '990203' });
    await app.http
      .put(`${PATH}/${home}/relations`)
      .set(admin.auth)
      .set('If-Match', '"1"')
      .send({ persons: [], holdings: [{ organisation: founder.id, relation: 'holding' }], complete: true })
      .expect(200);
    const near = await makeBody(app, { region: '990200' });
    const far = await makeBody(app, { region: '990300' });
    const sees = async (role: Role, body?: string): Promise<number | null> => {
      const by = await makeUser(app, role, body);
      const { body: view } = await app.http.get(`${PATH}/${home}`).set(by.auth).expect(200);
      expect(view).toMatchObject({ id: home, kind: 'agency', region: '990203', relationsKnown: true });
      return (view as View).holdings?.length ?? null;
    };
    expect({
      own: await sees('agency_manager', home),
      rival: await sees('agency_manager'),
      evaluator: await sees('evaluator'),
      community: await sees('community_worker'),
      agent: await sees('procurement_agent'),
      integrator: await sees('integrator'),
      officer: await sees('bureau_officer'),
      approver: await sees('bureau_approver'),
      supervisorNear: await sees('supervisor', near),
      supervisorFar: await sees('supervisor', far),
      financeNear: await sees('finance_authority', near),
      financeFar: await sees('finance_authority', far),
      admin: await sees('admin'),
    }).toEqual({
      own: 1,
      rival: null,
      evaluator: null,
      community: null,
      agent: null,
      integrator: null,
      officer: 1,
      approver: 1,
      supervisorNear: 1,
      supervisorFar: null,
      financeNear: 1,
      financeFar: null,
      admin: 1,
    });
    const list = await app.http.get(PATH).query({ name: 'Founder of many' }).set(agency.auth).expect(200);
    expect((list.body as { items: object[] }).items[0]).not.toHaveProperty('holdings');
  });

  it('takes null for what is not said', async () => {
    const nothing = { kind: null, creditCode: null, region: null, categories: null, licensedWorkers: null };
    const more = {
      registeredOn: null,
      dataset: null,
      externalIds: null,
      persons: null,
      holdings: null,
      complete: null,
    };
    const made = await create({ name: 'Nothing said', ...nothing, ...more });
    expect(made).toMatchObject({ dataset: 'live', kind: null, categories: [], relationsKnown: false, holdings: [] });
    await create({ name: 'No number', persons: [{ relation: 'head', name: 'y', residentId: null }], complete: true });
  });

  it('changes by merge patch under If-Match, by an administrator alone', async () => {
    const made = await create({ name: 'To change', region: '990203', licensedWorkers: 3 });
    const patch = (by: TestAccount, match: string | null, body: object) => {
      const request = app.http.patch(`${PATH}/${made.id}`).set(by.auth);
      return (match === null ? request : request.set('If-Match', match)).send(body);
    };
    expect((await patch(officer, '"1"', { name: 'No' })).status).toBe(403);
    expect((await patch(admin, null, { name: 'No' })).status).toBe(428);
    expect((await patch(admin, '1', { name: 'No' })).status).toBe(400);
    const changed = await patch(admin, '"1"', { region: null, licensedWorkers: 4 });
    expect([changed.status, changed.headers.etag]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ name: 'To change', region: null, licensedWorkers: 4 });
    expect((await patch(admin, '"1"', { name: 'Late' })).body.code).toBe('stale_version');
    const same = await patch(admin, '"2"', { licensedWorkers: 4 });
    expect([same.status, same.headers.etag]).toEqual([200, '"2"']);
    expect((await patch(admin, '"2"', { name: null })).body.errors[0].pointer).toBe('/name');
    expect((await patch(admin, '"2"', { state: 'dissolved' })).body.errors[0]).toMatchObject({
      pointer: '/state',
      code: 'unknown_field',
    });
  });

  it.each([
    [{}, '/name'],
    [{ name: '' }, '/name'],
    [{ name: '   ' }, '/name'],
    [{ name: 7 }, '/name'],
    [{ name: 'x'.repeat(10_000) }, '/name'],
    [{ name: 'x', kind: 'guild' }, '/kind'],
    [{ name: 'x', creditCode: '52150200MJ0000018Q' }, '/creditCode'],
    [{ name: 'x', region: '99' }, '/region'],
    [{ name: 'x', categories: ['NOTHING'] }, '/categories'],
    [{ name: 'x', licensedWorkers: '3' }, '/licensedWorkers'],
    [{ name: 'x', registeredOn: '2015-02-30' }, '/registeredOn'],
    [{ name: 'x', dataset: 'mine' }, '/dataset'],
    [
      { name: 'x', persons: [{ relation: 'head', name: 'y', residentId: '110105194912310021' }] },
      '/persons/0/residentId',
    ],
    [{ name: 'x', persons: [{ relation: 'head', name: 'y', key: 'z' }] }, '/persons/0/key'],
    [{ name: 'x', extra: 1 }, '/extra'],
  ])('refuses a wrong body at its place and stores nothing: %#', async (body, pointer) => {
    const before = await app.dataSource.query<{ n: string }[]>(`SELECT count(*) AS n FROM organisation`);
    const answer = await app.http.post(PATH).set(officer.auth).send(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    expect((answer.body.errors as { pointer: string }[]).map((e) => e.pointer)).toContain(pointer);
    expect(await app.dataSource.query(`SELECT count(*) AS n FROM organisation`)).toEqual(before);
  });

  describe('a party named by a source', () => {
    const resolve = (dataset: string, ...parties: PartyRef[]) =>
      app.running.app
        .get(Transactions)
        .run(SYSTEM, (tx) => app.running.app.get(OrganisationsService).findOrCreateByParties(tx, dataset, parties));

    it('is one body per credit code, else one per name, in each dataset', async () => {
      const [a, b, nobody] = await resolve('import:parties', { name: '甲' }, { name: '甲' }, {});
      expect([a === b, nobody]).toEqual([true, null]);
      expect(await resolve('import:parties', { name: '甲' })).toEqual([a]);
      expect(await resolve('import:other', { name: '甲' })).not.toEqual([a]);
      const [coded, renamed] = await resolve(
        'import:parties',
        { name: '乙', creditCode: CODE },
        { name: '乙分部', creditCode: CODE.toLowerCase() },
      );
      expect(coded).toBe(renamed);
      expect(await resolve('import:parties', { name: '乙' }, { creditCode: CODE })).toEqual([coded, coded]);
    });

    it('known by its name alone, it gets the credit code it is given, once', async () => {
      const [named] = await resolve('import:codes', { name: '丙' });
      const [coded, other] = await resolve(
        'import:codes',
        { name: '丙', creditCode: CODE },
        { name: '丙', creditCode: OTHER_CODE },
      );
      expect(coded === named || other === named).toBe(true);
      expect(coded).not.toBe(other);
      // Two bodies share the name: a name alone means neither.
      const [alone] = await resolve('import:codes', { name: '丙' });
      expect([coded, other]).not.toContain(alone);
    });

    it('an id of another dataset is refused with its place', async () => {
      const [id] = await resolve('import:a', { name: '丁' });
      await expect(resolve('import:b', { name: 'x' }, { organisation: id })).rejects.toMatchObject({
        details: { errors: [{ pointer: '/1/organisation' }] },
      });
    });

    it('sixteen recordings at once that name the same new bodies make each once', async () => {
      const parties = Array.from({ length: 20 }, (_, i) => ({ name: `同名${i}` }));
      const runs = await Promise.all(
        Array.from({ length: 16 }, (_, i) => resolve('import:race', ...(i % 2 ? parties : [...parties].reverse()))),
      );
      const forward = runs.map((ids, i) => (i % 2 ? ids : [...ids].reverse()));
      expect(new Set(forward.map((ids) => JSON.stringify(ids))).size).toBe(1);
      const rows = await app.dataSource.query(`SELECT id FROM organisation WHERE dataset = 'import:race'`);
      expect(rows).toHaveLength(20);
      const audited = await app.dataSource.query(`SELECT id FROM audit_entry WHERE dataset = 'import:race'`);
      expect(audited).toHaveLength(20);
    });
  });
});
