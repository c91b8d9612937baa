import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, refusal } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

const WINDOW = { start: '2025-12-15', end: '2026-12-14' };

describe('days on which a contract is halted for danger to recipients', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);

  it('have no record under it, from the one after the first to the one before it goes on', async () => {
    await at('2025-12-22');
    const work = await Implementing.begin(app, parties, {}, { window: WINDOW });
    const tell = async (servedOn: string, more: object = {}) => {
      const visit = { form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: 1 };
      return refusal(await work.make('service-records', { ...visit, servedOn, ...more }, parties.manager));
    };
    const told = [201, null, null];
    const refused = [422, 'record_outside_window', '/servedOn'];
    const servedBy = [{ line: parties.bureau.line, name: '街道应急照护队', from: '2025-12-22' }];
    const danger = { ground: 'danger_to_recipients', reason: '护理员伤害老人', servedBy, until: '2026-01-20' };
    await work.contract.must('halt', danger);
    await work.contract.must('confirm-halt', { reason: '属实' }, parties.bureau.approver);
    await at('2025-12-29');
    expect([await tell('2025-12-21'), await tell('2025-12-22'), await tell('2025-12-23')]).toEqual([
      told,
      told,
      refused,
    ]);
    expect([await tell('2025-12-29'), await tell('2025-12-29', { withinContract: false })]).toEqual([refused, told]);
    await at('2025-12-30');
    await work.contract.must('resume', {});
    expect([await tell('2025-12-29'), await tell('2025-12-30')]).toEqual([refused, told]);
    // A halt of another ground says nothing of who serves.
    await work.contract.halted('洪灾');
    await at('2026-01-02');
    expect(await tell('2026-01-01')).toEqual(told);
  });
});
