import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { registered } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, refusal, type Refused } from '../support/implementing.js';

interface Result {
  index: number;
  repeated?: boolean;
  ok: boolean;
  id: string;
  problem?: { code: string; errors: { pointer: string }[]; facts?: Record<string, unknown> };
}

/** A day of 24 hours has 1 440 minutes, for those who are served and for those who serve. */
describe('records of service that name nobody', () => {
  let app: TestApp;
  let parties: Parties;
  let work: Implementing;
  let withTeam: Implementing;
  let someone: string;
  let day = 0;
  let servedOn: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    work = new Implementing(app, parties, await Contracting.active(app, parties));
    const named = await Contracting.signed(app, parties, {
      team: ['甲', '乙'].map((name) => ({ name, role: '社工' })),
    });
    withTeam = new Implementing(app, parties, named);
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    await named.must('start');
    someone = await registered(app, parties, work.contract.id);
  });
  afterAll(() => app.close());
  beforeEach(() => {
    servedOn = new Date(Date.parse('2026-01-01') + day++ * 86_400_000).toISOString().slice(0, 10);
  });

  it('are refused whole where their batch is larger than a body may be, which is told', async () => {
    const records = Array.from({ length: 200 }, (_, no) => ({ clientToken: `n${no}`, note: '记'.repeat(2_000) }));
    const path = `/api/v1/contracts/${work.contract.id}/service-records/batch`;
    const send = app.http.post(path).set({ ...parties.manager.auth, 'Accept-Language': 'zh' });
    const { body } = await send.send({ records }).expect(413);
    expect(body).toMatchObject({ code: 'payload_too_large', detail: expect.stringMatching(/1 MiB.*分次提交/) });
  });

  const entry = (more: object = {}) => ({
    servedOn,
    form: 'administrative',
    minutes: 1440,
    workers: { assistant: 1 },
    ...more,
  });
  const record = async (more: object = {}, by = work) =>
    (await by.make('service-records', entry(more), parties.manager)) as Refused & { body: { id: string } };
  const stored = async (more: object = {}): Promise<string> => {
    const answer = await record(more);
    expect([answer.status, refusal(answer)[1]]).toEqual([201, null]);
    return answer.body.id;
  };
  const correct = async (id: string, given: object | null) =>
    (await work.make(
      `service-records/${id}/corrections`,
      { reason: '误填', record: given },
      parties.manager,
    )) as Refused & { body: { id: string } };
  const batch = async (records: object[]): Promise<Result[]> =>
    ((await work.make('service-records/batch', { records }, parties.manager)).body as { results: Result[] }).results;
  const said = (results: readonly Result[]) => results.map(({ ok, problem }) => (ok ? 'ok' : problem?.code));
  const count = async () =>
    (
      await app.dataSource.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM service_record WHERE contract_id = $1`,
        [work.contract.id],
      )
    )[0]?.n;

  const FULL = [422, 'day_overfull', '/minutes'];
  const NOBODY = [422, 'nobody_served', '/recipients'];

  it.each(['case', 'visit', 'group'])('are none of the form %s: somebody is named, or counted', async (form) => {
    const before = await count();
    for (const participants of [undefined, null, 0])
      expect(refusal(await record({ form, minutes: 30, participants }))).toEqual(NOBODY);
    expect(refusal(await record({ form, minutes: 30, recipients: [] }))).toEqual(NOBODY);
    expect(await count()).toBe(before);
    await stored({ form, minutes: 30, participants: 1 });
    await stored({ form, minutes: 30, recipients: [someone] });
  });

  it('count at least those whom they name', async () => {
    const few = { form: 'group', minutes: 30, recipients: [someone], participants: 0 };
    expect(refusal(await record(few))).toEqual([422, 'participants_too_few', '/participants']);
    const [result] = await batch([entry(few)]);
    expect([result?.problem?.code, result?.problem?.errors[0]?.pointer]).toEqual([
      'participants_too_few',
      '/records/0/participants',
    ]);
    await stored({ ...few, participants: 1 });
  });

  it.each(['community', 'administrative', 'other'])('may be of the form %s', async (form) => {
    await stored({ form, minutes: 30 });
  });

  it('are corrected into none that is of nobody', async () => {
    const id = await stored({ form: 'visit', minutes: 30, participants: 2 });
    const wrong = entry({ form: 'visit', minutes: 30 });
    expect(refusal(await correct(id, wrong))).toEqual([422, 'nobody_served', '/record/recipients']);
    expect((await correct(id, { ...wrong, participants: 3 })).status).toBe(201);
  });

  it('come to no more than a day of the one who was at work', async () => {
    await stored({ minutes: 1000 });
    const over = await record({ minutes: 441 });
    expect(refusal(over)).toEqual(FULL);
    expect(over.body.facts).toEqual({ most: 1440, workers: 1 });
    await stored({ minutes: 440, form: 'community', participants: 30 });
    expect(refusal(await record({ minutes: 1 }))).toEqual(FULL);
    // Somebody who is named has a day of their own.
    await stored({ minutes: 60, recipients: [someone] });
  });

  it('come to a day of each who is said to have been at work together', async () => {
    await stored();
    expect(refusal(await record())).toEqual(FULL);
    await stored({ workers: { licensed_social_worker: 1, volunteer: 2 } });
    await stored();
    const over = await record({ minutes: 1 });
    expect([refusal(over), over.body.facts]).toEqual([FULL, { most: 4320, workers: 3 }]);
    // Nobody who is at work is still somebody.
    expect(refusal(await record({ minutes: 1, workers: {} }))).toEqual(FULL);
  });

  it('come to a day of each whom the contract names', async () => {
    for (const status of [201, 201, 422]) expect((await record({}, withTeam)).status).toBe(status);
  });

  it('are looked at one after another in a batch, and with those before it', async () => {
    const before = await count();
    const list = Array.from({ length: 50 }, () => entry());
    const first = await batch(list);
    expect(said(first)).toEqual(list.map((_, i) => (i === 0 ? 'ok' : 'day_overfull')));
    expect(first[7]?.problem?.errors[0]?.pointer).toBe('/records/7/minutes');
    expect(said(await batch([entry({ minutes: 1 }), entry({ minutes: 1, form: 'visit' })]))).toEqual([
      'day_overfull',
      'nobody_served',
    ]);
    expect(await count()).toBe((before ?? 0) + 1);
  });

  it('are corrected and withdrawn within the day', async () => {
    const long = await stored({ minutes: 1000 });
    const short = await stored({ minutes: 400 });
    expect(refusal(await correct(short, entry({ minutes: 441 })))).toEqual([422, 'day_overfull', '/record/minutes']);
    const exact = (await correct(short, entry({ minutes: 440 }))).body.id;
    expect(refusal(await record({ minutes: 1 }))).toEqual(FULL);
    // What was told of somebody by mistake takes its place in the day of all.
    const named = await stored({ minutes: 60, recipients: [someone] });
    expect(refusal(await correct(named, entry({ minutes: 60 })))).toEqual([422, 'day_overfull', '/record/minutes']);
    expect((await correct(exact, null)).status).toBe(201);
    expect((await correct(named, entry({ minutes: 60 }))).status).toBe(201);
    expect((await correct(long, null)).status).toBe(201);
    await stored({ minutes: 1380 });
    expect(refusal(await record({ minutes: 1 }))).toEqual(FULL);
  });

  it('keep those who make room for them: who were at work is not taken back while the day needs them', async () => {
    const many = { workers: { assistant: 3 } };
    const crowd = await stored({ minutes: 60, ...many });
    const named = await stored({ minutes: 60, recipients: [someone], ...many });
    await stored();
    const last = await stored();
    // Two say that three were there: either may go.
    expect((await correct(named, null)).status).toBe(201);
    const alone = [422, 'day_overfull', '/record'];
    expect(refusal(await correct(crowd, null))).toEqual(alone);
    expect(refusal(await correct(crowd, entry({ minutes: 60 })))).toEqual([422, 'day_overfull', '/record/minutes']);
    expect(refusal(await correct(crowd, entry({ minutes: 60, servedOn: '2026-02-28', ...many })))).toEqual(alone);
    expect((await correct(last, null)).status).toBe(201);
    expect(refusal(await correct(crowd, entry({ minutes: 60 })))).toEqual([422, 'day_overfull', '/record/minutes']);
    expect((await correct(crowd, entry({ minutes: 60, workers: { assistant: 2 } }))).status).toBe(201);
  });

  it('of a day that was overfull before are made fewer one by one', async () => {
    const ids = [await stored({ minutes: 700 }), await stored({ minutes: 700 })];
    // As they were stored when nobody asked.
    await app.dataSource.query(
      `INSERT INTO service_record (id, dataset, contract_id, content_hash, served_on, form, minutes, workers, within_contract,
         visits, recorded_at, recorded_by, withdrawn)
       SELECT gen_random_uuid(), dataset, contract_id, content_hash, served_on, form, minutes, workers, within_contract, visits, recorded_at,
         recorded_by, withdrawn FROM service_record, generate_series(1, 4) WHERE id = $1`,
      [ids[0]],
    );
    expect(refusal(await record({ minutes: 1 }))).toEqual(FULL);
    expect((await correct(ids[1] ?? '', entry({ minutes: 600 }))).status).toBe(201);
    expect((await correct(ids[0] ?? '', null)).status).toBe(201);
    expect(refusal(await record({ minutes: 1 }))).toEqual(FULL);
  });
});

describe('a batch in which one record is broken', () => {
  let app: TestApp;
  let work: Implementing;
  beforeAll(async () => {
    app = await startTestApp();
    const parties = await makeParties(app);
    work = new Implementing(app, parties, await Contracting.active(app, parties));
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
  });
  afterAll(() => app.close());

  const entry = (n: number, more: object = {}) => ({
    clientToken: `broken-${n}`,
    servedOn: '2026-02-02',
    form: 'community',
    minutes: 1,
    workers: { assistant: 1 },
    ...more,
  });
  /** As a device writes it: half a character is told as its escape, or as it is. */
  const send = (json: string, headers: Record<string, string> = {}, path = 'service-records/batch') =>
    app.http
      .post(work.path(path))
      .set({ ...work.parties.manager.auth, 'Content-Type': 'application/json', ...headers })
      .send(json);
  const batch = (...records: unknown[]) => JSON.stringify({ records });
  const resultsOf = ({ body }: { body: unknown }) =>
    (body as { results: (Result & { clientToken: string | null })[] }).results;
  const tokens = async () =>
    (
      await app.dataSource.query<{ token: string }[]>(
        `SELECT client_token AS token FROM service_record WHERE contract_id = $1 ORDER BY 1`,
        [work.contract.id],
      )
    ).map(({ token }) => token);

  const HALF = '好\ud83d';
  it.each<[string, object, string, string, string | null]>([
    ['half an emoji', { note: HALF }, 'malformed_text', '/records/1/note', 'broken-1'],
    ['a NUL', { note: 'a\0b' }, 'malformed_text', '/records/1/note', 'broken-1'],
    ['half an emoji in its token', { clientToken: HALF }, 'malformed_text', '/records/1/clientToken', null],
    ['half an emoji in the name of a field', { [HALF]: 1 }, 'malformed_text', '/records/1', 'broken-1'],
    [
      'half an emoji further in',
      { workers: { assistant: 1, x: [HALF] } },
      'malformed_text',
      '/records/1/workers/x/0',
      'broken-1',
    ],
    [
      'the name of what every object has',
      { constructor: 1 },
      'validation_failed',
      '/records/1/constructor',
      'broken-1',
    ],
  ])('is refused for %s alone, and the others are stored', async (what, more, code, pointer, told) => {
    const n = (await tokens()).length;
    const list = [entry(1000 + n), entry(1, more), entry(2000 + n)];
    const headers = { 'Idempotency-Key': randomUUID() };
    const answer = await send(batch(...list), headers);
    expect([what, answer.status]).toEqual([what, 200]);
    const results = resultsOf(answer);
    expect(results.map(({ index, ok, repeated, problem }) => [index, ok, repeated ?? problem?.code])).toEqual([
      [0, true, false],
      [1, false, code],
      [2, true, false],
    ]);
    expect([results[1]?.problem?.errors[0]?.pointer, results[1]?.clientToken]).toEqual([pointer, told]);
    expect(await tokens()).toHaveLength(n + 2);
    expect(await tokens()).not.toContain('broken-1');
    // The same request under its key has the same answer; another one does not pass for it.
    expect(resultsOf(await send(batch(...list), headers))).toEqual(results);
    expect((await send(batch(list[0], entry(1, { note: '\udc00' }), list[2]), headers)).status).toBe(422);
    // Mended, it is stored, and the others are there.
    const mended = resultsOf(await send(batch(list[0], entry(3000 + n), list[2])));
    expect(mended.map(({ repeated }) => repeated)).toEqual([true, false, true]);
  });

  it('whatever is broken beside the records breaks the request, and what is no record', async () => {
    for (const json of [
      `{"records":[${JSON.stringify(entry(1))}],"note":"\\ud83d"}`,
      `{"records":[${JSON.stringify(entry(1))}],"\\ud83d":1}`,
      `{"records":["\\ud83d"]}`,
    ]) {
      const answer = await send(json);
      expect([json, answer.status, (answer.body as { code: string }).code]).toEqual([json, 400, 'malformed_text']);
    }
    for (const records of [[null], [entry(1), null], 'x'])
      expect((await send(JSON.stringify({ records }))).status).toBe(400);
    expect(await tokens()).not.toContain('broken-1');
  });

  it('elsewhere it breaks the request, as ever', async () => {
    for (const path of ['service-records', 'service-records/batch/corrections', 'service-records/batchx']) {
      const answer = await send(JSON.stringify({ records: [entry(1, { note: HALF })] }), {}, path);
      expect([path, answer.status, (answer.body as { code: string }).code]).toEqual([path, 400, 'malformed_text']);
    }
  });
});
