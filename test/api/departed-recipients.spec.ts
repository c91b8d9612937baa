import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accepting, registered } from '../support/acceptances.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, refusal } from '../support/implementing.js';
import { startContracting } from '../support/started.js';

describe('a recipient of whom it is told late that they died', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  it('is taken out of records of later days, also once these were accepted, and nothing else of them changes', async () => {
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    const work = new Implementing(app, parties, await Contracting.active(app, parties));
    const { contract } = work;
    const [gone, alive] = [await registered(app, parties, contract.id), await registered(app, parties, contract.id)];
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const group = { form: 'group', recipients: [gone, alive] };
    const alone = await work.record('2026-02-05', { recipients: [gone] });
    const together = await work.record('2026-02-06', group);
    const other = await work.record('2026-02-07', { recipients: [alive] });
    const tell = (until: string) =>
      app.http
        .patch(`/api/v1/service-lines/${parties.bureau.line}/recipients/${gone}`)
        .set({ ...parties.manager.auth, 'If-Match': '"1"' })
        .send({ until });
    const correct = (id: string, record: object | null) =>
      work.make(`service-records/${id}/corrections`, { reason: '服务对象已去世', record }, parties.manager);
    // While they can be corrected, that is done first.
    expect(refusal(await tell('2026-02-01'))).toEqual([400, 'validation_failed', '/until']);
    await contract.must('deliver', {}, parties.manager);
    const round = await Accepting.of(app, contract);
    await round.prepared();
    expect((await round.conclude({ result: 'passed' })).status).toBe(200);
    const closed = [422, 'contract_not_running', null];
    expect(refusal(await correct(alone, null))).toEqual(closed);
    expect((await tell('2026-02-01')).status).toBe(200);
    expect(refusal(await correct(other, null))).toEqual(closed);
    expect((await correct(alone, null)).status).toBe(201);
    const said = { servedOn: '2026-02-06', form: 'group', minutes: 60, workers: { assistant: 1 } };
    expect(refusal(await correct(together, { ...said, minutes: 90, recipients: [alive] }))).toEqual(closed);
    expect(refusal(await correct(together, { ...said, minutes: 30, recipients: [gone, alive] }))).toEqual([
      422,
      'recipient_not_served',
      '/record/recipients/0',
    ]);
    const mended = await correct(together, { ...said, recipients: [alive] });
    expect(mended.status).toBe(201);
    expect(refusal(await correct((mended.body as { id: string }).id, null))).toEqual(closed);
  });
});
