import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AccountDesk } from '../support/account-desk.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { makeInHand } from '../support/hands.js';
import { filing, Registrations } from '../support/registrations.js';
import { codeOf } from '../support/users.js';
import { readVersion } from '../support/version.js';

let app: TestApp;
let desk: AccountDesk;
let admin: TestAccount;
let registrations: Registrations;
beforeAll(async () => {
  app = await startTestApp();
  desk = new AccountDesk(app);
  admin = await makeUser(app, 'admin');
  registrations = new Registrations(app, admin);
});
afterAll(() => app.close());

const patch = async (body: string, change: object, by = admin) =>
  app.http
    .patch(`/api/v1/organisations/${body}`)
    .set({ ...by.auth, 'If-Match': `"${await readVersion(app, 'organisation', body)}"` })
    .send(change);
const decide = async (id: string) => {
  const answer = await registrations.decide(id, 'confirm');
  return [answer.status, codeOf(answer)];
};
const confirm = async (asked: object) => decide((await registrations.file(filing(asked))).id);
const countSeats = async (body: string) =>
  (await app.dataSource.query<unknown[]>(`SELECT FROM seat WHERE organisation_id = $1`, [body])).length;

describe('a registration by an administrator who would enter a body where people sit', () => {
  it('enters none by its name, though its credit code was taken off it', async () => {
    const [name, code] = [`机构${creditCode()}`, creditCode()];
    const agency = await makeBody(app, { kind: 'agency', name, creditCode: code });
    await makeUser(app, 'agency_manager', agency);
    expect(codeOf(await patch(agency, { creditCode: null }))).toBe('seats_stand');
    expect(await confirm({ agencyName: name, creditCode: code })).toEqual([409, 'credit_code_registered']);
    // An older version let it be taken off.
    await app.dataSource.query(`UPDATE organisation SET credit_code = NULL WHERE id = $1`, [agency]);
    expect(await confirm({ agencyName: name, creditCode: code })).toEqual([409, 'credit_code_registered']);
    expect(await countSeats(agency)).toBe(1);
  });

  it('enters no bureau recorded without a code, whether somebody sits there or not; an agency without one it does', async () => {
    const [seated, empty, agency] = await Promise.all([
      makeBody(app, { kind: 'bureau', name: `局${creditCode()}` }),
      makeBody(app, { kind: 'bureau', name: `局${creditCode()}` }),
      makeBody(app, { kind: 'agency', name: `社${creditCode()}` }),
    ]);
    await makeUser(app, 'bureau_officer', seated);
    const names = await app.dataSource.query<{ id: string; name: string }[]>(
      `SELECT id, name FROM organisation WHERE id = ANY ($1::uuid[])`,
      [[seated, empty, agency]],
    );
    const nameOf = (id: string) => names.find((row) => row.id === id)?.name;
    expect(await confirm({ agencyName: nameOf(seated) })).toEqual([409, 'credit_code_registered']);
    const { id } = await registrations.file(filing({ agencyName: nameOf(empty) }));
    expect(await decide(id)).toEqual([422, 'body_no_supplier']);
    expect(await confirm({ agencyName: nameOf(agency) })).toEqual([200, undefined]);
    expect([await countSeats(seated), await countSeats(empty), await countSeats(agency)]).toEqual([1, 0, 1]);
    expect((await patch(empty, { kind: 'agency' })).status).toBe(200);
    expect(await decide(id)).toEqual([200, undefined]);
  });
});

describe('a supplier’s seat', () => {
  it.each(['agency_manager', 'agency_worker'] as const)('%s is given in no bureau, and in an agency', async (role) => {
    const [bureau, agency] = [await makeBody(app), await makeBody(app, { kind: 'agency' })];
    const refused = await desk.create(admin, [{ organisation: bureau, role }]);
    expect(refused.body).toMatchObject({ status: 400, errors: [{ pointer: '/seats/0/role', code: 'no_supplier' }] });
    const made = await desk.made(admin, [{ organisation: agency, role }]);
    expect(made.seats).toMatchObject([{ role }]);
    const moved = await desk.seat(admin, made.id, [{ organisation: bureau, role }]);
    expect(moved.body).toMatchObject({ status: 400, errors: [{ code: 'no_supplier' }] });
  });
});

