import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRows } from '../support/bulk-rows.js';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
let stranger: TestAccount;
let admin: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  bureau = await makeBody(app);
  officer = await makeUser(app, 'bureau_officer', bureau);
  stranger = await makeUser(app, 'bureau_officer', await makeBody(app));
  admin = await makeUser(app, 'admin');
});
afterAll(() => app.close());

type Auth = Record<string, string>;
interface Key {
  id: string;
  version: number;
  auth: Auth;
}

let count = 0;
/** Names that no other test has. */
const fresh = (): string => `s${++count}`;

const askKey = (system: string, by = officer, scopes = ['organisation.record', 'organisation.read']) =>
  app.http.post('/api/v1/api-keys').set(by.auth).send({ name: '对接', scopes, system });
async function makeKey(...asked: Parameters<typeof askKey>): Promise<Key> {
  const { body } = await askKey(...asked).expect(201);
  const { id, version, key } = body as { id: string; version: number; key: string };
  return { id, version, auth: bearer(key) };
}
const attach = (auth: Auth, organisation: string, system: string, id: string) =>
  app.http.post(`/api/v1/organisations/${organisation}/external-ids`).set(auth).send({ system, id });
const told = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as { code?: string; errors?: { pointer: string; href?: string }[] };
  return [status, code, errors?.[0]?.pointer, errors?.[0]?.href];
};
const readIds = async (id: string): Promise<string[]> => {
  const { body } = await app.http.get(`/api/v1/organisations/${id}`).set(officer.auth).expect(200);
  return (body.externalIds as { system: string; id: string }[]).map((each) => `${each.system}:${each.id}`);
};

