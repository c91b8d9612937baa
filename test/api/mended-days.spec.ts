import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, refusal } from '../support/implementing.js';
import { ownTasks } from '../support/own-tasks.js';
import { startContracting } from '../support/started.js';

describe('days on which a contract is mended after its last one', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);

  it('are a period that its agency is to report on, once they are over', async () => {
    const { manager } = parties;
    await at('2025-12-22');
    const window = { start: '2025-12-15', end: '2026-01-31' };
    const work = await Implementing.begin(app, parties, {}, { window });
    const periods = async () =>
      (await ownTasks(app, manager, 'progress_report', work.contract.id)).map(
        ({ title }) => /\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d/.exec(title)?.[0],
      );
    await at('2026-02-02');
    const regular = ['2025-12-15/2025-12-31', '2026-01-01/2026-01-31'];
    expect((await periods()).sort()).toEqual(regular);
    await work.contract.must('deliver', {}, manager);
    const round = await Accepting.of(app, work.contract);
    await round.prepared('met', 'not_met');
    const mended = await round.conclude({ result: 'rectify', reason: '满意度低于约定', newDueOn: '2026-02-20' });
    expect(mended.status).toBe(200);
    await at('2026-02-20');
    expect((await periods()).sort()).toEqual(regular);
    await at('2026-02-21');
    expect((await periods()).sort()).toEqual([...regular, '2026-02-01/2026-02-20']);
    for (const period of regular)
      expect(refusal(await work.make('reports', { from: period.slice(0, 10) }, manager))).toEqual([201, null, null]);
    const last = await work.make('reports', {}, manager);
    expect([last.status, last.body.from, last.body.to]).toEqual([201, '2026-02-01', '2026-02-20']);
  });
});
