import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgreedCorrections } from '../../src/people/accounts/requests/agreed-corrections.js';
import { AccountDesk } from '../support/account-desk.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { actOnRemedy } from '../support/lots.js';

const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };

describe('the correction of a place or a budget level beside an open complaint', () => {
  let app: TestApp;
  let parties: Parties;
  let desk: AccountDesk;
  let first: TestAccount;
  let second: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    desk = new AccountDesk(app);
    const admin = () => makeAccount(app, { role: 'admin', organisation: null });
    [first, second] = [await admin(), await admin()];
  });
  afterAll(() => app.close());

  const ask = (organisation: string, fields: object) =>
    app.http
      .post('/api/v1/account-requests')
      .set(first.auth)
      .send({ organisation, ground: '登记证书影印件', ...fields });
  const OPEN = { code: 'correction_unfit' };
  const at = (field: string) => ({ ...OPEN, errors: [{ pointer: `/${field}`, code: 'complaint_open' }] });

  it('waits until the complaint is closed, of its buyer and of the authority that deals with it', async () => {
    const { tender } = await Contracting.awarded(app, parties, {}, RECENT);
    const { finance, id: buyer } = parties.bureau;
    const [seat] = await app.dataSource.query<{ id: string }[]>(
      `SELECT organisation_id AS id FROM seat WHERE user_id = $1`,
      [finance.id],
    );
    const authority = seat?.id ?? '';
    const elsewhere = await makeBody(app, { kind: 'finance_authority', region: '9903', budgetLevel: 'municipal' });
    await makeUser(app, 'finance_authority', elsewhere);
    const manager = await makeUser(app, 'agency_manager', await makeBody(app, { creditCode: creditCode() }));
    // Asked and agreed to before anything was filed.
    const early = await ask(authority, { region: '990300' });
    expect(early.status).toBe(201);
    const { id: request } = early.body as { id: string };
    expect((await desk.answer(second, request, 'agree')).status).toBe(200);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(manager.auth)
      .send({ tender, stage: 'process', grounds: '评审未按采购文件进行', requests: '重新评审' })
      .expect(201);
    const { id: complaint } = filed.body as { id: string };
    await setBusinessTime(app, '2025-12-24T09:00:00+08:00');
    await app.running.app.get(AgreedCorrections).applyAll();
    expect((await desk.request(second, request)).body).toMatchObject({
      state: 'refused',
      correction: { appliedAt: null },
    });

    for (const [body, field, fields] of [
      [buyer, 'budgetLevel', { budgetLevel: 'provincial' }],
      [buyer, 'region', { region: '990300' }],
      [authority, 'budgetLevel', { budgetLevel: 'county' }],
      [authority, 'region', { region: '990300' }],
    ] as const)
      expect([field, (await ask(body, fields)).body]).toMatchObject([field, at(field)]);
    // What leaves the complaint where it is: the level that its region says already.
    const same = await ask(authority, { budgetLevel: 'municipal' });
    expect(same.status).toBe(201);
    expect((await desk.answer(second, (same.body as { id: string }).id, 'refuse')).status).toBe(200);
    // Nor does one person move it where nobody sits.
    const empty = await makeBody(app, { kind: 'bureau', region: '990200' });
    await app.dataSource.query(`UPDATE tender SET buyer_id = $2 WHERE id = $1`, [tender, empty]);
    const change = async (fields: object) => {
      const { headers } = await app.http.get(`/api/v1/organisations/${empty}`).set(first.auth).expect(200);
      const asked = app.http.patch(`/api/v1/organisations/${empty}`).set(first.auth);
      return asked.set('If-Match', headers['etag'] as string).send(fields);
    };
    for (const [field, fields] of [
      ['region', { region: '990300' }],
      ['budgetLevel', { budgetLevel: 'provincial' }],
    ] as const)
      expect([field, (await change(fields)).body]).toMatchObject([field, at(field)]);
    expect((await change({ budgetLevel: 'municipal' })).status).toBe(200);
    await app.dataSource.query(`UPDATE tender SET buyer_id = $2 WHERE id = $1`, [tender, buyer]);
    // One that deals with no such complaint, and what says nothing of the authority.
    expect((await ask(elsewhere, { region: '990200' })).status).toBe(201);
    expect((await ask(buyer, { creditCode: creditCode('11') })).status).toBe(201);

    // The authority still deals with it, and closes it.
    const refuse = { reason: '未经质疑', ground: 'not_challenged' };
    expect((await actOnRemedy(app, 'complaints', complaint, 'refuse', refuse, finance)).status).toBe(200);
    const later = await ask(authority, { region: '990300' });
    expect(later.status).toBe(201);
    expect((await desk.answer(second, (later.body as { id: string }).id, 'agree')).status).toBe(200);
    await setBusinessTime(app, '2025-12-26T09:00:00+08:00');
    await app.running.app.get(AgreedCorrections).applyAll();
    const shown = await app.http.get(`/api/v1/organisations/${authority}`).set(first.auth).expect(200);
    expect(shown.body).toMatchObject({ region: '990300' });
  });
});