describe('what another system calls a body', () => {
  it('is said by a key of that system, found by it, and said twice is once', async () => {
    const system = fresh();
    const [key, body] = [await makeKey(system), bureau];
    const first = await attach(key.auth, body, system, 'D-18').expect(200);
    expect(first.body).toMatchObject({ id: body, externalIds: [{ system, id: 'D-18' }] });
    const again = await attach(key.auth, body, system, 'D-18').expect(200);
    expect(again.body.version).toBe(first.body.version);
    const { body: found } = await app.http
      .get(`/api/v1/organisations?externalId=${system}:D-18`)
      .set(officer.auth)
      .expect(200);
    expect((found.items as { id: string }[]).map(({ id }) => id)).toEqual([body]);
    // Rows of a file name the body by it.
    const row = { externalId: `${system}:p1`, buyer: `${system}:D-18`, title: '居家养老服务' };
    const { faults } = await sendRows(app, officer, 'purchases', [
      row,
      { ...row, externalId: `${system}:p2`, buyer: `${system}:D-19` },
    ]);
    expect(faults.flat().filter((fault) => String(fault).startsWith('/buyer'))).toEqual(['/buyer not_found']);
  });

  it('is one of several that the same system gives it', async () => {
    const system = fresh();
    const [key, body] = [await makeKey(system), await makeBody(app)];
    await attach(key.auth, body, system, '1').expect(200);
    await attach(key.auth, body, system, '2').expect(200);
    expect(await readIds(body)).toEqual([`${system}:1`, `${system}:2`]);
  });

  it('is recorded in the audit and told to whoever follows bodies', async () => {
    const system = fresh();
    const [key, body] = [await makeKey(system), await makeBody(app)];
    await attach(key.auth, body, system, '9').expect(200);
    const [entry] = await app.dataSource.query<{ actor_id: string; data: object }[]>(
      `SELECT a.actor_id, o.payload -> 'data' AS data FROM audit_entry a JOIN outbox o ON o.audit_id = a.id
       WHERE a.aggregate_id = $1 AND a.action = 'external_id_attached'`,
      [body],
    );
    expect(entry).toMatchObject({ actor_id: key.id, data: { externalId: { system, id: '9' } } });
  });

  it('is not said by a key of another system, of none, or by a person who does not manage bodies', async () => {
    const system = fresh();
    const [body, other] = [await makeBody(app), await makeKey(fresh())];
    const { body: plain } = await app.http
      .post('/api/v1/api-keys')
      .set(officer.auth)
      .send({ name: '无系统', scopes: ['organisation.record'] })
      .expect(201);
    for (const auth of [other.auth, bearer((plain as { key: string }).key), officer.auth])
      expect(told(await attach(auth, body, system, '1'))).toEqual([403, 'other_system', undefined, undefined]);
    expect(await readIds(body)).toEqual([]);
    await attach(admin.auth, body, system, '1').expect(200);
    expect(await readIds(body)).toEqual([`${system}:1`]);
  });

  it('names one body: the other is told with its address to whoever reads bodies', async () => {
    const system = fresh();
    const [key, first, second] = [await makeKey(system), await makeBody(app), await makeBody(app)];
    const blind = await makeKey(system, officer, ['organisation.record']);
    await attach(key.auth, first, system, '1').expect(200);
    const href = `/api/v1/organisations/${first}`;
    expect(told(await attach(key.auth, second, system, '1'))).toEqual([409, 'external_id_taken', '/id', href]);
    expect(told(await attach(blind.auth, second, system, '1'))).toEqual([409, 'external_id_taken', '/id', undefined]);
    const made = { name: fresh(), externalIds: [{ system, id: '1' }] };
    const recorded = await app.http.post('/api/v1/organisations').set(officer.auth).send(made);
    expect(told(recorded)).toEqual([409, 'external_id_taken', '/externalIds/0', href]);
    expect(await readIds(second)).toEqual([]);
  });

  it('is given to one body where two are said at once', async () => {
    const system = fresh();
    const [key, ...bodies] = [await makeKey(system), await makeBody(app), await makeBody(app)];
    const answers = await Promise.all(bodies.map((body) => attach(key.auth, body, system, 'twice')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it.each([
    [{ system: 'Not A Name', id: '1' }, '/system'],
    [{ system: 'fine', id: '' }, '/id'],
    [{ system: 'fine', id: 'x'.repeat(201) }, '/id'],
  ])('is refused as %j', async (given, pointer) => {
    const answer = await app.http
      .post(`/api/v1/organisations/${await makeBody(app)}/external-ids`)
      .set(admin.auth)
      .send(given);
    expect(told(answer).slice(0, 3)).toEqual([400, 'validation_failed', pointer]);
  });

  it('is refused for no body', async () => {
    await attach(admin.auth, '00000000-0000-4000-8000-00000000dead', fresh(), '1').expect(404);
  });
});

describe('the system of a key', () => {
  it('is one body’s, until its keys are revoked', async () => {
    const system = fresh();
    const key = await makeKey(system);
    await makeKey(system);
    expect(told(await askKey(system, stranger))).toEqual([409, 'system_taken', undefined, undefined]);
    const { body: keys } = await app.http.get('/api/v1/api-keys?limit=200').set(officer.auth).expect(200);
    const own = (keys.items as (Key & { system: string | null })[]).filter((each) => each.system === system);
    expect(own.map(({ id }) => id)).toContain(key.id);
    for (const { id, version } of own)
      await app.http
        .post(`/api/v1/api-keys/${id}/actions/revoke`)
        .set(officer.auth)
        .set('If-Match', `"${version}"`)
        .send({ reason: '更换系统' })
        .expect(200);
    await askKey(system, stranger).expect(201);
  });

  it('is one body’s where two ask for it at once', async () => {
    const system = fresh();
    const answers = await Promise.all([askKey(system), askKey(system, stranger)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('that somebody wrote into the table by hand opens nothing', async () => {
    const [mine, wanted] = [fresh(), fresh()];
    const key = await makeKey(mine);
    const body = await makeBody(app);
    await attach(key.auth, body, mine, '1').expect(200);
    await app.dataSource.query(`UPDATE api_key SET system = $2 WHERE id = $1`, [key.id, wanted]);
    await attach(key.auth, body, wanted, '1').expect(401);
    await app.dataSource.query(`UPDATE api_key SET system = $2 WHERE id = $1`, [key.id, mine]);
    await attach(key.auth, body, mine, '2').expect(200);
  });

  it('is kept when the key is rotated', async () => {
    const system = fresh();
    const key = await makeKey(system);
    const { body } = await app.http
      .post(`/api/v1/api-keys/${key.id}/actions/rotate`)
      .set(officer.auth)
      .set('If-Match', `"${key.version}"`)
      .send({})
      .expect(200);
    expect(body.system).toBe(system);
    await attach(bearer((body as { key: string }).key), await makeBody(app), system, '1').expect(200);
  });
});

describe('a body that is there already', () => {
  it('is named by its address, in a refusal and in a row of a file that was not taken', async () => {
    const [system, name] = [fresh(), `同名机构${fresh()}`];
    const body = await makeBody(app, { name });
    const href = `/api/v1/organisations/${body}`;
    const answer = await app.http.post('/api/v1/organisations').set(officer.auth).send({ name });
    expect(told(answer)).toEqual([409, 'conflict', '/name', href]);
    const { rejects } = await sendRows(app, officer, 'organisations', [{ externalId: `${system}:1`, name }]);
    expect(rejects[0]?.errors).toEqual([expect.objectContaining({ pointer: '/name', code: 'not_unique', href })]);
  });
});
