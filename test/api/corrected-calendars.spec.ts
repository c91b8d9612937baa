import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ResultClock } from '../../src/purchase/awards/results/result-clock.js';
import { HaltKeeper } from '../../src/purchase/contracts/halting/halt-keeper.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownDays } from '../support/own-tasks.js';
import { Resulting } from '../support/results.js';

const at = (app: TestApp, day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);

describe('a calendar that is corrected', () => {
  let app: TestApp;
  let parties: Parties;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    admin = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  /** Makes these days of 2025 free, or working days again. */
  const correct = async (dates: readonly string[], isFree = true) => {
    const { body, headers } = await app.http.get('/api/v1/calendars/2025').set(admin.auth).expect(200);
    const { source, days } = body as { source: string; days: { date: string; kind: string; name: string }[] };
    const others = days.filter(({ date }) => !dates.includes(date));
    const free = dates.map((date) => ({ date, kind: 'holiday', name: '调整放假' }));
    await app.http
      .put('/api/v1/calendars/2025')
      .set({ ...admin.auth, 'If-Match': headers['etag'] ?? '' })
      .send({ source, days: isFree ? [...others, ...free] : others })
      .expect(200);
  };

  it('gives a halt for danger the days in which another person may confirm it, and takes them away again', async () => {
    const danger = {
      ...{ ground: 'danger_to_recipients', reason: '护理员伤害老人', until: '2026-01-20' },
      servedBy: [{ line: parties.bureau.line, name: '街道应急照护队', from: '2025-12-22' }],
    };
    const halted = async () => {
      await at(app, '2025-12-22');
      const contract = await Contracting.active(app, parties);
      await contract.must('halt', danger);
      return contract;
    };
    const sweep = () => app.running.app.get(HaltKeeper).sweep();
    const shown = async (contract: Contracting) => {
      const { state, here } = await contract.read();
      return [state, here.halts.map((halt) => [halt.state, halt.confirmDue])];
    };
    const waits = (contract: Contracting) => ownDays(app, parties.bureau.approver, 'halt_confirmation', contract.id);
    const [swept, acted, left] = [await halted(), await halted(), await halted()];
    expect(await shown(swept)).toEqual(['halted', [['in_force', '2025-12-25']]]);
    await correct(['2025-12-23', '2025-12-24', '2025-12-25']);
    // 26, 29 and 30 December.
    await at(app, '2025-12-26');
    await acted.must('confirm-halt', { reason: '属实' }, parties.bureau.approver);
    await sweep();
    for (const contract of [swept, left]) {
      expect(await shown(contract)).toEqual(['halted', [['in_force', '2025-12-30']]]);
      expect((await waits(contract)).map(([day]) => day)).toEqual(['2025-12-30']);
    }
    await swept.must('confirm-halt', { reason: '属实' }, parties.bureau.approver);
    await correct(['2025-12-23', '2025-12-24', '2025-12-25'], false);
    await sweep();
    expect((await shown(left))[0]).toBe('active');
    for (const contract of [swept, acted]) expect((await shown(contract))[0]).toBe('halted');
  });

  it('moves the clock of the confirmation, later and earlier', async () => {
    const { bureau } = parties;
    const sweep = () => app.running.app.get(ResultClock).sweep();
    await at(app, '2025-11-03');
    const [result, acted] = [
      await Resulting.begin(app, bureau, { ranks: [1, 2, 3] }),
      await Resulting.begin(app, bureau, { ranks: [1, 2, 3] }),
    ];
    for (const each of [result, acted]) expect((await each.deliver()).deemsAt).toBe('2025-11-10T16:00:00.000Z');
    await correct(['2025-11-06', '2025-11-07']);
    await at(app, '2025-11-11');
    expect(await acted.code('record-objection', { reason: '报告有误' })).toEqual([200, '']);
    await sweep();
    const { lotState, deemsAt } = await result.read();
    expect([lotState, deemsAt]).toEqual(['reviewed', '2025-11-12T16:00:00.000Z']);
    await correct(['2025-11-07'], false);
    await at(app, '2025-11-12');
    await sweep();
    expect((await result.read()).awards).toMatchObject([{ decidedOn: '2025-11-12', deemed: true }]);
  });

  it('shows no lot as confirmed whose days are not over by it, before any sweep has looked', async () => {
    await at(app, '2025-11-03');
    await correct(['2025-11-06', '2025-11-07'], false);
    const result = await Resulting.begin(app, parties.bureau, { ranks: [1, 2, 3] });
    await result.deliver();
    const shown = async () => {
      const { lotState, deemsAt } = await result.read();
      const list = await app.http.get(`/api/v1/tenders/${result.id}`).expect(200);
      return [lotState, deemsAt, (list.body as { state: string }).state];
    };
    await at(app, '2025-11-11');
    expect(await shown()).toEqual(['confirmed', '2025-11-10T16:00:00.000Z', 'confirmed']);
    await correct(['2025-11-06', '2025-11-07']);
    expect(await shown()).toEqual(['reviewed', '2025-11-12T16:00:00.000Z', 'reviewed']);
    await correct(['2025-11-06', '2025-11-07'], false);
    expect(await shown()).toEqual(['confirmed', '2025-11-10T16:00:00.000Z', 'confirmed']);
  });
});
