import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PersonErasure } from '../../src/people/personal-data/person-erasure.js';
import { TermsSweep } from '../../src/people/personal-data/terms-sweep.js';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { addSeats, removeSeats } from '../../src/people/accounts/seats.js';
import { makeBody, makeUser, PASSWORD, runInProduct, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { given, Recorder } from '../support/purchases.js';

interface Asked {
  id: string;
  version: number;
  state: string;
  person: string | null;
  keptBy: string | null;
  keptUntil: string | null;
  allowedActions: { action: string }[];
  copy?: { values: Record<string, unknown>; entries: { action: string; reason: string | null }[]; reads: object[] };
  values?: Record<string, unknown> | null;
}

const NAME = '虚构员工某某';
const RESIDENT = '11010519491231002X';
const HEAD = { relation: 'head', name: '虚构负责人', until: '2026-01-31' };

describe('data about people', () => {
  let app: TestApp;
  let agency: string;
  let manager: TestAccount;
  let second: TestAccount;
  let rival: TestAccount;
  let admin: TestAccount;
  let officer: Recorder;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    agency = await makeBody(app, { kind: 'agency' });
    manager = await makeUser(app, 'agency_manager', agency);
    second = await makeUser(app, 'agency_manager', agency);
    rival = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    admin = await makeUser(app, 'admin');
    officer = await Recorder.of(app);
  });
  afterAll(() => app.close());

  const ask = (body: object, by = manager) =>
    app.http
      .post('/api/v1/personal-data/requests')
      .set(by.auth)
      .send({ wants: 'erasure', ...body });
  const asked = async (body: object, by = manager): Promise<Asked> => {
    const answer = await ask(body, by);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Asked;
  };
  const GIVEN: Record<string, object> = { erase: { ground: 'consent_withdrawn' } };
  const act = (
    request: Pick<Asked, 'id' | 'version'>,
    action: string,
    body: object = GIVEN[action] ?? {},
    by = second,
    key?: string,
  ) =>
    app.http
      .post(`/api/v1/personal-data/requests/${request.id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${request.version}"`, 'Idempotency-Key': key ?? randomUUID() })
      .send(body);
  const offered = async (request: Pick<Asked, 'id'>, by: TestAccount) => {
    const { body } = await app.http.get(`/api/v1/personal-data/requests/${request.id}`).set(by.auth).expect(200);
    return (body as Asked).allowedActions.map(({ action }) => action);
  };
  const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
  const register = async (body: object = {}, by = manager, of = agency) => {
    const answer = await app.http
      .post(`/api/v1/organisations/${of}/workers`)
      .set(by.auth)
      .send({ name: NAME, kind: 'licensed_social_worker', licence: 'SW-1234567', ...body });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as { id: string; version: number };
  };
  const read = async (worker: string, by = manager, of = agency) =>
    (await app.http.get(`/api/v1/organisations/${of}/workers/${worker}`).set(by.auth).expect(200)).body as {
      name: string | null;
      licence: string | null;
      number: string;
    };
  const leave = (worker: { id: string; version: number }, reason?: string, by = manager, of = agency) =>
    app.http
      .post(`/api/v1/organisations/${of}/workers/${worker.id}/actions/leave`)
      .set({ ...by.auth, 'If-Match': `"${worker.version}"` })
      .send({ reason })
      .expect(200);
  /** A purchase that the body won, with the end of what it did. */
  const contracted = async (supplier: string, end: string) => {
    const { id } = await officer.tender({ lots: [{ no: 1 }] });
    const contract = given(
      'contract',
      { supplier: { name: supplier }, amount: '100.00', window: { start: '2018-01-01', end } },
      { lot: 1 },
    );
    const { body } = await officer.facts(id, [contract]).expect(200);
    return (body as { contracts: [{ id: string }] }).contracts[0].id;
  };
  const stateHead = async (of: string) => {
    const { body } = await app.http.get(`/api/v1/organisations/${of}`).set(admin.auth).expect(200);
    await app.http
      .put(`/api/v1/organisations/${of}/relations`)
      .set({ ...admin.auth, 'If-Match': `"${(body as { version: number }).version}"` })
      .send({ persons: [{ ...HEAD, residentId: RESIDENT }], holdings: [], complete: true })
      .expect(200);
  };
  /** Every text of every table but the indexes: what a dump would hold. */
  const dump = async (): Promise<string> => {
    const tables = await app.dataSource.query<{ name: string }[]>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    let text = '';
    for (const { name } of tables) {
      const rows = await app.dataSource.query<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
      for (const { row } of rows) text += `${row}\n`;
    }
    const sealed = await app.dataSource.query<{ words: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS words FROM audit_entry`,
    );
    return text + sealed.map(({ words }) => words).join('\n');
  };

  it('is asked for by who keeps it or is it; to everybody else nobody is there', async () => {
    const worker = await register();
    expect(codeOf(await ask({ kind: 'worker', id: worker.id }, rival))).toEqual([404, 'not_found']);
    expect(codeOf(await ask({ kind: 'worker', id: randomUUID() }))).toEqual([404, 'not_found']);
    expect(codeOf(await ask({ kind: 'worker' }))).toEqual([400, 'validation_failed']);
    expect(codeOf(await ask({ kind: 'account', id: second.id }, rival))).toEqual([404, 'not_found']);
    const own = await asked({ wants: 'copy', kind: 'account', id: rival.id }, rival);
    expect(own).toMatchObject({ state: 'copy_asked', person: rival.id });
    const request = await asked({ kind: 'worker', id: worker.id });
    expect(JSON.stringify(request)).not.toContain(NAME);
    expect((await app.http.get(`/api/v1/personal-data/requests/${request.id}`).set(rival.auth)).status).toBe(404);
    const listed = (by: TestAccount) => app.http.get('/api/v1/personal-data/requests?state=erasure_asked').set(by.auth);
    expect(((await listed(second)).body as { items: Asked[] }).items.map(({ id }) => id)).toContain(request.id);
    expect(((await listed(rival)).body as { items: Asked[] }).items).toEqual([]);
  });

  it('waits for an administrator, or for another who decides for the body, and names nobody', async () => {
    const worker = await register();
    const request = await asked({ kind: 'worker', id: worker.id });
    const waits = async (by: TestAccount) =>
      (await ownTasks(app, by, 'personal_data_request')).filter(({ id }) => id === request.id);
    for (const by of [second, admin]) {
      const [task] = await waits(by);
      expect(task).toMatchObject({
        title: 'Erasure of personal data to be decided',
        ...{ dueOn: null, action: { href: `/api/v1/personal-data/requests/${request.id}/actions/erase` } },
      });
      expect(JSON.stringify(task)).not.toContain(NAME);
    }
    expect([await waits(manager), await waits(rival)]).toEqual([[], []]);
    expect((await act(request, 'refuse', { reason: '仍在职' })).status).toBe(200);
    expect([await waits(second), await waits(admin)]).toEqual([[], []]);
  });

  it('is copied once, with what the audit says, and the copy is recorded', async () => {
    const worker = await register();
    await leave(worker, `${NAME}因家中有事离职`);
    await read(worker.id, second);
    await app.http.get(`/api/v1/organisations/${agency}/workers`).set(second.auth).expect(200);
    const request = await asked({ wants: 'copy', kind: 'worker', id: worker.id });
    const key = randomUUID();
    const given = await act(request, 'give-copy', {}, manager, key);
    const { copy, state } = given.body as Asked;
    expect([given.status, state]).toEqual([200, 'copy_given']);
    expect(copy?.values).toMatchObject({ name: NAME, licence: 'SW-1234567', organisation: agency });
    expect(copy?.entries[0]).toMatchObject({ action: 'leave', reason: `${NAME}因家中有事离职` });
    expect(copy?.reads.slice(0, 2)).toEqual([
      { at: expect.any(String), byKind: 'user', by: second.id, object: `organisation:${agency}` },
      { at: expect.any(String), byKind: 'user', by: second.id, object: `worker:${worker.id}` },
    ]);
    const again = await act(request, 'give-copy', {}, manager, key);
    expect([again.status, (again.body as Asked).copy]).toEqual([200, undefined]);
    const { body } = await app.http
      .get(`/api/v1/history?subject=personal_data_request:${request.id}`)
      .set(manager.auth);
    expect((body as { items: { action: string; data: object }[] }).items.at(-1)).toMatchObject({
      action: 'give_copy',
      data: { kind: 'worker', person: worker.id },
    });
  });

  it('is erased by a second person once nothing needs it, and stands in no row then, nor in the audit', async () => {
    const worker = await register({ name: '虚构将被删除者', licence: 'SW-7654321' });
    const request = await asked({ kind: 'worker', id: worker.id });
    expect(codeOf(await act(request, 'erase', GIVEN['erase'], manager))).toEqual([422, 'asked_by_you']);
    const active = await act(request, 'erase');
    expect([...codeOf(active), active.body.facts]).toEqual([422, 'person_still_needed', { neededFor: 'works_here' }]);
    expect(codeOf(await act(request, 'block'))).toEqual([422, 'person_still_needed']);
    await leave(worker, '虚构将被删除者已辞职');
    expect(await dump()).not.toContain('虚构将被删除者');
    const history = () =>
      app.http.get(`/api/v1/history?subject=worker:${worker.id}`).set(manager.auth).expect(200) as Promise<{
        body: { items: { action: string; reason: string | null; reasonErased: boolean }[] };
      }>;
    expect((await history()).body.items.at(-1)).toMatchObject({ reason: '虚构将被删除者已辞职', reasonErased: false });
    expect(codeOf(await act(request, 'block'))).toEqual([422, 'nothing_to_keep']);
    const erased = await act(request, 'erase', { ground: 'consent_withdrawn' });
    expect([erased.status, (erased.body as Asked).state]).toEqual([200, 'erased']);
    expect(await read(worker.id)).toMatchObject({ name: '—', licence: '—' });
    expect((await history()).body.items.at(-1)).toMatchObject({ reason: null, reasonErased: true });
    expect(await dump()).not.toContain('SW-7654321');
    const [key] = await app.dataSource.query<{ key: Buffer | null }[]>(
      `SELECT key FROM person_key WHERE person = 'worker:' || $1`,
      [worker.id],
    );
    expect(key).toEqual({ key: null });
    expect((await app.running.app.get(AuditVerifier).verify()).findings).toEqual([]);
    expect(codeOf(await act(erased.body as Asked, 'erase'))).toEqual([409, 'wrong_state']);
  });

  it('is not erased where a law keeps the purchase: it is blocked, read with a reason alone, and erased when the law ends', async () => {
    const name = `虚构机构${randomUUID()}`;
    const of = await makeBody(app, { kind: 'agency', region: '990203', name });
    const by = await makeUser(app, 'agency_manager', of);
    const other = await makeUser(app, 'agency_manager', of);
    const worker = await register({ name: '虚构被封存者' }, by, of);
    await leave(worker, '虚构被封存者合同到期', by, of);
    const request = await asked({ kind: 'worker', id: worker.id }, by);
    const colleague = await register({ name: '虚构同事' }, by, of);
    await leave(colleague, undefined, by, of);
    const byHand = await asked({ kind: 'worker', id: colleague.id }, by);
    expect(codeOf(await act(request, 'block', {}, other))).toEqual([422, 'nothing_to_keep']);
    await contracted(name, '2018-05-31');
    const refused = await act(request, 'erase', GIVEN['erase'], other);
    expect(refused.body).toMatchObject({
      code: 'must_be_kept',
      rule: 'ARCHIVE-15Y',
      basis: { article: '第四十二条', confidence: 'A' },
      facts: { purchases: 1, keepUntil: '2033-05-31' },
    });
    expect(codeOf(await act(byHand, 'erase', GIVEN['erase'], other))).toEqual([422, 'must_be_kept']);
    expect(codeOf(await act(request, 'block', {}, by))).toEqual([422, 'asked_by_you']);
    const blocked = await act(request, 'block', {}, other);
    expect(blocked.body).toMatchObject({ state: 'blocked', keptBy: 'ARCHIVE-15Y', keptUntil: '2033-05-31' });
    expect(await read(worker.id, by, of)).toMatchObject({ name: '—' });
    expect(await dump()).not.toContain('虚构被封存者');
    const now = blocked.body as Asked;
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
    const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '880000' }));
    expect(codeOf(await act(now, 'disclose', { reason: '查' }, elsewhere))).toEqual([404, 'not_found']);
    expect(codeOf(await act(now, 'disclose', { reason: '查' }, other))).toEqual([403, 'not_permitted']);
    expect(codeOf(await act(now, 'disclose', {}, supervisor))).toEqual([400, 'validation_failed']);
    const told = await act(now, 'disclose', { reason: '核查二〇一八年服务人员' }, supervisor);
    expect((told.body as Asked).values).toMatchObject({ name: '虚构被封存者' });
    expect(codeOf(await act(told.body as Asked, 'erase', GIVEN['erase'], other))).toEqual([422, 'must_be_kept']);
    const sweep = app.running.app.get(TermsSweep);
    await setBusinessTime(app, '2033-05-31T09:00:00+08:00');
    await sweep.run();
    const state = async () =>
      ((await app.http.get(`/api/v1/personal-data/requests/${now.id}`).set(other.auth)).body as Asked).state;
    expect(await state()).toBe('blocked');
    await setBusinessTime(app, '2033-06-01T09:00:00+08:00');
    expect((await act(byHand, 'erase', GIVEN['erase'], other)).body).toMatchObject({ state: 'erased' });
    await sweep.run();
    expect(await state()).toBe('erased');
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  });

  it('of a loser’s body is kept as that of a winner’s is', async () => {
    const name = `虚构机构${randomUUID()}`;
    const of = await makeBody(app, { kind: 'agency', name });
    const by = await makeUser(app, 'agency_manager', of);
    const worker = await register({}, by, of);
    await leave(worker, undefined, by, of);
    const { id } = await officer.tender({ lots: [{ no: 1 }] });
    await officer.facts(id, [given('bid', { bidder: { name }, price: '90.00' }, { lot: 1 })]).expect(200);
    await expect(app.running.app.get(PersonErasure).erase('worker', worker.id, 'other')).rejects.toMatchObject({
      code: 'must_be_kept',
      details: { facts: { purchases: 1, keepUntil: null } },
    });
  });

  it('of an account goes with every way in; who is disabled, and took part in nothing, alone', async () => {
    const leaver = await makeUser(app, 'agency_worker', agency);
    const request = await asked({ kind: 'account', id: leaver.id }, leaver);
    expect((await act(request, 'erase')).body).toMatchObject({ facts: { neededFor: 'account_active' } });
    const { body: user } = await app.http.get(`/api/v1/users/${leaver.id}`).set(manager.auth).expect(200);
    await app.http
      .post(`/api/v1/users/${leaver.id}/actions/disable`)
      .set({ ...manager.auth, 'If-Match': `"${(user as { version: number }).version}"` })
      .send({ reason: '已离职' })
      .expect(200);
    const erased = await act(request, 'erase');
    expect([erased.status, (erased.body as Asked).state]).toEqual([200, 'erased']);
    expect(await dump()).not.toContain(leaver.login);
    expect(
      (await app.http.post('/api/v1/auth/sessions').send({ login: leaver.login, password: PASSWORD })).status,
    ).toBe(401);
    const shown = await app.http.get(`/api/v1/users/${leaver.id}`).set(manager.auth).expect(200);
    expect(shown.body).toMatchObject({ name: '—', state: 'disabled', login: `gone-${leaver.id}` });
    expect((await app.running.app.get(AuditVerifier).verify()).findings).toEqual([]);
  });

  it('of who stands behind bodies is found by the resident id that the person shows, which is kept nowhere', async () => {
    await stateHead(await makeBody(app, { kind: 'agency' }));
    expect(codeOf(await ask({ kind: 'behind_body' }, admin))).toEqual([400, 'validation_failed']);
    await asked({ kind: 'behind_body', residentId: RESIDENT, wants: 'copy' }, admin);
    const request = await asked({ kind: 'behind_body', residentId: RESIDENT }, admin);
    expect(request.person).toBeNull();
    const other = await makeUser(app, 'admin');
    const erased = await act(request, 'erase', GIVEN['erase'], other);
    expect([erased.status, (erased.body as Asked).state]).toEqual([200, 'erased']);
    const text = await dump();
    expect([text.includes('虚构负责人'), text.includes(RESIDENT)]).toEqual([false, false]);
    expect(codeOf(await ask({ kind: 'behind_body', residentId: RESIDENT }, admin))).toEqual([404, 'not_found']);
    const ids = await app.dataSource.query(
      `SELECT DISTINCT person_id AS id FROM personal_data_request WHERE person_kind = 'behind_body'`,
    );
    expect(ids).toEqual([{ id: '—' }]);
  });

  it('of who stands behind several bodies is asked and decided by none of them, but by administrators', async () => {
    const [one, two] = [await makeBody(app, { kind: 'agency' }), await makeBody(app, { kind: 'agency' })];
    for (const of of [one, two]) await stateHead(of);
    const own = await makeUser(app, 'agency_manager', one);
    const about = { kind: 'behind_body', residentId: RESIDENT };
    expect(codeOf(await ask({ ...about, wants: 'copy' }, own))).toEqual([404, 'not_found']);
    const request = await asked(about, admin);
    const listed = await app.http.get('/api/v1/personal-data/requests').set(own.auth).expect(200);
    const waits = await ownTasks(app, own, 'personal_data_request');
    expect([waits, (listed.body as { items: unknown[] }).items]).toEqual([[], []]);
    expect(codeOf(await act(request, 'erase', GIVEN['erase'], own))).toEqual([404, 'not_found']);
    const erased = await act(request, 'erase', GIVEN['erase'], await makeUser(app, 'admin'));
    const told = await app.http.get(`/api/v1/history?subject=personal_data_request:${request.id}`).set(own.auth);
    expect([erased.status, (erased.body as Asked).state, told.status]).toEqual([200, 'erased', 404]);
  });

  it('of a contact and of a registration is erased at once: no purchase keeps it', async () => {
    await app.dataSource.query(
      `UPDATE organisation SET contact_name = '虚构联系人', contact_phone = '000-1234' WHERE id = $1`,
      [agency],
    );
    const contact = await asked({ kind: 'contact', id: agency });
    await act(contact, 'erase').expect(200);
    const filed = await app.http.post('/api/v1/registrations').send({
      ...{ agencyName: '虚构社会工作服务中心', creditCode: creditCode('52'), contactName: '虚构申请人' },
      ...{ phone: '13800000000', login: 'fictional-applicant' },
    });
    expect(filed.status).toBe(201);
    const { id } = filed.body as { id: string };
    const request = await asked({ kind: 'registration', id }, admin);
    const other = await makeUser(app, 'admin');
    expect((await act(request, 'erase', GIVEN['erase'], other)).body).toMatchObject({
      facts: { neededFor: 'undecided' },
    });
    const { body: registration } = await app.http.get(`/api/v1/registrations/${id}`).set(admin.auth).expect(200);
    await app.http
      .post(`/api/v1/registrations/${id}/actions/reject`)
      .set({ ...admin.auth, 'If-Match': `"${(registration as { version: number }).version}"` })
      .send({ reason: '虚构申请人材料不全' })
      .expect(200);
    await act(request, 'erase', GIVEN['erase'], other).expect(200);
    const text = await dump();
    for (const word of ['虚构联系人', '000-1234', '虚构申请人', 'fictional-applicant'])
      expect(text).not.toContain(word);
  });

  it('is asked for twice and decided once: the second request finds nothing left, and a copy shows what is blocked', async () => {
    const name = `虚构机构${randomUUID()}`;
    const of = await makeBody(app, { kind: 'agency', name });
    const by = await makeUser(app, 'agency_manager', of);
    const other = await makeUser(app, 'agency_manager', of);
    const worker = await register({ name: '虚构双重申请者' }, by, of);
    await leave(worker, undefined, by, of);
    await contracted(name, '2018-05-31');
    const requests = [
      await asked({ kind: 'worker', id: worker.id }, by),
      await asked({ kind: 'worker', id: worker.id }, by),
    ];
    const decided = await Promise.all(
      requests.map((request) => act(request, 'block', { reason: '虚构双重申请者的两次申请' }, other)),
    );
    expect(decided.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await dump()).not.toContain('虚构双重申请者');
    const copy = await act(await asked({ wants: 'copy', kind: 'worker', id: worker.id }, by), 'give-copy', {}, by);
    expect((copy.body as Asked).copy?.values).toMatchObject({ name: '虚构双重申请者' });
    const left = decided.find(({ status }) => status === 409);
    expect(left?.body).toMatchObject({ code: 'wrong_state', facts: { handledBy: expect.any(String) } });
  });

  it('leaves no entry that is given a name again: the account is not enabled, neither it nor the worker renamed', async () => {
    const worker = await register();
    await leave(worker);
    await act(await asked({ kind: 'worker', id: worker.id }), 'erase').expect(200);
    const renamed = await app.http
      .patch(`/api/v1/organisations/${agency}/workers/${worker.id}`)
      .set({ ...manager.auth, 'If-Match': '"3"' })
      .send({ name: '虚构新名' });
    expect(codeOf(renamed)).toEqual([422, 'person_erased']);
    const leaver = await makeUser(app, 'agency_worker', agency);
    const path = `/api/v1/users/${leaver.id}`;
    const send = async (method: 'post' | 'patch', to: string, body: object) => {
      const { body: user } = await app.http.get(path).set(manager.auth).expect(200);
      return app.http[method](to)
        .set({ ...manager.auth, 'If-Match': `"${(user as { version: number }).version}"` })
        .send(body);
    };
    // Disabled and enabled as long as nothing was erased.
    expect((await send('post', `${path}/actions/disable`, {})).status).toBe(200);
    expect((await send('post', `${path}/actions/enable`, {})).status).toBe(200);
    expect((await send('post', `${path}/actions/disable`, {})).status).toBe(200);
    await act(await asked({ kind: 'account', id: leaver.id }), 'erase').expect(200);
    expect(codeOf(await send('post', `${path}/actions/enable`, {}))).toEqual([422, 'person_erased']);
    expect(codeOf(await send('patch', path, { name: '虚构新名' }))).toEqual([422, 'person_erased']);
  });

  it('is copied for nobody who has left the body since asking, and to a manager of one body says nothing of another', async () => {
    const leaver = await makeUser(app, 'agency_manager', agency);
    const worker = await register();
    const request = await asked({ wants: 'copy', kind: 'worker', id: worker.id }, leaver);
    const elsewhere = await makeBody(app, { kind: 'agency' });
    const seat = (organisation: string) => ({ organisation, role: 'agency_manager' as const });
    const given = { outsideSince: null, inForceAt: null };
    await runInProduct(app, async (tx) => {
      await removeSeats(tx, leaver.id, [seat(agency)]);
      await addSeats(tx, leaver.id, [{ ...seat(elsewhere), ...given }]);
      await addSeats(tx, second.id, [{ ...seat(elsewhere), ...given }]);
    });
    expect(codeOf(await act(request, 'give-copy', {}, leaver))).toEqual([404, 'not_found']);
    await app.http
      .post('/api/v1/api-keys')
      .set(second.auth)
      .send({ name: '另一机构的密钥', scopes: ['tender.read'], organisation: elsewhere })
      .expect(201);
    const copyBy = async (by: TestAccount) => {
      const { body } = await act(
        await asked({ wants: 'copy', kind: 'account', id: second.id }, by),
        'give-copy',
        {},
        by,
      );
      return (body as Asked).copy;
    };
    const shown = await copyBy(manager);
    expect(shown?.values).toMatchObject({ login: second.login, seats: [{ organisation: agency }], apiKeys: [] });
    expect(JSON.stringify(shown)).not.toContain(elsewhere);
    expect(Object.keys(shown?.values ?? {})).not.toContain('sessions');
    expect((await copyBy(second))?.values).toMatchObject({ apiKeys: [{ name: '另一机构的密钥' }], sessions: [{}] });
    await runInProduct(app, (tx) => removeSeats(tx, second.id, [seat(elsewhere)]));
  });

  it('is refused with a reason, and comes to its term by itself where nobody asks', async () => {
    const worker = await register({ name: '虚构期满者' });
    const request = await asked({ kind: 'worker', id: worker.id });
    expect(codeOf(await act(request, 'refuse'))).toEqual([400, 'validation_failed']);
    // Whoever asked decides on it neither way; another one of the body does.
    expect(codeOf(await act(request, 'refuse', { reason: '仍在职' }, manager))).toEqual([422, 'asked_by_you']);
    expect(await offered(request, manager)).toEqual([]);
    expect(await offered(request, second)).toEqual(['erase', 'block', 'refuse']);
    expect((await act(request, 'refuse', { reason: '仍在职' })).body).toMatchObject({ state: 'refused' });
    await leave(worker);
    const sweep = app.running.app.get(TermsSweep);
    await setBusinessTime(app, '2027-03-02T09:00:00+08:00');
    await sweep.run();
    expect((await read(worker.id)).name).toBe('虚构期满者');
    await setBusinessTime(app, '2027-03-04T09:00:00+08:00');
    expect(await sweep.run()).toBeGreaterThan(0);
    expect((await read(worker.id)).name).toBe('—');
    expect(await sweep.run()).toBe(0);
    // One whose erasure breaks holds up nobody behind it, and the job is not called done.
    const [broken, other] = [await register({ name: '虚构难删者' }), await register({ name: '虚构另一期满者' })];
    for (const one of [broken, other]) await leave(one);
    // Answers that are kept for a repetition go as well, also of whom a run erased that broke off then.
    const halfway = await register({ name: '虚构中断者' });
    await leave(halfway);
    await app.running.app.get(PersonErasure).erase('worker', halfway.id, 'other', 'laterAnswers');
    const keptFor = async () =>
      (
        await app.dataSource.query<{ key: string }[]>(`SELECT key FROM idempotent_request WHERE route = 'POST /kept'`)
      ).map(({ key }) => key);
    for (const { id } of [broken, other, halfway])
      await app.dataSource.query(
        `INSERT INTO idempotent_request (principal, route, key, body_key, body_hmac, status, answer)
         VALUES ('x', 'POST /kept', $1, 'k', '\\x00', 200, json_build_object('worker', $1::text))`,
        [id],
      );
    await app.dataSource.query(`
      CREATE FUNCTION break_erasure() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
      CREATE TRIGGER break_erasure BEFORE UPDATE ON worker FOR EACH ROW WHEN (OLD.id = '${broken.id}') EXECUTE FUNCTION break_erasure()`);
    await setBusinessTime(app, '2028-03-06T09:00:00+08:00');
    await expect(sweep.run()).rejects.toThrow(/^1 could not be erased: .*broken/);
    expect([(await read(broken.id)).name, (await read(other.id)).name]).toEqual(['虚构难删者', '—']);
    expect(await keptFor()).toEqual([broken.id]);
    await app.dataSource.query(`DROP TRIGGER break_erasure ON worker`);
    expect(await sweep.run()).toBe(1);
    expect(await keptFor()).toEqual([]);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  });
});
