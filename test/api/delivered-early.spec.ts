import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { startContracting } from '../support/started.js';

interface Coverage {
  spells: { from: string; to: string; contractedDays: number }[];
  gaps: { from: string; to: string; days: number; open: boolean; recipientsAffected: number | null }[];
  next: { from: string | null };
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

describe('a service that is declared delivered before its window ends', () => {
  let app: TestApp;
  let parties: Parties;
  let worker: TestAccount;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    worker = await makeUser(app, 'agency_worker', parties.agency);
  });
  afterAll(() => app.close());

  it('covers its line up to that day; residents are without service from the next one, until it is resumed', async () => {
    const { line, officer } = parties.bureau;
    const get = async <T>(path: string) =>
      (await app.http.get(`/api/v1/${path}`).set(officer.auth).expect(200)).body as T;
    const readCoverage = () => get<Coverage>(`service-lines/${line}/coverage?asOf=2026-07-01`);
    const countYear = async () =>
      (await get<{ total: object }>('statistics/coverage?year=2026&dataset=live')).total as { contractedDays: number };
    const contract = await Contracting.active(app, parties);
    await setBusinessTime(app, '2026-06-30T09:00:00+08:00');
    const { window } = await contract.read();
    expect(await readCoverage()).toMatchObject({
      spells: [{ to: window.end }],
      gaps: [{ to: dayBefore(window.start) }],
    });
    await setBusinessTime(app, '2026-06-10T09:00:00+08:00');
    await contract.must('deliver', {}, parties.manager);
    const { spells, gaps, next } = await readCoverage();
    expect(spells).toMatchObject([{ from: window.start, to: '2026-06-10' }]);
    expect(gaps).toMatchObject([{ to: dayBefore(window.start) }, { from: '2026-06-11', days: 21, open: true }]);
    expect(next.from).toBe('2026-06-11');
    const readLeft = () => ownTasks(app, officer, 'line_unserved', line);
    expect(await readLeft()).toEqual([]);
    await setBusinessTime(app, '2026-06-11T09:00:00+08:00');
    expect(await readLeft()).toMatchObject([{ id: line, since: '2026-06-10T16:00:00.000Z' }]);
    expect(await get(`service-lines/${line}/uncovered?month=2026-06`)).toMatchObject({ uncoveredDays: 20 });
    await setBusinessTime(app, '2026-06-30T09:00:00+08:00');
    expect(await countYear()).toMatchObject({ days: 181, contractedDays: 161 });

    // Nobody served under it later, as the agency itself has said; what was done until then is recorded late.
    const record = async (servedOn: string, more: object = {}) => {
      const { status, body } = await app.http
        .post(`/api/v1/contracts/${contract.id}/service-records`)
        .set(worker.auth)
        .send({ servedOn, form: 'visit', minutes: 60, workers: {}, participants: 1, ...more });
      const { code, errors } = body as { code?: string; errors?: { code: string }[] };
      return [status, code, errors?.[0]?.code];
    };
    const contradicted = [422, 'record_outside_window', 'after_delivery'];
    expect(await record('2026-06-10')).toEqual([201, undefined, undefined]);
    expect(await record('2026-06-11')).toEqual(contradicted);
    expect(await record('2026-06-11', { withinContract: false })).toEqual([201, undefined, undefined]);

    // Nothing is reported on but the days until then, in their own last period.
    await setBusinessTime(app, '2026-08-15T09:00:00+08:00');
    const readPeriods = async () =>
      (await ownTasks(app, parties.manager, 'progress_report', contract.id)).map(
        ({ title }) => /\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d/.exec(title)?.[0],
      );
    const report = (from: string) =>
      app.http.post(`/api/v1/contracts/${contract.id}/reports`).set(parties.manager.auth).send({ from });
    expect((await readPeriods()).at(-1)).toBe('2026-06-01/2026-06-10');
    expect((await report('2026-07-01')).body).toMatchObject({ code: 'no_such_period' });
    expect((await report('2026-06-01').expect(201)).body).toMatchObject({ from: '2026-06-01', to: '2026-06-10' });
    await setBusinessTime(app, '2026-06-30T09:00:00+08:00');

    // What is wanting is mended under the contract, which serves again.
    const round = await Accepting.of(app, contract);
    await round.prepared('met', 'partly');
    await round.conclude({ result: 'rectify', reason: '满意度低于约定', newDueOn: '2026-11-30' });
    expect(await readCoverage()).toMatchObject({
      spells: [{ to: window.end }],
      gaps: [{ to: dayBefore(window.start) }],
    });
    expect(await countYear()).toMatchObject({ days: 181, contractedDays: 181 });
    expect(await readLeft()).toEqual([]);
    expect(await record('2026-06-11')).toEqual([201, undefined, undefined]);
  });
});
