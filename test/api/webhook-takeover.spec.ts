import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { removeSeats } from '../../src/people/accounts/seats.js';
import { WebhookChannel } from '../../src/people/accounts/webhooks/webhook-channel.js';
import { listSecrets, rotateSecret } from '../../src/people/accounts/webhooks/webhook-keys.js';
import { makeAccount, makeBody, makeUser, runInProduct, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendDue } from '../support/deliveries.js';

/** The server that is listed stands on this address of the machine. */
const LISTED = '127.0.0.9';

interface Endpoint {
  id: string;
  version: number;
  secret: string;
  apiKey: string;
}
interface Received {
  path: string;
  body: string;
  headers: IncomingHttpHeaders;
}

describe('a webhook endpoint whose holder has left', () => {
  let app: TestApp;
  let server: Server;
  let place: string;
  let bureau: string;
  let received: Received[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ path: request.url ?? '', body, headers: request.headers });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((listening) => server.listen(0, LISTED, listening));
    place = `http://${LISTED}:${(server.address() as AddressInfo).port}`;
    app = await startTestApp({ env: { WEBHOOK_ALLOWED_NETWORKS: `${LISTED}/32` } });
    bureau = await makeBody(app, { name: 'K区民政局' });
  });
  afterAll(async () => {
    await new Promise((done) => server.close(done));
    await app.close();
  });

  const post = (path: string, body: object, by: TestAccount) =>
    app.http.post(`/api/v1/${path}`).set(by.auth).send(body);
  const newKey = async (by: TestAccount, organisation = bureau): Promise<string> =>
    (
      (await post('api-keys', { name: '对接', scopes: ['changes.read'], organisation }, by).expect(201))
        .body as Endpoint
    ).id;
  const act = (id: string, version: number, action: string, body: object, by: TestAccount) =>
    post(`webhook-endpoints/${id}/actions/${action}`, body, by).set('If-Match', `"${version}"`);
  const read = async (id: string, by: TestAccount): Promise<Endpoint> =>
    (await app.http.get(`/api/v1/webhook-endpoints/${id}`).set(by.auth).expect(200)).body as Endpoint;
  /** What arrives of a test message. */
  async function ping(id: string, by: TestAccount): Promise<Received[]> {
    received = [];
    await act(id, (await read(id, by)).version, 'test', {}, by).expect(200);
    await sendDue(app);
    return received;
  }

  it('is taken over by who manages keys there, with an own key and a new secret, and by nobody while its holder is there', async () => {
    const elsewhere = await makeBody(app);
    const colleague = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau },
      { role: 'bureau_officer', organisation: elsewhere },
    );
    const leaver = await makeUser(app, 'integrator', bureau);
    const stranger = await makeUser(app, 'bureau_officer', elsewhere);
    const apiKey = await newKey(leaver);
    const given = { name: '对接', url: `${place}/first`, apiKey };
    const endpoint = (await post('webhook-endpoints', given, leaver).expect(201)).body as Endpoint;
    expect((await ping(endpoint.id, leaver)).map(({ path }) => path)).toEqual(['/first']);
    const { version } = await read(endpoint.id, leaver);
    const own = await newKey(colleague);
    const takeOver = (body: object, by = colleague) => act(endpoint.id, version, 'take-over', body, by);
    const wanted = { apiKey: own, url: `${place}/second` };

    expect(await takeOver(wanted)).toMatchObject({ status: 422, body: { code: 'holder_still_there' } });
    expect(await read(endpoint.id, leaver)).toMatchObject({ version, apiKey, url: `${place}/first` });

    await runInProduct(app, (tx) => removeSeats(tx, leaver.id, [{ organisation: bureau, role: 'integrator' }]));
    expect(await ping(endpoint.id, colleague)).toEqual([]);
    const { version: left } = await read(endpoint.id, colleague);
    const now = (body: object, by = colleague) => act(endpoint.id, left, 'take-over', body, by);
    expect(await now({ url: wanted.url })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/apiKey' }] } });
    expect(await now({ apiKey: own })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/url' }] } });
    // Another's key, and one of another body.
    for (const other of [apiKey, await newKey(colleague, elsewhere)])
      expect(await now({ ...wanted, apiKey: other })).toMatchObject({
        ...{ status: 400, body: { errors: [{ pointer: '/apiKey', code: 'no_such_key' }] } },
      });
    expect((await now(wanted, stranger)).status).toBe(404);

    const taken = await now(wanted);
    expect(taken).toMatchObject({ status: 200, body: { id: endpoint.id, ...wanted, endedAt: null } });
    const { secret } = taken.body as Endpoint;
    expect(secret).not.toBe(endpoint.secret);
    const arrived = await ping(endpoint.id, colleague);
    expect(arrived.map(({ path }) => path)).toEqual(expect.arrayContaining(['/second']));
    const [{ body, headers }] = arrived as [Received];
    for (const known of [secret, endpoint.secret])
      expect(new Webhook(known).verify(body, headers as Record<string, string>)).toBeDefined();
    // The new holder rotates it; for another colleague its holder is there.
    const held = await read(endpoint.id, colleague);
    expect((await act(endpoint.id, held.version, 'rotate-secret', {}, colleague)).body).toHaveProperty('secret');
    const another = await makeUser(app, 'bureau_officer', bureau);
    const mine = { ...wanted, apiKey: await newKey(another) };
    const again = await act(endpoint.id, held.version + 1, 'take-over', mine, another);
    expect(again).toMatchObject({ status: 422, body: { code: 'holder_still_there' } });

    const entries = await app.dataSource.query(
      `SELECT a.actor_id AS by, convert_from(a.canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry a
       WHERE a.aggregate_type = 'webhook_endpoint' AND a.aggregate_id = $1 AND a.action = 'take_over'`,
      [endpoint.id],
    );
    expect(entries).toEqual([{ by: colleague.id, data: { apiKey: own, before: apiKey } }]);
  });

  it('goes on where it is taken over while its last attempt finds nobody, and brings that to the new holder', async () => {
    const colleague = await makeUser(app, 'bureau_officer', bureau);
    const leaver = await makeUser(app, 'integrator', bureau);
    const given = { name: '对接', url: `${place}/before`, apiKey: await newKey(leaver) };
    const { id } = (await post('webhook-endpoints', given, leaver).expect(201)).body as Endpoint;
    await runInProduct(app, (tx) => removeSeats(tx, leaver.id, [{ organisation: bureau, role: 'integrator' }]));
    const wanted = { apiKey: await newKey(colleague), url: `${place}/behind` };
    received = [];
    await act(id, (await read(id, colleague)).version, 'test', {}, colleague).expect(200);
    const channel = app.running.app.get(WebhookChannel);
    const findReceiver = channel.findReceiver.bind(channel);
    channel.findReceiver = async (target) => {
      const found = await findReceiver(target);
      Reflect.deleteProperty(channel, 'findReceiver');
      await act(id, (await read(id, colleague)).version, 'take-over', wanted, colleague).expect(200);
      return found;
    };
    await sendDue(app);
    expect(await read(id, colleague)).toMatchObject({ endedAt: null, apiKey: wanted.apiKey });
    const [waits] = await app.dataSource.query<{ state: string }[]>(`SELECT state FROM delivery WHERE target_id = $1`, [
      id,
    ]);
    expect(waits).toEqual({ state: 'pending' });
    await app.dataSource.query(`UPDATE delivery SET next_attempt_at = clock_timestamp() WHERE target_id = $1`, [id]);
    await app.dataSource.query(`UPDATE delivery_target SET rest_until = NULL WHERE id = $1`, [id]);
    await sendDue(app);
    expect(received.map(({ path }) => path)).toEqual(['/behind']);
  });

  it('signs for a day with each secret that was rotated or taken over within it, for the receiver may know the first alone', async () => {
    const colleague = await makeUser(app, 'bureau_officer', bureau);
    const leaver = await makeUser(app, 'integrator', bureau);
    const given = { name: '对接', url: `${place}/rotated`, apiKey: await newKey(leaver) };
    const { id, secret } = (await post('webhook-endpoints', given, leaver).expect(201)).body as Endpoint;
    const secrets = [secret];
    const secretOf = async (action: string, body: object, by: TestAccount) => {
      const answer = await act(id, (await read(id, by)).version, action, body, by).expect(200);
      return (answer.body as Endpoint).secret;
    };
    for (let times = 0; times < 2; times++) secrets.push(await secretOf('rotate-secret', {}, leaver));
    await runInProduct(app, (tx) => removeSeats(tx, leaver.id, [{ organisation: bureau, role: 'integrator' }]));
    const wanted = { apiKey: await newKey(colleague), url: `${place}/taken` };
    secrets.push(await secretOf('take-over', wanted, colleague));
    const [{ body, headers }] = (await ping(id, colleague)) as [Received];
    expect(new Set(secrets).size).toBe(4);
    for (const known of secrets)
      expect(new Webhook(known).verify(body, headers as Record<string, string>)).toMatchObject({ event: 'ping' });
  });

  it('signs with none for longer than its own day, however often it is rotated', () => {
    const now = jest.spyOn(Date, 'now');
    try {
      let sealed: Parameters<typeof listSecrets>[0] = { url: place, secret: '0' };
      const rotateAt = (hour: number) => {
        now.mockReturnValue(hour * 3_600_000);
        sealed = rotateSecret(sealed, String(hour));
        return listSecrets(sealed);
      };
      expect([rotateAt(1), rotateAt(20), rotateAt(24), rotateAt(26)]).toEqual([
        ['1', '0'],
        ['20', '1', '0'],
        ['24', '20', '1', '0'],
        ['26', '24', '20', '1'],
      ]);
      now.mockReturnValue(51 * 3_600_000);
      expect(listSecrets(sealed)).toEqual(['26']);
    } finally {
      now.mockRestore();
    }
  });
});
