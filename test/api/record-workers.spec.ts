import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { registered, upload, uploadPhoto } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { refusal, type Refused } from '../support/implementing.js';
import { stored } from '../support/stored.js';
import { makeWorker } from '../support/workers.js';

interface Stored {
  id: string;
  servedOn: string;
  workers: Record<string, number>;
  servedBy: { id: string; number: string }[];
  startsAt: string | null;
  place: string | null;
  confirmation: { how: string; recipient: string | null; photo: string | null } | null;
  notices: { code: string; worker: string; record: string | null }[];
}
interface Result {
  ok: boolean;
  id?: string;
  repeated?: boolean;
  problem?: { code: string; errors: { pointer: string }[] };
}

describe('who served, where, and how it was confirmed', () => {
  let app: TestApp;
  let parties: Parties;
  let one: string;
  let two: string;
  let account: TestAccount;
  let someone: string;
  let nurse: string;
  let social: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    ({ id: one } = await Contracting.active(app, parties));
    ({ id: two } = await Contracting.active(app, parties));
    account = await makeUser(app, 'agency_worker', parties.agency);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    someone = await registered(app, parties, one);
    nurse = await makeWorker(app, parties);
    social = await makeWorker(app, parties, { kind: 'licensed_social_worker', licence: 'L-1', since: '2026-01-20' });
  });
  afterAll(() => app.close());

  const path = (contract: string) => `/api/v1/contracts/${contract}/service-records`;
  const entry = (more: object) => ({ servedOn: '2026-02-02', form: 'visit', minutes: 60, participants: 1, ...more });
  const record = (more: object, contract = one) => app.http.post(path(contract)).set(account.auth).send(entry(more));
  const must = async (more: object, contract = one): Promise<Stored> => {
    const answer = await record(more, contract);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as Stored;
  };
  const batch = async (records: object[], contract = one): Promise<Result[]> => {
    const body = { records: records.map(entry) };
    const answer = await app.http
      .post(`${path(contract)}/batch`)
      .set(account.auth)
      .send(body)
      .expect(200);
    return (answer.body as { results: Result[] }).results;
  };
  const listed = async (day: string, contract = one): Promise<Stored[]> => {
    const answer = await app.http
      .get(`${path(contract)}?from=${day}&to=${day}`)
      .set(account.auth)
      .expect(200);
    return (answer.body as { items: Stored[] }).items;
  };
  const correct = (id: string, more: object | null) =>
    app.http
      .post(`${path(one)}/${id}/corrections`)
      .set(account.auth)
      .send({ reason: '更正', record: more && entry(more) });
  const count = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM service_record`);
    return row?.n ?? 0;
  };
  const leave = (worker: string, body: object) =>
    app.http
      .post(`/api/v1/organisations/${parties.agency}/workers/${worker}/actions/leave`)
      .set({ ...parties.manager.auth, 'If-Match': '"1"' })
      .send(body);

  it('names workers by number and counts their kinds', async () => {
    const stored = await must({
      servedOn: '2026-02-01',
      servedBy: [social, nurse],
      startsAt: '09:30',
      place: '一号院',
    });
    expect(stored).toMatchObject({
      workers: { assistant: 1, licensed_social_worker: 1 },
      servedBy: [
        { id: nurse, number: 'W00001' },
        { id: social, number: 'W00002' },
      ],
      startsAt: '09:30',
      place: '一号院',
      confirmation: null,
      notices: [],
    });
    const read = await app.http
      .get(`${path(one)}?from=2026-02-01&to=2026-02-01`)
      .set(parties.bureau.officer.auth)
      .expect(200);
    expect((read.body as { items: Stored[] }).items[0]?.servedBy.map(({ number }) => number)).toEqual([
      'W00001',
      'W00002',
    ]);
    expect(read.text).not.toContain('虚构员工');
  });

  it('refuses workers of others, who had left or not come, and counts that differ, and stores nothing', async () => {
    const other = await makeParties(app, null);
    const stranger = await makeWorker(app, other);
    const gone = await makeWorker(app, parties);
    await leave(gone, { on: '2026-02-10' }).expect(200);
    const before = await stored(app);
    const refused = async (more: object) => refusal(await record(more));
    expect(await refused({ servedBy: [stranger] })).toEqual([422, 'worker_of_another_body', '/servedBy/0']);
    expect(await refused({ servedBy: [nurse, randomUUID()] })).toEqual([422, 'worker_of_another_body', '/servedBy/1']);
    expect(await refused({ servedBy: [social], servedOn: '2026-01-19' })).toEqual([422, 'worker_left', '/servedBy/0']);
    expect(await refused({ servedBy: [gone], servedOn: '2026-02-11' })).toEqual([422, 'worker_left', '/servedBy/0']);
    expect(await refused({ servedBy: [nurse], workers: { volunteer: 1 } })).toEqual([
      422,
      'workers_differ',
      '/workers',
    ]);
    expect(await refused({})).toEqual([400, 'validation_failed', '/workers']);
    expect(await refused({ servedBy: [nurse], startsAt: '24:00' })).toEqual([400, 'validation_failed', '/startsAt']);
    expect(await stored(app)).toEqual(before);
    await must({ servedBy: [gone], servedOn: '2026-02-10', workers: { assistant: 1, volunteer: 0 } });
  });

  it('refuses more than 24 hours of one worker in a day, over all contracts', async () => {
    const servedOn = '2026-02-03';
    await must({ servedOn, servedBy: [nurse], minutes: 900 });
    const refused = await record({ servedOn, servedBy: [nurse], minutes: 600 }, two);
    expect([...refusal(refused as Refused), (refused as Refused).body.facts]).toEqual([
      422,
      'worker_overfull',
      '/servedBy/0',
      { worker: nurse, most: 1440, minutes: 1500 },
    ]);
    expect(await listed(servedOn, two)).toEqual([]);
    await must({ servedOn, servedBy: [nurse], minutes: 540 }, two);
    const results = await batch([
      { servedOn, servedBy: [nurse], minutes: 1, clientToken: 'full-1' },
      { servedOn, servedBy: [social], minutes: 1, clientToken: 'full-2' },
    ]);
    expect(results.map(({ ok, problem }) => [ok, problem?.code])).toEqual([
      [false, 'worker_overfull'],
      [true, undefined],
    ]);
  });

  it('counts the hours of a night on the day in which they lie', async () => {
    const night = { servedBy: [nurse], startsAt: '22:00', minutes: 600 };
    await must({ ...night, servedOn: '2026-02-09' });
    // Two hours lie in the ninth, so that the rest of that day is free, and eight in the tenth.
    await must({ servedOn: '2026-02-09', servedBy: [nurse], minutes: 1320 }, two);
    const next = { servedOn: '2026-02-10', servedBy: [nurse] };
    const refused = (await record({ ...next, minutes: 961 }, two)) as Refused;
    expect([...refusal(refused), refused.body.facts]).toEqual([
      422,
      'worker_overfull',
      '/servedBy/0',
      { worker: nurse, most: 1440, minutes: 1441 },
    ]);
    await must({ ...next, minutes: 960 }, two);
    const before = { ...night, servedOn: '2026-02-09', startsAt: '23:59', minutes: 2 };
    expect(refusal((await record(before)) as Refused)).toEqual([422, 'worker_overfull', '/servedBy/0']);
  });

  it('refuses two places at once, and lists an overlap in one place', async () => {
    const day = { servedOn: '2026-02-04', servedBy: [nurse] };
    const first = await must({ ...day, startsAt: '09:00', place: '一号院' });
    const refused = async (more: object) => refusal(await record({ ...day, ...more }, two));
    expect(await refused({ startsAt: '09:59', place: '二号院' })).toEqual([422, 'worker_elsewhere', '/servedBy/0']);
    await must({ ...day, startsAt: '10:00', place: '二号院' }, two);
    const beside = await must({ ...day, startsAt: '09:30', minutes: 20, place: ' 一号 院' });
    expect(beside.notices).toEqual([{ code: 'worker_times_overlap', worker: nurse, record: first.id }]);
    const unplaced = await must({ ...day, startsAt: '10:30', minutes: 20 });
    expect(unplaced.notices).toEqual([{ code: 'worker_times_overlap', worker: nurse, record: null }]);
    // Past midnight is the next day.
    await must({ ...day, servedOn: '2026-02-05', startsAt: '23:30', place: '一号院' });
    expect(await refused({ servedOn: '2026-02-06', startsAt: '00:29', place: '二号院' })).toEqual([
      422,
      'worker_elsewhere',
      '/servedBy/0',
    ]);
    await must({ ...day, servedOn: '2026-02-06', startsAt: '00:30', place: '二号院' }, two);
  });

  it('holds a correction against the day without the record that it replaces', async () => {
    const servedOn = '2026-02-07';
    const { id } = await must({ servedOn, servedBy: [nurse], minutes: 1440 });
    const same = await correct(id, { servedOn, servedBy: [nurse], minutes: 1440 });
    expect(refusal(same as Refused)).toEqual([422, 'correction_empty', null]);
    await correct(id, { servedOn, servedBy: [nurse], minutes: 1400 }).expect(201);
    expect(refusal((await record({ servedOn, servedBy: [nurse], minutes: 41 }, two)) as Refused)[1]).toBe(
      'worker_overfull',
    );
    await must({ servedOn, servedBy: [nurse], minutes: 40 }, two);
  });

  it('stores a batch that is sent twice once, also after a worker became another kind', async () => {
    const helper = await makeWorker(app, parties);
    const records = Array.from({ length: 200 }, (_, n) => ({
      servedOn: `2026-02-${String(8 + (n % 20)).padStart(2, '0')}`,
      minutes: 5,
      servedBy: n % 2 === 0 ? [helper, social] : [social, helper],
      clientToken: `twice-${n}`,
    }));
    const first = await batch(records);
    expect(first.filter(({ ok, repeated }) => ok && repeated === false)).toHaveLength(200);
    await app.http
      .patch(`/api/v1/organisations/${parties.agency}/workers/${helper}`)
      .set({ ...parties.manager.auth, 'If-Match': '"1"' })
      .send({ kind: 'volunteer' })
      .expect(200);
    const again = await batch(records.map((each) => ({ ...each, servedBy: each.servedBy.toReversed() })));
    expect(again.map(({ id, repeated }) => [id, repeated])).toEqual(first.map(({ id }) => [id, true]));
  });

  it('lets nobody leave before a day on which a record names them', async () => {
    const helper = await makeWorker(app, parties);
    const { id } = await must({ servedOn: '2026-02-20', servedBy: [helper] });
    expect(refusal((await leave(helper, { on: '2026-02-19' })) as Refused)).toEqual([422, 'worker_served_later', null]);
    await correct(id, null).expect(201);
    await leave(helper, { on: '2026-02-19' }).expect(200);
  });

  it('takes a photo of the own body, which the buyer then reads', async () => {
    const photo = await uploadPhoto(app, account);
    for (const [file, name] of [
      [Buffer.from('照片'), 'x.txt'],
      [undefined, 'x.pdf'],
    ] as const) {
      const document = await upload(app, account, file, name);
      const paper = { servedBy: [nurse], servedOn: '2026-02-21', confirmation: { photo: document } };
      expect(refusal((await record(paper)) as Refused)).toEqual([422, 'photo_no_picture', '/confirmation/photo']);
      expect((await batch([paper])).map(({ problem }) => [problem?.code, problem?.errors[0]?.pointer])).toEqual([
        ['photo_no_picture', '/records/0/confirmation/photo'],
      ]);
    }
    const foreign = await upload(app, parties.bureau.approver);
    const refused = await record({ servedBy: [nurse], servedOn: '2026-02-21', confirmation: { photo: foreign } });
    expect(refusal(refused as Refused)).toEqual([404, 'not_found', '/confirmation/photo']);
    const both = { photo, recipientCode: '123456' };
    expect(
      refusal((await record({ servedBy: [nurse], servedOn: '2026-02-21', confirmation: both })) as Refused),
    ).toEqual([400, 'validation_failed', '/confirmation']);
    const { auth } = parties.bureau.officer;
    expect((await app.http.get(`/api/v1/documents/${photo}`).set(auth)).status).toBe(404);
    const stored = await must({ servedBy: [nurse], servedOn: '2026-02-21', confirmation: { photo } });
    expect(stored.confirmation).toEqual({ how: 'photo', recipient: null, photo });
    expect((await app.http.get(`/api/v1/documents/${photo}`).set(auth)).status).toBe(200);
  });

  it('keeps a document that was taken before photos had to be pictures in a correction, and in nothing new', async () => {
    const day = { servedBy: [nurse], servedOn: '2026-02-24', minutes: 10 };
    const photo = await uploadPhoto(app, account);
    const old = await must({ ...day, confirmation: { photo } });
    const bare = await must({ ...day, minutes: 11 });
    await app.dataSource.query(`UPDATE document SET media_type = 'application/pdf' WHERE id = $1`, [photo]);
    const again = { ...day, minutes: 12, confirmation: { photo } };
    const refused = [422, 'photo_no_picture', '/record/confirmation/photo'];
    expect(refusal((await record(again)) as Refused)).toEqual([422, 'photo_no_picture', '/confirmation/photo']);
    expect(refusal((await correct(bare.id, again)) as Refused)).toEqual(refused);
    const other = { ...again, confirmation: { photo: await upload(app, account) } };
    expect(refusal((await correct(old.id, other)) as Refused)).toEqual(refused);
    const corrected = await correct(old.id, again).expect(201);
    expect(corrected.body).toMatchObject({ minutes: 12, confirmation: { how: 'photo', recipient: null, photo } });
    const later = await correct((corrected.body as Stored).id, { ...again, minutes: 13 }).expect(201);
    expect((later.body as Stored).confirmation?.photo).toBe(photo);
  });

  it('refuses a photo that an antivirus holds back in its record alone', async () => {
    const day = { servedBy: [nurse], servedOn: '2026-02-25', minutes: 10 };
    const photo = await uploadPhoto(app, account);
    const held = { ...day, confirmation: { photo }, clientToken: 'held-2' };
    const records = [
      { ...day, clientToken: 'held-1' },
      held,
      { ...day, confirmation: { photo: await uploadPhoto(app, account) }, clientToken: 'held-3' },
    ];
    for (const state of ['waiting', 'found']) {
      await app.dataSource.query(`UPDATE document SET malware_check = $2 WHERE id = $1`, [photo, state]);
      const results = await batch(records);
      expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
      expect(results[1]?.problem?.errors).toMatchObject([
        { code: 'document_held', pointer: '/records/1/confirmation/photo' },
      ]);
      const alone = ((await record(held)) as Refused).body;
      expect(alone.errors).toMatchObject([{ code: 'document_held', pointer: '/confirmation/photo' }]);
    }
    const [first] = await listed(day.servedOn);
    const corrected = (await correct(first?.id as string, { ...held, clientToken: undefined })) as Refused;
    expect(corrected.body.errors).toMatchObject([{ code: 'document_held', pointer: '/record/confirmation/photo' }]);
    // Its device sends all of them again once it was found clean.
    await app.dataSource.query(`UPDATE document SET malware_check = 'clean' WHERE id = $1`, [photo]);
    expect((await batch(records)).map(({ ok, repeated }) => [ok, repeated])).toEqual([
      [true, true],
      [true, false],
      [true, true],
    ]);
  });

  it('takes the code of a recipient whom the record names, and ten wrong ones a day', async () => {
    const issue = (by: TestAccount, key = randomUUID()) =>
      app.http
        .post(`/api/v1/service-lines/${parties.bureau.line}/recipients/${someone}/code`)
        .set({ ...by.auth, 'Idempotency-Key': key })
        .send({});
    expect((await issue(account)).status).toBe(403);
    const early = (await record({
      ...{ servedOn: '2026-02-22', servedBy: [nurse], minutes: 10, recipients: [someone] },
      confirmation: { recipientCode: '123456' },
    })) as Refused;
    expect(refusal(early)).toEqual([422, 'code_not_issued', '/confirmation/recipientCode']);
    expect(early.body.facts).toBeUndefined();
    const issued = await issue(parties.manager);
    const { code } = issued.body as { code: string };
    expect([issued.status, /^\d{6}$/.test(code)]).toEqual([200, true]);
    const wrong = code === '000000' ? '000001' : '000000';
    const visit = (recipientCode: string, more: object = {}) => ({
      servedOn: '2026-02-22',
      servedBy: [nurse],
      minutes: 10,
      recipients: [someone],
      confirmation: { recipientCode },
      ...more,
    });
    const stored = await must(visit(code, { clientToken: 'code-1' }));
    expect(stored.confirmation).toEqual({ how: 'recipient_code', recipient: someone, photo: null });
    const before = await count();
    const facts = async (given: string) => {
      const { body } = (await record(visit(given))) as Refused;
      return [body.code, body.errors?.[0]?.pointer, body.facts?.triesLeft];
    };
    expect(await facts(wrong)).toEqual(['code_wrong', '/confirmation/recipientCode', 9]);
    const tried = await batch(Array.from({ length: 8 }, (_, n) => visit(wrong, { clientToken: `wrong-${n}` })));
    expect(tried.every(({ problem }) => problem?.code === 'code_wrong')).toBe(true);
    expect(await facts(wrong)).toEqual(['code_wrong', '/confirmation/recipientCode', 0]);
    // The right one is not looked at any more, but what was stored is still told.
    expect(await facts(code)).toEqual(['code_wrong', '/confirmation/recipientCode', 0]);
    expect(await count()).toBe(before);
    expect((await batch([visit(code, { clientToken: 'code-1' })])).map(({ repeated }) => repeated)).toEqual([true]);
    // Another code of theirs begins anew, and the old one is none.
    const next = ((await issue(parties.manager)).body as { code: string }).code;
    await must(visit(next));
    if (next !== code) expect((await facts(code))[0]).toBe('code_wrong');
    const audit = await app.dataSource.query<{ text: string }[]>(
      `SELECT string_agg(a::text, ' ') AS text FROM audit_entry a WHERE aggregate_id = $1`,
      [someone],
    );
    expect(audit[0]?.text).toContain('code_issued');
    expect(audit[0]?.text).not.toContain(code);
  });

  it('takes no code from the account that issued it, but to keep in a correction what it confirmed already', async () => {
    const { manager } = parties;
    const person = await registered(app, parties, one);
    const neighbour = await registered(app, parties, one);
    const issue = async (recipient: string) => {
      const answer = await app.http
        .post(`/api/v1/service-lines/${parties.bureau.line}/recipients/${recipient}/code`)
        .set({ ...manager.auth, 'Idempotency-Key': randomUUID() })
        .send({});
      return (answer.body as { code: string }).code;
    };
    const recipientCode = await issue(person);
    const visit = entry({
      ...{ servedOn: '2026-02-23', servedBy: [nurse], minutes: 10, recipients: [person] },
      confirmation: { recipientCode },
    });
    const before = await stored(app);
    const alone = await app.http.post(path(one)).set(manager.auth).send(visit);
    expect(refusal(alone as Refused)).toEqual([422, 'code_own', '/confirmation/recipientCode']);
    const many = await app.http
      .post(`${path(one)}/batch`)
      .set(manager.auth)
      .send({ records: [visit] });
    expect((many.body as { results: Result[] }).results[0]?.problem).toMatchObject({
      code: 'code_own',
      errors: [{ pointer: '/records/0/confirmation/recipientCode' }],
    });
    expect(await stored(app)).toEqual(before);
    // Somebody else records with it; the manager corrects what it confirmed, and confirms nothing anew.
    const { id, confirmation } = await must(visit);
    expect(confirmation?.how).toBe('recipient_code');
    const bare = await must({ ...visit, confirmation: undefined });
    const correctAsManager = (of: string, more: object) =>
      app.http
        .post(`${path(one)}/${of}/corrections`)
        .set(manager.auth)
        .send({ reason: '更正', record: { ...visit, minutes: 9, ...more } });
    const own = [422, 'code_own', '/record/confirmation/recipientCode'];
    expect(refusal((await correctAsManager(bare.id, {})) as Refused)).toEqual(own);
    const others = await correctAsManager(id, {
      recipients: [neighbour],
      confirmation: { recipientCode: await issue(neighbour) },
    });
    expect(refusal(others as Refused)).toEqual(own);
    const wrong = await correctAsManager(id, {
      confirmation: { recipientCode: recipientCode === '000000' ? '000001' : '000000' },
    });
    expect(refusal(wrong as Refused)[1]).toBe('code_wrong');
    expect(refusal((await correctAsManager(id, { minutes: 11 })) as Refused)).toEqual(own);
    const corrected = await correctAsManager(id, {});
    expect([corrected.status, (corrected.body as Stored).confirmation]).toEqual([201, confirmation]);
    // Who issued a code of before is not known.
    await app.dataSource.query(`UPDATE recipient_code SET issued_by = NULL WHERE recipient_id = $1`, [person]);
    expect(
      (
        await app.http
          .post(path(one))
          .set(manager.auth)
          .send({ ...visit, minutes: 12 })
      ).status,
    ).toBe(201);
  });

  it('counts ten wrong codes by the day in Shanghai', async () => {
    const person = await registered(app, parties, one);
    const answer = await app.http
      .post(`/api/v1/service-lines/${parties.bureau.line}/recipients/${person}/code`)
      .set({ ...parties.manager.auth, 'Idempotency-Key': randomUUID() })
      .send({});
    const wrong = (answer.body as { code: string }).code === '000000' ? '000001' : '000000';
    const tryWrong = async (at: string) => {
      await setBusinessTime(app, at);
      const visit = { servedOn: '2026-02-24', servedBy: [nurse], minutes: 10, recipients: [person] };
      const refused = (await record({ ...visit, confirmation: { recipientCode: wrong } })) as Refused;
      return refused.body.facts?.triesLeft;
    };
    expect(await tryWrong('2026-03-02T07:58:00+08:00')).toBe(9);
    // In UTC another day.
    expect(await tryWrong('2026-03-02T08:02:00+08:00')).toBe(8);
    expect(await tryWrong('2026-03-03T00:02:00+08:00')).toBe(9);
    await setBusinessTime(app, '2026-03-03T09:00:00+08:00');
  });

  it('keeps who served as it was written, also against SQL', async () => {
    const { dataSource } = app;
    await expect(dataSource.query(`UPDATE service_record_worker SET served_on = served_on`)).rejects.toThrow(
      'never changed',
    );
    const other = await makeWorker(app, await makeParties(app, null));
    await expect(
      dataSource.query(
        `INSERT INTO service_record_worker SELECT id, $1, served_on FROM service_record WHERE contract_id = $2 LIMIT 1`,
        [other, one],
      ),
    ).rejects.toThrow('a worker of the agency serves');
  });
});
