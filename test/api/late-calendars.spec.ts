import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { Paying } from '../support/paying.js';

describe('a calendar that is entered late', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const signed = async () => {
    const published = { decidedOn: '2026-12-22', publishedOn: '2026-12-22' };
    const { award } = await Contracting.awarded(app, parties, {}, published);
    const { auth } = parties.bureau.officer;
    const { body } = await app.http
      .post('/api/v1/contracts')
      .set(auth)
      .send({ award, ...CONTENT });
    const contract = new Contracting(app, parties, (body as { id: string }).id);
    await contract.signBoth();
    return contract;
  };
  const judged = async ({ id }: Contracting) => {
    const [row] = await app.dataSource.query<{ state: string; evidence: unknown }[]>(
      `SELECT state, evidence FROM assessments WHERE indicator = 'W06' AND subject_id = $1`,
      [id],
    );
    return [row?.state, JSON.stringify(row?.evidence ?? null).includes('PAY-10WD')];
  };
  const duties = async ({ id }: Contracting) =>
    (await ownTasks(app, parties.bureau.officer, 'deadline', id)).map(({ dueOn }) => dueOn);

  it('dates what began in the year before it, also of a contract that was served long ago', async () => {
    await at('2026-12-24');
    const [claimed, old] = [await signed(), await signed()];
    for (const contract of [claimed, old])
      expect((await new Paying(app, contract).invoice(1, { issuedOn: '2026-12-24' })).status).toBe(201);
    await app.dataSource.query(
      `UPDATE contract SET window_start = '2023-01-01', window_end = '2023-12-31' WHERE id = $1`,
      [old.id],
    );
    await at('2026-12-30');
    const published = await signed();
    await at('2027-02-10');
    await published.must('publish');
    await app.running.app.get(Reassessment).reassessAll();
    expect(await judged(published)).toEqual(['clear', false]);
    for (const contract of [claimed, old]) {
      expect((await judged(contract))[1]).toBe(false);
      expect(await duties(contract)).not.toContain('2027-01-08');
    }
    await app.http
      .put('/api/v1/calendars/2027')
      .set((await makeUser(app, 'admin')).auth)
      .send({ source: '测试用历', days: [{ date: '2027-01-01', kind: 'holiday', name: '元旦' }] })
      .expect(200);
    // As the job of the event of the calendar does.
    const { app: nest } = app.running;
    await nest
      .get(Transactions)
      .run(SYSTEM, (tx) => nest.get(Assessor).assessTouchedSubjects(tx, 'working_calendar:2027'));
    expect((await judged(published))[0]).toBe('triggered');
    for (const contract of [claimed, old]) {
      expect((await judged(contract))[1]).toBe(true);
      expect(await duties(contract)).toContain('2027-01-08');
    }
  });
});
