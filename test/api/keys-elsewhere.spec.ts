import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeSeats } from '../../src/people/accounts/seats.js';
import { giveSeat, makeAccount, makeBody, makeUser, runInProduct, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

interface Row {
  id: string;
  version: number;
}

/** Keys are managed in the body where the seat that manages keys is. */
describe('keys and endpoints of a body', () => {
  let app: TestApp;
  let bureau: string;
  let agency: string;
  let officer: TestAccount;
  /** Sits in panels of the bureau, and manages keys of an agency. */
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    agency = await makeBody(app, { kind: 'agency' });
    officer = await makeUser(app, 'bureau_officer', bureau);
    stranger = await makeAccount(
      app,
      { role: 'panel_member', organisation: bureau },
      { role: 'agency_manager', organisation: agency },
    );
  });
  afterAll(() => app.close());

  const get = (path: string, by: TestAccount) => app.http.get(`/api/v1/${path}`).set(by.auth);
  const post = (path: string, body: object, by: TestAccount) =>
    app.http.post(`/api/v1/${path}`).set(by.auth).send(body);
  const made = async (path: string, body: object, by: TestAccount) =>
    (await post(path, body, by).expect(201)).body as Row;
  const makeKey = (organisation: string, by: TestAccount) =>
    made('api-keys', { name: '数据对接', scopes: ['changes.read'], organisation }, by);
  const endpointOf = ({ id: apiKey }: Row) => ({ name: '对接', url: 'https://example.com/hooks', apiKey });
  const act = (path: string, { id, version }: Row, action: string, by: TestAccount, body: object = {}) =>
    post(`${path}/${id}/actions/${action}`, body, by).set('If-Match', `"${version}"`);
  const listed = async (path: string, by: TestAccount) =>
    ((await get(path, by).expect(200)).body as { items: Row[] }).items.map(({ id }) => id);

  it('are there for who manages keys in it, and for nobody who does so in another body', async () => {
    const key = await makeKey(bureau, officer);
    const endpoint = await made('webhook-endpoints', endpointOf(key), officer);
    const [ofKey, ofEndpoint] = [`api-keys/${key.id}`, `webhook-endpoints/${endpoint.id}`];
    const read = async () => [(await get(ofKey, officer).expect(200)).body, (await get(ofEndpoint, officer)).body];
    const before = await read();
    expect([await listed('api-keys', stranger), await listed('webhook-endpoints', stranger)]).toEqual([[], []]);
    for (const path of [ofKey, ofEndpoint, `${ofEndpoint}/deliveries`])
      expect([path, (await get(path, stranger)).status]).toEqual([path, 404]);
    for (const action of ['rotate', 'revoke'])
      expect([action, (await act('api-keys', key, action, stranger)).status]).toEqual([action, 404]);
    for (const action of ['rotate-secret', 'test', 'replay', 'retry', 'disable', 'enable', 'end'])
      expect([action, (await act('webhook-endpoints', endpoint, action, stranger)).status]).toEqual([action, 404]);
    const change = app.http.patch(`/api/v1/${ofEndpoint}`).set(stranger.auth).set('If-Match', `"${endpoint.version}"`);
    expect((await change.send({ name: 'x' })).status).toBe(404);
    expect(await read()).toEqual(before);

    const own = await makeKey(agency, stranger);
    const ownEndpoint = await made('webhook-endpoints', endpointOf(own), stranger);
    expect([await listed('api-keys', stranger), await listed('webhook-endpoints', stranger)]).toEqual([
      [own.id],
      [ownEndpoint.id],
    ]);
    expect([await listed('api-keys', officer), await listed('webhook-endpoints', officer)]).toEqual([
      [key.id],
      [endpoint.id],
    ]);
    const disabled = await act('webhook-endpoints', endpoint, 'disable', officer);
    expect(disabled.body).toMatchObject({ id: endpoint.id, state: 'disabled' });
    expect((await act('api-keys', key, 'revoke', officer)).body).toMatchObject({ id: key.id, state: 'revoked' });
  });

  it('show a new secret to the holder of the key alone', async () => {
    const endpoint = await made('webhook-endpoints', endpointOf(await makeKey(bureau, officer)), officer);
    const colleague = await makeUser(app, 'bureau_officer', bureau);
    const refused = await act('webhook-endpoints', endpoint, 'rotate-secret', colleague);
    expect(refused).toMatchObject({ status: 403, body: { code: 'holder_only' } });
    expect(refused.body).not.toHaveProperty('secret');
    const rotated = await act('webhook-endpoints', endpoint, 'rotate-secret', officer);
    expect(rotated).toMatchObject({ status: 200, body: { id: endpoint.id, secret: expect.any(String) } });
  });

  it('are made in no body where one manages no keys any more, whose key one holds', async () => {
    const leaver = await makeAccount(
      app,
      { role: 'integrator', organisation: bureau },
      { role: 'agency_manager', organisation: agency },
    );
    const key = await makeKey(bureau, leaver);
    await made('webhook-endpoints', endpointOf(key), leaver);
    await runInProduct(app, (tx) => removeSeats(tx, leaver.id, [{ organisation: bureau, role: 'integrator' }]));
    await giveSeat(app, leaver, 'panel_member', bureau);
    const refused = await post('webhook-endpoints', endpointOf(key), leaver);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/apiKey', code: 'no_such_key' }] } });
    const own = await makeKey(agency, leaver);
    await made('webhook-endpoints', endpointOf(own), leaver);
  });
});
