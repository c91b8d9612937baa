import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uploadPhoto } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeParties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';

interface Result {
  index: number;
  clientToken: string | null;
  ok: boolean;
  id?: string;
  repeated?: boolean;
  problem?: { code: string; title: string; errors: { pointer: string }[] };
}
interface Recorded {
  id: string;
  clientToken: string | null;
  stands: boolean;
}

describe('a day with a telephone', () => {
  let app: TestApp;
  let work: Implementing;
  let worker: TestAccount;
  let recipient: string;
  /** What the telephone kept while it had no network. */
  let kept: { clientToken: string; [field: string]: unknown }[];
  let stored: Result[];
  beforeAll(async () => {
    app = await startTestApp();
    const parties = await makeParties(app);
    worker = await makeUser(app, 'agency_worker', parties.agency);
    const standards = [{ no: 1, text: '上门服务', target: 100, unit: '人次', measure: { of: 'visits' } }];
    const window = { start: '2025-12-15', end: '2026-12-14' };
    work = await Implementing.begin(app, parties, { standards }, { window });
    await setBusinessTime(app, '2026-03-02T18:00:00+08:00');
    const made = await app.http
      .post(`/api/v1/service-lines/${parties.bureau.line}/recipients`)
      .set(worker.auth)
      .send({ contract: work.contract.id, displayName: '示例对象甲', since: '2026-01-05' });
    recipient = (made.body as { id: string }).id;
  });
  afterAll(() => app.close());

  const visit = (clientToken: string, more: object = {}) => ({
    ...{ clientToken, servedOn: '2026-03-02', form: 'visit', minutes: 45, workers: { assistant: 1 } },
    ...{ recipients: [recipient], ...more },
  });
  const send = async (records: object[]): Promise<Result[]> => {
    const answer = await app.http
      .post(`${work.path('service-records')}/batch`)
      .set({ ...worker.auth, 'Accept-Language': 'zh' })
      .send({ records })
      .expect(200);
    return (answer.body as { results: Result[] }).results;
  };
  const day = async () => {
    const { body } = await app.http.get('/api/v1/me/work').set(worker.auth).expect(200);
    const [contract] = (body as { contracts: { promised: { done: number; doneOn: number }[]; recorded: Recorded[] }[] })
      .contracts;
    return { promised: contract?.promised[0], recorded: contract?.recorded ?? [] };
  };
  const correct = (id: string | undefined, record: object) =>
    app.http
      .post(`${work.path('service-records', id)}/corrections`)
      .set(worker.auth)
      .send({ reason: '补记', record });
  const readDocument = (id: string, by: TestAccount) => app.http.get(`/api/v1/documents/${id}`).set(by.auth);

  it('begins with the photo of a visit, whose record is kept without a network', async () => {
    const photo = await uploadPhoto(app, worker);
    kept = [visit('p-1', { confirmation: { photo } }), visit('p-2', { minutes: 30 }), visit('p-3', { minutes: 60 })];
    expect((await day()).recorded).toEqual([]);
    expect((await readDocument(photo, work.parties.bureau.officer)).status).toBe(404);
  });

  it('sends all of it when the network is back, and again when no answer was heard', async () => {
    stored = await send(kept);
    const again = await send(kept);
    expect(stored.map(({ clientToken, ok, repeated }) => [clientToken, ok, repeated])).toEqual([
      ['p-1', true, false],
      ['p-2', true, false],
      ['p-3', true, false],
    ]);
    expect(again.map(({ id, repeated }) => [id, repeated])).toEqual(stored.map(({ id }) => [id, true]));
    const { promised, recorded } = await day();
    expect(promised).toMatchObject({ done: 3, doneOn: 3 });
    // What the answer names the telephone may drop.
    expect(recorded.map(({ clientToken }) => clientToken).sort()).toEqual(['p-1', 'p-2', 'p-3']);
    const { photo } = kept[0]?.['confirmation'] as { photo: string };
    expect((await readDocument(photo, work.parties.bureau.officer)).status).toBe(200);
  });

  it('says of a record that a rule refuses which one it is and why, and stores the others', async () => {
    const results = await send([
      visit('p-4', { minutes: 20 }),
      visit('p-5', { servedOn: '2026-03-03' }),
      visit('p-2', { minutes: 31 }),
      visit('p-6', { minutes: 20 }),
    ]);
    expect(
      results.map(({ clientToken, ok, problem }) => [clientToken, ok, problem?.code, problem?.errors[0]?.pointer]),
    ).toEqual([
      ['p-4', true, undefined, undefined],
      ['p-5', false, 'record_in_future', '/records/1/servedOn'],
      ['p-2', false, 'token_used', '/records/2/clientToken'],
      ['p-6', true, undefined, undefined],
    ]);
    for (const { problem } of results.filter(({ ok }) => !ok)) expect(problem?.title).toMatch(/\p{Script=Han}/u);
    const { promised, recorded } = await day();
    expect(promised).toMatchObject({ done: 5, doneOn: 5 });
    expect(recorded.some(({ clientToken }) => clientToken === 'p-5')).toBe(false);
  });

  it('sends the photo of a record after the record, by a correction that names it', async () => {
    const photo = await uploadPhoto(app, worker);
    const { clientToken: _, ...record } = visit('p-3', { minutes: 60, confirmation: { photo } });
    const answer = await correct(stored[2]?.id, record).expect(201);
    expect(answer.body).toMatchObject({ corrects: stored[2]?.id, confirmation: { how: 'photo', photo } });
    expect((await readDocument(photo, work.parties.bureau.officer)).status).toBe(200);
    const { promised, recorded } = await day();
    expect(promised).toMatchObject({ done: 5, doneOn: 5 });
    expect(recorded.find(({ clientToken }) => clientToken === 'p-3')?.stands).toBe(false);
    expect(recorded.find(({ id }) => id === (answer.body as Recorded).id)?.stands).toBe(true);
  });

  it('is told what is stored where a record is sent once more that was corrected since', async () => {
    const [again] = await send([kept[2] as object]);
    expect(again).toMatchObject({ ok: true, id: stored[2]?.id, repeated: true });
    expect((await day()).promised).toMatchObject({ done: 5, doneOn: 5 });
  });

  it('takes no visit that lies ahead: ten minutes are the clock’s, more are not', async () => {
    await setBusinessTime(app, '2026-03-02T18:00:00+08:00');
    const at = (clientToken: string, startsAt: string) => visit(clientToken, { startsAt, minutes: 1 });
    const results = await send([at('a-1', '18:11'), at('a-2', '23:30')]);
    expect(results.map(({ problem }) => [problem?.code, problem?.errors[0]?.pointer])).toEqual([
      ['record_in_future', '/records/0/startsAt'],
      ['record_in_future', '/records/1/startsAt'],
    ]);
    const one = await app.http
      .post(work.path('service-records'))
      .set(worker.auth)
      .send({ ...visit('a-3'), startsAt: '23:30', minutes: 120 });
    expect([one.status, (one.body as { code: string }).code]).toEqual([422, 'record_in_future']);
    // What began by the clock of the telephone, and a night that began and goes past midnight.
    await setBusinessTime(app, '2026-03-02T23:50:00+08:00');
    const [soon] = await send([{ ...at('a-4', '23:59'), minutes: 120 }]);
    expect(soon).toMatchObject({ ok: true });
  });
});
