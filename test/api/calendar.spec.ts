import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, makeBureau, PLAN, setBusinessTime, type Bureau } from '../support/drafts.js';

let app: TestApp;
let bureau: Bureau;
let draft: Drafting;
beforeAll(async () => {
  app = await startTestApp();
  await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  bureau = await makeBureau(app);
  draft = await Drafting.begin(app, bureau);
  await draft.must('post', 'actions/submit', {});
});
afterAll(() => app.close());

const KEY = '/api/v1/me/calendar-key';
const sql = (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.dataSource.query(text, values);
const make = async (by: TestAccount): Promise<string> => {
  const answer = await app.http.post(KEY).set(by.auth).expect(201).expect('Location', KEY);
  return (answer.body as { address: string }).address;
};
const read = (address: string) => app.http.get(address).buffer(true);
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];
const eventsOf = async (address: string) => {
  const { text } = await read(address).expect(200).expect('Content-Type', 'text/calendar; charset=utf-8');
  return new ICAL.Component(ICAL.parse(text) as unknown[])
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event));
};
const NOT_FOUND = [404, 'not_found'];

describe('the address of a calendar', () => {
  it('reads due dates of the one who made it, in either language, and of nobody else', async () => {
    const address = await make(bureau.approver);
    const [event, ...others] = await eventsOf(`${address}&lang=en`);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ summary: 'Draft to be approved', uid: `tender_approval-${draft.id}@throughline` });
    expect(event?.startDate.isDate).toBe(true);
    expect(event?.startDate.toString()).toBe(PLAN.issueOn);
    expect((await eventsOf(`${address}&lang=zh`))[0]?.summary).toBe('待审批的采购项目');
    expect(await eventsOf(await make(await makeUser(app, 'bureau_approver')))).toEqual([]);
  });

  it('shows a due date that moved as a later revision of the same entry, and one that stays as it was', async () => {
    const address = await make(bureau.approver);
    const readRevision = async () => {
      const [event] = await eventsOf(address);
      const { component } = event as unknown as {
        component: { getFirstPropertyValue(name: string): { toJSDate(): Date } };
      };
      const [stamp, modified] = ['dtstamp', 'last-modified'].map((name) =>
        component.getFirstPropertyValue(name).toJSDate(),
      );
      expect(modified).toEqual(stamp);
      return { uid: event?.uid, sequence: event?.sequence, day: event?.startDate.toString(), stamp: Number(stamp) };
    };
    const first = await readRevision();
    expect(first).toMatchObject({ sequence: 0, day: PLAN.issueOn });
    expect(await readRevision()).toEqual(first);
    const move = (day: string) =>
      sql(`UPDATE tender SET plan = jsonb_set(plan::jsonb, '{issueOn}', to_jsonb($2::text)) WHERE id = $1`, [
        draft.id,
        day,
      ]);
    await sql(`UPDATE calendar_entry SET revised_at = revised_at - interval '1 hour' WHERE user_id = $1`, [
      bureau.approver.id,
    ]);
    await move('2025-11-21');
    const moved = await readRevision();
    expect(moved).toMatchObject({ uid: first.uid, sequence: 1, day: '2025-11-21' });
    expect(moved.stamp).toBeGreaterThanOrEqual(first.stamp);
    await move(PLAN.issueOn);
    expect(await readRevision()).toMatchObject({ uid: first.uid, sequence: 2, day: PLAN.issueOn });
    // Another address is another calendar of the same entries.
    const again = await make(bureau.approver);
    expect((await eventsOf(again))[0]?.sequence).toBe(2);
  });

  it('is whole where PUBLIC_ORIGIN is set', async () => {
    const other = await startTestApp({ env: { PUBLIC_ORIGIN: 'https://desk.example' } });
    try {
      const by = await makeUser(other, 'bureau_officer');
      const { body } = await other.http.post(KEY).set(by.auth).expect(201);
      const { origin, pathname, search } = new URL((body as { address: string }).address);
      expect([origin, pathname]).toEqual(['https://desk.example', '/api/v1/me/calendar.ics']);
      await other.http.get(`${pathname}${search}`).expect(200);
    } finally {
      await other.close();
    }
  });

  it('says no name of a purchase, a body or a person', async () => {
    const { text } = await read(await make(bureau.approver)).expect(200);
    const [names] = await sql(
      `SELECT (SELECT title FROM tender WHERE id = $1) AS title, ARRAY(SELECT name FROM organisation) AS bodies,
         ARRAY(SELECT login FROM app_user) AS logins`,
      [draft.id],
    );
    const { title, bodies, logins } = names as { title: string; bodies: string[]; logins: string[] };
    for (const name of [title, ...bodies, ...logins]) expect(text).not.toContain(name);
  });

  it('opens nothing else, and nothing else opens it', async () => {
    const address = await make(bureau.approver);
    const key = new URL(address, 'http://x').searchParams.get('key') ?? '';
    for (const path of ['me', 'me/tasks', 'tenders', 'me/calendar-key'])
      expect(codeOf(await app.http.get(`/api/v1/${path}`).set({ Authorization: `Bearer ${key}` }))).toEqual([
        401,
        'invalid_token',
      ]);
    const { token } = { token: bureau.approver.auth.Authorization.replace('Bearer ', '') };
    for (const wrong of [`${key}x`, key.slice(0, -1), 'tlc_', token.slice(0, 90)])
      expect(codeOf(await read(`/api/v1/me/calendar.ics?key=${wrong}`))).toEqual(NOT_FOUND);
    expect(codeOf(await read('/api/v1/me/calendar.ics'))).toEqual([400, 'validation_failed']);
  });

  it('is stored as a hash and stands in no log, feed or audit', async () => {
    const address = await make(bureau.approver);
    const key = address.split('key=')[1] ?? '';
    await read(address).expect(200);
    const [dump] = await sql(
      `SELECT concat((SELECT string_agg(k::text, ' ') FROM calendar_key k), (SELECT string_agg(o::text, ' ') FROM outbox o),
         (SELECT string_agg(a::text, ' ') FROM audit_entry a), (SELECT string_agg(r::text, ' ') FROM idempotent_request r)) AS text`,
    );
    expect(String(dump?.['text'])).not.toContain(key);
    expect(codeOf(await app.http.get(KEY).set(bureau.approver.auth))[0]).toBe(200);
    expect((await app.http.get(KEY).set(bureau.approver.auth)).text).not.toContain(key.slice(4));
  });
});