describe('what a body is known by', () => {
  it('stays while people sit there: code, kind, region and level of the budget', async () => {
    const code = creditCode();
    const bureau = await makeBody(app, { creditCode: code });
    const authority = await makeBody(app, { kind: 'supervisor', region: '990203' });
    const free = await makeBody(app, { kind: 'supervisor', region: '990203' });
    await makeUser(app, 'bureau_officer', bureau);
    const supervisor = await makeUser(app, 'supervisor', authority);
    for (const [body, change] of [
      [bureau, { creditCode: creditCode() }],
      [bureau, { kind: 'agency' }],
      [bureau, { region: '990200' }],
      [authority, { region: '990200' }],
      [authority, { kind: 'finance_authority' }],
      [authority, { budgetLevel: 'municipal' }],
    ] as const) {
      const answer = await patch(body, change);
      const [field] = Object.keys(change);
      expect(answer.body).toMatchObject({ code: 'seats_stand', errors: [{ pointer: `/${field}` }] });
    }
    // What nobody sits under changes, and what nobody is given a seat for.
    expect((await patch(bureau, { address: '示例路1号' })).status).toBe(200);
    expect((await patch(free, { region: '990200', kind: 'finance_authority', budgetLevel: 'municipal' })).status).toBe(
      200,
    );
    expect((await desk.seat(admin, supervisor.id, [])).status).toBe(200);
    expect((await patch(authority, { region: '990200' }, await makeUser(app, 'admin'))).status).toBe(200);
  });

  it('is changed by nobody who ended seats there, nor in the same hand, for 30 days; by another at once', async () => {
    const authority = await makeBody(app, { kind: 'supervisor', region: '990203' });
    const supervisor = await makeUser(app, 'supervisor', authority);
    const other = await makeUser(app, 'admin');
    const inHand = await makeInHand(app, admin, { role: 'admin', organisation: null });
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    expect((await desk.seat(admin, supervisor.id, [])).status).toBe(200);
    // What was not recorded may be.
    expect((await patch(authority, { creditCode: creditCode() })).status).toBe(200);
    for (const by of [admin, inHand])
      for (const change of [
        { region: '990200' },
        { creditCode: creditCode() },
        { kind: 'finance_authority' },
        { budgetLevel: 'municipal' },
      ])
        expect((await patch(authority, change, by)).body).toMatchObject({
          code: 'seats_stand',
          errors: [{ pointer: `/${Object.keys(change)[0]}` }],
        });
    expect((await patch(authority, { region: '990200' }, other)).status).toBe(200);
    expect(codeOf(await patch(authority, { region: '990203' }))).toBe('seats_stand');
    await setBusinessTime(app, '2026-04-02T09:00:00+08:00');
    // In production the days are counted from the clock of the process too, whatever that of the database says.
    const behind = jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-03-03T09:00:00+08:00'));
    app.settings.mode = 'production';
    const held = await patch(authority, { region: '990203' });
    app.settings.mode = 'test';
    behind.mockRestore();
    expect(codeOf(held)).toBe('seats_stand');
    expect((await patch(authority, { region: '990203' })).status).toBe(200);
  });

  it('is changed by nobody who ended the last seat of a bureau, whatever was done from it', async () => {
    const bureau = await makeBody(app, { region: '990203', creditCode: creditCode() });
    const officer = await makeUser(app, 'bureau_officer', bureau);
    expect((await desk.seat(admin, officer.id, [])).status).toBe(200);
    for (const change of [{ region: '990200' }, { kind: 'agency' }, { creditCode: creditCode() }])
      expect(codeOf(await patch(bureau, change))).toBe('seats_stand');
    expect((await patch(bureau, { region: '990200' }, await makeUser(app, 'admin'))).status).toBe(200);
  });

  it('is filled in where it was not recorded, but for a kind in which its people have no place', async () => {
    const unknown = async () => {
      const body = await makeBody(app);
      await app.dataSource.query(`UPDATE organisation SET kind = NULL WHERE id = $1`, [body]);
      return body;
    };
    const [bureau, agency] = [await unknown(), await unknown()];
    await makeUser(app, 'bureau_officer', bureau);
    await makeUser(app, 'agency_worker', agency);
    expect(codeOf(await patch(bureau, { kind: 'agency' }))).toBe('seats_stand');
    expect((await patch(bureau, { kind: 'bureau', creditCode: creditCode() })).status).toBe(200);
    expect((await patch(agency, { kind: 'agency' })).status).toBe(200);
  });
});
