import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeParties, said, type Answer, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';
import { stateAccount } from '../support/paying.js';
import { Settling } from '../support/settling.js';

describe('a settlement whose records are corrected before the buyer’s word', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    await stateAccount(app, parties);
  });
  afterAll(() => app.close());

  /** January, of which a record of a hundred and one of twenty were counted. */
  const proposed = async () => {
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    const work = await Settling.begin(app, parties);
    await setBusinessTime(app, '2026-02-03T09:00:00+08:00');
    const record = await work.served('2026-01-06', 100);
    await work.served('2026-01-20', 20);
    const { id } = await work.proposed();
    return { work, record, id };
  };

  /** What the buyer is asked to do, and where. */
  const task = async ({ contract }: Settling, id: string) => {
    const tasks = await ownTasks(app, parties.bureau.officer, 'settlement', contract.id);
    const at = `/api/v1/contracts/${contract.id}/settlements/${id}/actions/`;
    return tasks.map(({ title, action }) => [title.split(' (')[0], action?.href.replace(at, '')]);
  };

  it('is not confirmed on counts that the records no longer give, and is once they give them again', async () => {
    const { work, record, id } = await proposed();
    expect(await task(work, id)).toEqual([['Settlement to be confirmed: Settlement 1', 'confirm']]);
    await work.corrected(record, '2026-01-06', 90);
    expect(await task(work, id)).toEqual([
      ['Settlement to be confirmed: Settlement 1, records were taken back: fewer units to be accepted', 'confirm'],
    ]);
    const refused = await work.act(id, 'confirm');
    expect([...said(refused as unknown as Answer).slice(0, 2), (refused as unknown as Answer).body.facts]).toEqual([
      422,
      'settlement_outdated',
      { items: [{ no: 1, counted: 120, now: 110, most: 110 }], action: 'confirm' },
    ]);
    expect((await work.list())[0]).toMatchObject({ state: 'proposed', version: 1 });
    // What was left out is recorded: it need not be the same record.
    await work.served('2026-01-21', 10);
    expect(await task(work, id)).toEqual([['Settlement to be confirmed: Settlement 1', 'confirm']]);
    expect(await work.must(id, 'confirm')).toMatchObject({ state: 'confirmed', total: '4200.00' });
  });

  it('is confirmed by a buyer who accepts no more than the records give, and the rest is not taken off twice', async () => {
    const { work, record, id } = await proposed();
    await work.corrected(record, '2026-01-06', 90);
    const confirm = (accepted: number) =>
      work.act(id, 'confirm', { items: [{ no: 1, accepted, reason: '记录已更正' }] });
    expect(said((await confirm(111)) as unknown as Answer)[1]).toBe('settlement_outdated');
    expect((await confirm(110)).body).toMatchObject({ state: 'confirmed', total: '3850.00' });
    expect((await work.list())[0]).toMatchObject({ items: [{ counted: 110, units: 110, accepted: 110 }] });
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    await work.served('2026-02-10', 100);
    const february = await work.proposed();
    expect(february).toMatchObject({ items: [{ counted: 210, units: 100, accepted: 100 }], total: '3500.00' });
    // All that was done is paid: 210 visits.
    expect(await work.must(february.id, 'confirm')).toMatchObject({ state: 'confirmed', total: '3500.00' });
  });

  it('is confirmed as it was proposed where more came since: the next one counts it', async () => {
    const { work, id } = await proposed();
    await work.served('2026-01-22', 5);
    expect(await work.must(id, 'confirm')).toMatchObject({ total: '4200.00' });
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    expect(await work.proposed()).toMatchObject({ items: [{ units: 5 }], total: '175.00' });
  });

  it('is returned where more was taken back than came since the last one: no less can be accepted', async () => {
    const { work, record, id } = await proposed();
    await work.must(id, 'confirm');
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    await work.served('2026-02-10', 5);
    const february = await work.proposed();
    await work.corrected(record, '2026-01-06', 90);
    expect(await task(work, february.id)).toEqual([
      ['Settlement to be confirmed: Settlement 2, records were taken back: to be returned', 'return'],
    ]);
    const refused = await work.act(february.id, 'confirm', { items: [{ no: 1, accepted: 0, reason: '记录已更正' }] });
    expect((refused as unknown as Answer).body).toMatchObject({
      code: 'settlement_outdated',
      facts: { action: 'return' },
    });
    const given = { reason: '记录已更正', ground: 'amount_wrong' };
    expect((await work.must(february.id, 'return', given)).state).toBe('returned');
    expect(await work.proposed()).toMatchObject({ items: [{ units: -5 }], total: '0.00', carried: '-175.00' });
  });
});