describe('a calendar ends', () => {
  let person: TestAccount;
  let address: string;
  beforeEach(async () => {
    person = await makeUser(app, 'bureau_officer');
    address = await make(person);
    await read(address).expect(200);
  });
  const isOver = async () => expect(codeOf(await read(address))).toEqual(NOT_FOUND);

  it('when its holder ends it, once', async () => {
    await app.http.delete(KEY).set(person.auth).expect(204);
    await isOver();
    expect(codeOf(await app.http.get(KEY).set(person.auth))).toEqual(NOT_FOUND);
    expect(codeOf(await app.http.delete(KEY).set(person.auth))).toEqual(NOT_FOUND);
  });

  it('when its holder makes another', async () => {
    const next = await make(person);
    await isOver();
    await read(next).expect(200);
  });

  it('when its holder changes the password', async () => {
    await app.http
      .post('/api/v1/auth/password')
      .set(person.auth)
      .send({ currentPassword: PASSWORD, newPassword: 'another-horse-battery-lamp' })
      .expect(204);
    await isOver();
  });

  it('while the account may not act', async () => {
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [person.id]);
    await isOver();
  });

  it('shows nothing of a body whose seat was taken', async () => {
    const mine = await make(bureau.approver);
    expect(await eventsOf(mine)).toHaveLength(1);
    const seats = await sql(`SELECT * FROM seat WHERE user_id = $1`, [bureau.approver.id]);
    await sql(`DELETE FROM seat WHERE user_id = $1`, [bureau.approver.id]);
    expect(await eventsOf(mine)).toEqual([]);
    await sql(`INSERT INTO seat SELECT * FROM jsonb_populate_record(NULL::seat, $1)`, [JSON.stringify(seats[0])]);
    expect(await eventsOf(mine)).toHaveLength(1);
  });
});

describe('a key in the database', () => {
  it('inserted, altered, copied or put back by hand opens nothing', async () => {
    const victim = await makeUser(app, 'bureau_officer');
    const stranger = await makeUser(app, 'bureau_officer');
    const own = await make(stranger);
    await sql(`CREATE TABLE kept_keys AS SELECT * FROM calendar_key WHERE user_id = $1`, [stranger.id]);
    const again = () => sql(`INSERT INTO calendar_key SELECT * FROM kept_keys`);
    await sql(`UPDATE calendar_key SET user_id = $1 WHERE user_id = $2`, [victim.id, stranger.id]);
    expect(codeOf(await read(own))).toEqual(NOT_FOUND);
    await sql(`DELETE FROM calendar_key WHERE user_id = $1`, [victim.id]);
    await sql(`INSERT INTO calendar_key (user_id, hash) SELECT $1, hash FROM kept_keys`, [victim.id]);
    expect(codeOf(await read(own))).toEqual(NOT_FOUND);
    await sql(`DELETE FROM calendar_key WHERE user_id = $1`, [victim.id]);
    await again();
    await read(own).expect(200);
    // Taken away while its holder ends it, and put back.
    await sql(`DELETE FROM calendar_key WHERE user_id = $1`, [stranger.id]);
    await app.http.delete(KEY).set(stranger.auth).expect(204);
    await again();
    expect(codeOf(await read(own))).toEqual(NOT_FOUND);
    await sql(`DROP TABLE kept_keys`);
  });

  it('of two made at once only the later one opens', async () => {
    const person = await makeUser(app, 'bureau_officer');
    const made = await Promise.all(Array.from({ length: 6 }, () => make(person)));
    const answers = await Promise.all(made.map((address) => read(address)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404]);
  });
});
