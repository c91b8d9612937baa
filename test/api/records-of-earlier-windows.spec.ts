import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, refusal, type Refused } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

const WINDOW = { start: '2025-12-15', end: '2026-12-14' };

describe('a record of a day that an amendment has put outside the window', () => {
  let app: TestApp;
  let work: Implementing;
  let recorded: string;
  const record = async (servedOn: string) =>
    (await work.make('service-records', entry(servedOn), work.parties.manager)) as Refused & { body: { id: string } };
  const entry = (servedOn: string, minutes = 60) => ({
    ...{ servedOn, form: 'visit', minutes, workers: { assistant: 1 }, participants: 1 },
  });
  beforeAll(async () => {
    const started = await startContracting();
    app = started.app;
    work = await Implementing.begin(app, started.parties, {}, { window: WINDOW });
    await setBusinessTime(app, '2026-02-10T09:00:00+08:00');
    recorded = (await record('2026-02-05')).body.id;
    await work.contract.amended({ content: { window: { ...WINDOW, end: '2026-01-31' } } });
  });
  afterAll(() => app.close());

  it('is corrected, for the service was agreed on when it was done', async () => {
    const corrected = (await work.make(
      `service-records/${recorded}/corrections`,
      { reason: '误填', record: entry('2026-02-05', 30) },
      work.parties.manager,
    )) as Refused;
    expect([corrected.status, refusal(corrected)[1]]).toEqual([201, null]);
  });

  it('is told late, and one of a day that was never agreed on is refused', async () => {
    expect((await record('2026-02-06')).status).toBe(201);
    await setBusinessTime(app, '2026-02-12T09:00:00+08:00');
    expect(refusal(await record('2026-02-11'))).toEqual(refusal(await record('2025-12-14')));
    expect(refusal(await record('2026-02-11'))[1]).toBe('record_outside_window');
  });
});
