import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered, upload } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, refusal, type Thing } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

describe('what shows the work of one contract', () => {
  let app: TestApp;
  let parties: Parties;
  let one: Accepting;
  let other: Accepting;
  let foreign: string;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    [one, other] = [await Accepting.begin(app, parties), await Accepting.begin(app, parties)];
    foreign = await upload(app, one.officer);
    expect((await tick(other, { documents: [foreign] })).status).toBe(200);
  });
  afterAll(() => app.close());

  const tick = (round: Accepting, shown: object) =>
    round.send('put', 'items', { items: [{ no: 1, result: 'met', measured: '9600', ...shown }] });
  const record = (round: Accepting) => new Implementing(app, parties, round.contract).record('2025-12-20');
  const heard = async (round: Accepting, documents: string[]) => {
    const recipient = await registered(app, parties, round.contract.id);
    const voices = [{ recipient, verdict: 'satisfied' }];
    return round.send('post', 'opinions', { form: 'meeting', heldOn: '2025-12-22', documents, voices });
  };
  const documents = async (round: Accepting): Promise<string[]> => (await round.read()).items[0]?.documents ?? [];

  it('is no tick of another: neither its file nor its record', async () => {
    const own = await upload(app, one.officer);
    expect(refusal(await tick(one, { documents: [own, foreign] }))).toEqual([
      400,
      'validation_failed',
      '/items/0/documents/1',
    ]);
    const records = [await record(one), await record(other)];
    expect(refusal(await tick(one, { records }))).toEqual([400, 'validation_failed', '/items/0/records/1']);
    expect(await documents(one)).toEqual([]);
    expect((await tick(one, { documents: [own], records: records.slice(0, 1) })).status).toBe(200);
    expect(await documents(one)).toEqual([own]);
    // Of its own it shows whatever there is to show.
    expect((await tick(other, { documents: [foreign], records: records.slice(1) })).status).toBe(200);
  });

  it('is no opinion on another', async () => {
    expect(refusal(await heard(one, [foreign]))).toEqual([400, 'validation_failed', '/documents/0']);
    expect((await one.read()).opinions).toEqual([]);
    expect((await heard(one, [await upload(app, one.officer)])).status).toBe(200);
    expect((await heard(other, [foreign])).status).toBe(200);
  });

  it('is no visit to another', async () => {
    const report = async (round: Accepting, paper: string) => {
      const work = new Implementing(app, parties, round.contract);
      const plan = { plannedOn: '2025-12-22', purpose: '查看助餐服务' };
      const { id } = (await work.make('visits', plan, one.officer)).body as Thing;
      return work.act('visits', id, 'report', { summary: '走访', documents: [paper] }, one.officer);
    };
    expect(refusal(await report(one, foreign))).toEqual([400, 'validation_failed', '/documents/0']);
    expect((await report(other, foreign)).status).toBe(200);
  });

  it('is read round by round, page by page', async () => {
    const round = await Accepting.begin(app, parties);
    await round.prepared('met', 'partly');
    const rectify = { result: 'rectify', reason: '满意度低于约定', newDueOn: '2027-01-31' };
    expect((await round.conclude(rectify)).status).toBe(200);
    await round.contract.must('deliver', {}, parties.manager);
    await Accepting.of(app, round.contract);
    const page = async (url: string) => {
      const { body } = await app.http.get(url).set(round.officer.auth).expect(200);
      return body as { items: { no: number }[]; next: string | null };
    };
    const list = `/api/v1/contracts/${round.contract.id}/acceptance`;
    const first = await page(`${list}?limit=1`);
    const second = await page(first.next ?? '');
    expect([first.items.map(({ no }) => no), second.items.map(({ no }) => no), second.next]).toEqual([[1], [2], null]);
    expect((await page(list)).items).toHaveLength(2);
    const wrong = await app.http.get(`${list}?cursor=x`).set(round.officer.auth);
    expect(refusal(wrong)).toEqual([400, 'bad_cursor', null]);
  });
});
