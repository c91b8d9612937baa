import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgreedCorrections } from '../../src/people/accounts/requests/agreed-corrections.js';
import { AccountDesk } from '../support/account-desk.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { feedOf, placed } from '../support/feed.js';
import { makeInHand } from '../support/hands.js';
import { codeOf } from '../support/users.js';
import { readVersion } from '../support/version.js';

const ASKED_AT = '2025-11-03T09:00:00+08:00';
const DAY_LATER = '2025-11-04T09:05:00+08:00';
const GROUND = '登记证书影印件与现登记不符';

interface Correction {
  id: string;
  state: string;
  user: null;
  inForceAt: string | null;
  correction: { organisation: string; appliedAt: string | null; corrections: object[] };
  allowedActions: { action: string }[];
}

describe('the correction of what a body is known by, while people sit in it', () => {
  let app: TestApp;
  let desk: AccountDesk;
  let first: TestAccount;
  let second: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    desk = new AccountDesk(app);
    const admin = () => makeAccount(app, { role: 'admin', organisation: null });
    [first, second] = [await admin(), await admin()];
    await setBusinessTime(app, ASKED_AT);
  });
  afterAll(() => app.close());

  const sql = writeByHand(() => app);
  const ask = async (organisation: string, fields: object, by = first) =>
    app.http
      .post('/api/v1/account-requests')
      .set(by.auth)
      .send({ organisation, ground: GROUND, ...fields });
  const asked = async (organisation: string, fields: object, by = first): Promise<Correction> => {
    const answer = await ask(organisation, fields, by);
    expect([answer.status, answer.body]).toMatchObject([201, { state: 'asked' }]);
    return answer.body as Correction;
  };
  const bodyOf = async (id: string) =>
    (await app.http.get(`/api/v1/organisations/${id}`).set(first.auth).expect(200)).body as Record<string, unknown>;
  const read = async (by: TestAccount, id: string) => (await desk.request(by, id).expect(200)).body as Correction;
  /** The sweep, as often as it comes. */
  const sweep = () => app.running.app.get(AgreedCorrections).applyAll();
  const makeAgency = async () => {
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    return { agency, manager: await makeUser(app, 'agency_manager', agency) };
  };
  const patch = async (by: TestAccount, body: string, change: object) =>
    app.http
      .patch(`/api/v1/organisations/${body}`)
      .set({ ...by.auth, 'If-Match': `"${await readVersion(app, 'organisation', body)}"` })
      .send(change);

  it('takes two administrators, is told to everybody who sits there, and is in force a day later', async () => {
    const { agency, manager } = await makeAgency();
    const worker = await makeUser(app, 'agency_worker', agency);
    const stranger = await makeUser(app, 'agency_manager');
    const [code, before] = [creditCode(), await bodyOf(agency)];
    const fields = { creditCode: code, kind: 'enterprise', region: '990200', budgetLevel: 'municipal' };
    for (const [field, value] of Object.entries(fields))
      expect((await patch(first, agency, { [field]: value })).body).toMatchObject({
        code: 'seats_stand',
        errors: [{ pointer: `/${field}` }],
      });
    const { id } = await asked(agency, fields);
    for (const told of [manager, worker]) {
      expect(await desk.tasks(told)).toMatchObject([{ kind: 'account_announced', id }]);
      expect((await read(told, id)).correction).toMatchObject({
        organisation: agency,
        ground: GROUND,
        corrections: [
          { field: 'creditCode', recorded: before['creditCode'], corrected: code },
          { field: 'kind', recorded: 'agency', corrected: 'enterprise' },
          { field: 'region', recorded: '990203', corrected: '990200' },
          { field: 'budgetLevel', recorded: null, corrected: 'municipal' },
        ],
      });
    }
    expect((await desk.request(stranger, id)).status).toBe(404);
    expect(await desk.tasks(second)).toContainEqual(expect.objectContaining({ kind: 'account_request', id }));
    expect(codeOf(await desk.answer(first, id, 'agree'))).toBe('asked_by_you');
    const inHand = await makeInHand(app, first, { role: 'admin', organisation: null });
    expect(codeOf(await desk.answer(inHand, id, 'agree'))).toBe('proposer_decides');
    expect(codeOf(await desk.answer(manager, id, 'agree'))).toBe('not_permitted');
    const agreed = (await desk.answer(second, id, 'agree')).body as Correction;
    expect([agreed.state, Date.parse(agreed.inForceAt ?? '') - Date.parse(ASKED_AT)]).toEqual([
      'agreed',
      expect.any(Number),
    ]);
    expect(Date.parse(agreed.inForceAt ?? '') - Date.parse(ASKED_AT)).toBeGreaterThanOrEqual(86_400_000);
    await sweep();
    expect(await bodyOf(agency)).toEqual(before);
    expect(await desk.tasks(worker)).toMatchObject([{ kind: 'account_announced', id }]);

    await setBusinessTime(app, DAY_LATER);
    expect(codeOf(await desk.answer(manager, id, 'refuse'))).toBe('in_force_already');
    await sweep();
    expect(await bodyOf(agency)).toMatchObject(fields);
    expect(await read(worker, id)).toMatchObject({
      state: 'agreed',
      allowedActions: [],
      correction: { appliedAt: expect.any(String) },
    });
    expect(await desk.tasks(worker)).toEqual([]);
    const version = await readVersion(app, 'organisation', agency);
    await sweep();
    expect(await readVersion(app, 'organisation', agency)).toBe(version);
    await placed(app);
    const feed = (await feedOf(app, worker)).split('\n').filter((line) => line.includes(id));
    expect(feed.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      ...['account_request.asked', 'account_request.agree', 'organisation.changed', 'account_request.applied'],
    ]);
    await setBusinessTime(app, ASKED_AT);
  });

  it.each(['asked', 'agreed'])(
    'comes to nothing where somebody who sits there objects to it when %s',
    async (state) => {
      const bureau = await makeBody(app);
      const officer = await makeUser(app, 'bureau_officer', bureau);
      const { id } = await asked(bureau, { region: '990200' });
      if (state === 'agreed') expect((await desk.answer(second, id, 'agree')).status).toBe(200);
      expect((await desk.answer(officer, id, 'refuse')).body).toMatchObject({ state: 'refused' });
      await setBusinessTime(app, DAY_LATER);
      await sweep();
      expect(await bodyOf(bureau)).toMatchObject({ region: '990203' });
      await setBusinessTime(app, ASKED_AT);
    },
  );

  it('fits those who sit there, is of one body after another, and corrects something', async () => {
    const { agency } = await makeAgency();
    const bureau = await makeBody(app);
    await makeUser(app, 'bureau_officer', bureau);
    const unfit = { code: 'correction_unfit', errors: [{ pointer: '/kind', code: 'not_changeable' }] };
    expect((await ask(agency, { kind: 'bureau' })).body).toMatchObject(unfit);
    expect((await ask(bureau, { kind: 'agency' })).body).toMatchObject(unfit);
    for (const fields of [{}, { kind: 'bureau' }])
      expect((await ask(bureau, fields)).body).toMatchObject({ errors: [{ code: 'no_correction' }] });
    const { id } = await asked(bureau, { kind: 'street_office' });
    expect((await ask(bureau, { region: '990200' }, second)).body).toMatchObject({
      code: 'conflict',
      errors: [{ href: `/api/v1/account-requests/${id}` }],
    });
    expect((await desk.answer(first, id, 'refuse')).status).toBe(200);
    await asked(bureau, { region: '990200' }, second);
    expect((await ask(first.id, { region: '990200' })).body).toMatchObject({ errors: [{ code: 'unknown_id' }] });
    const officer = await makeUser(app, 'bureau_officer');
    expect(codeOf(await ask(bureau, { region: '990200' }, officer))).toBe('not_permitted');
  });

  it('is refused, and comes to nothing, where it is overtaken', async () => {
    const [{ agency }, code] = [await makeAgency(), creditCode()];
    const { id } = await asked(agency, { creditCode: code });
    const other = await makeBody(app, { creditCode: code });
    expect((await desk.answer(second, id, 'agree')).body).toMatchObject({
      code: 'correction_unfit',
      errors: [{ pointer: '/creditCode', code: 'not_unique' }],
    });
    expect((await patch(first, other, { creditCode: null })).status).toBe(200);
    expect((await desk.answer(second, id, 'agree')).status).toBe(200);
    expect((await patch(first, other, { creditCode: code })).status).toBe(200);
    const before = await bodyOf(agency);
    await setBusinessTime(app, DAY_LATER);
    await sweep();
    expect(await bodyOf(agency)).toEqual(before);
    expect(await read(second, id)).toMatchObject({ state: 'refused', correction: { appliedAt: null } });
    await setBusinessTime(app, ASKED_AT);
    // The body is free for another.
    await asked(agency, { creditCode: creditCode() });
  });

  it('corrects nothing by a row that is written, moved or put back by hand', async () => {
    const { agency } = await makeAgency();
    const before = await bodyOf(agency);
    const change = JSON.stringify({ region: { from: '990203', to: '990200' } });
    await sql(
      `INSERT INTO account_request (organisation_id, bodies, decides, asked_by, answered_by, state, correction, ground, in_force_at)
       VALUES ($1, ARRAY[$1::uuid], 'administrator', $2, $3, 'agreed', $4, 'x', business_now() - interval '1 day')`,
      [agency, first.id, second.id, change],
    );
    await sweep();
    expect(await bodyOf(agency)).toEqual(before);

    // Nor does it stand in the way of what is asked for.
    const { id } = await asked(agency, { region: '990200' });
    await sql(`DELETE FROM account_request WHERE organisation_id = $1 AND id <> $2`, [agency, id]);
    await sql(
      `UPDATE account_request SET correction = jsonb_set(correction, '{region,to}', '"990202"') WHERE id = $1`,
      [id],
    );
    expect(codeOf(await desk.answer(second, id, 'agree'))).toBe('not_found');
    await sql(
      `UPDATE account_request SET state = 'agreed', answered_by = $2, in_force_at = business_now() WHERE id = $1`,
      [id, second.id],
    );
    await sweep();
    expect(await bodyOf(agency)).toEqual(before);
    await sql(
      `UPDATE account_request SET state = 'asked', answered_by = NULL, in_force_at = NULL, correction = $2 WHERE id = $1`,
      [id, change],
    );
    expect((await desk.answer(second, id, 'agree')).status).toBe(200);
    const [row] = await sql<[{ at: string }]>(`SELECT in_force_at::text AS at FROM account_request WHERE id = $1`, [
      id,
    ]);
    await sql(`UPDATE account_request SET in_force_at = business_now() - interval '1 hour' WHERE id = $1`, [id]);
    await sweep();
    expect(await bodyOf(agency)).toEqual(before);
    await sql(`UPDATE account_request SET in_force_at = $2 WHERE id = $1`, [id, row.at]);
    await setBusinessTime(app, DAY_LATER);
    await sweep();
    expect(await bodyOf(agency)).toMatchObject({ region: '990200' });
    // What was done once is not done again.
    await sql(`UPDATE organisation SET region = '990203' WHERE id = $1`, [agency]);
    await sql(`UPDATE account_request SET applied_at = NULL WHERE id = $1`, [id]);
    await sweep();
    expect(await bodyOf(agency)).toMatchObject({ region: '990203' });
    await setBusinessTime(app, ASKED_AT);
  });

  it('is in force in production by the clock of the process, whatever the database says', async () => {
    const { agency } = await makeAgency();
    await setBusinessTime(app, new Date().toISOString());
    const { id } = await asked(agency, { region: '990200' });
    expect((await desk.answer(second, id, 'agree')).status).toBe(200);
    await setBusinessTime(app, new Date(Date.now() + 90_000_000).toISOString());
    app.settings.mode = 'production';
    await sweep();
    app.settings.mode = 'test';
    expect(await bodyOf(agency)).toMatchObject({ region: '990203' });
    await sweep();
    expect(await bodyOf(agency)).toMatchObject({ region: '990200' });
    await setBusinessTime(app, ASKED_AT);
  });
});
