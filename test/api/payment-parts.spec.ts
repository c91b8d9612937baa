import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, type Thing } from '../support/implementing.js';
import { Paying, stateAccount } from '../support/paying.js';
import { startContracting } from '../support/started.js';

const TERMS = {
  milestones: [1, 2].map((no) => ({ no, name: `第${no}阶段`, dueOn: `2026-0${no + 1}-15` })),
  payments: [
    { no: 1, trigger: 'milestone', share: 3000, of: 1 },
    { no: 2, trigger: 'milestone', share: 3000, of: 2 },
    { no: 3, trigger: 'acceptance', share: 4000 },
  ],
};

describe('an instalment of a milestone that was accepted in part', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    await stateAccount(app, parties);
  });
  afterAll(() => app.close());

  /** Both milestones are shown by records: the first is accepted in part, the second as a whole. */
  const judged = async (terms: object = TERMS) => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const work = await Implementing.begin(app, parties, terms, { window: { start: '2025-12-15', end: '2026-12-14' } });
    await setBusinessTime(app, '2026-01-12T09:00:00+08:00');
    await work.record('2026-01-05');
    const [first, second] = await work.list<Thing>('milestones');
    const records = { from: '2026-01-05', to: '2026-01-05' };
    const act = (each: Thing | undefined, action: string, body: object, by = parties.bureau.officer) =>
      work.must<Thing>('milestones', each?.id ?? '', action, body, by);
    for (const each of [first, second]) await act(each, 'submit', { records }, parties.manager);
    const part = await act(first, 'accept-in-part', { reason: '完成八成' });
    expect(part.state).toBe('partially_accepted');
    await setBusinessTime(app, '2026-01-13T09:00:00+08:00');
    await act(second, 'accept', {});
    return { work, money: new Paying(app, work.contract) };
  };
  const unmet = async (money: Paying, no: number) => {
    const { status, body } = await money.act(no, 'request');
    return [status, body.code, body.facts?.missing];
  };

  it('waits for what accepts the whole: it is not released by the part', async () => {
    const { work, money } = await judged();
    await money.invoiced(1);
    expect((await money.payment(1)).met).toMatchObject({ on: null, missing: 'milestone' });
    expect(await unmet(money, 1)).toEqual([422, 'trigger_unmet', 'milestone']);
    await money.invoiced(2);
    expect((await money.must(2, 'request')).state).toBe('due');
    // What was accepted in the end is owed.
    await work.contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, work.contract);
    await round.prepared('met', 'met');
    expect(await unmet(money, 1)).toEqual([422, 'trigger_unmet', 'milestone']);
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    expect((await money.must(1, 'request')).state).toBe('due');
  });

  it('is released by another milestone, where it names none', async () => {
    const payments = TERMS.payments.map(({ of: _, ...share }) => share);
    const { money } = await judged({ ...TERMS, payments });
    expect((await money.payments()).map(({ no, met }) => [no, met.on])).toEqual([
      [1, '2026-01-13'],
      [2, null],
      [3, null],
    ]);
  });

  it('is moved by both parties, who may agree what the part is worth', async () => {
    const { work, money } = await judged();
    await money.invoiced(1);
    expect(await unmet(money, 1)).toEqual([422, 'trigger_unmet', 'milestone']);
    const shares = [2400, 3000, 4600];
    const payments = TERMS.payments.map((each, i) => ({
      ...each,
      share: shares[i],
      ...(i === 0 && { trigger: 'signing', of: null }),
    }));
    await work.contract.amended({ content: { payments } });
    expect((await money.payment(1)).met.on).not.toBeNull();
  });
});
