import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { Resulting } from '../support/results.js';
import { startBureau } from '../support/started.js';

describe('the contract of a result', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  });
  afterAll(() => app.close());
  const drafted = async (more: Parameters<typeof Resulting.begin>[2]): Promise<Contracting> => {
    const result = await Resulting.begin(app, bureau, more);
    const agency = result.lots[0]?.offers[0]?.bidder ?? '';
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [agency, creditCode()]);
    const { id: award } = await result.published();
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award, ...CONTENT });
    if (made.status !== 201) throw new Error(made.text);
    const parties = { bureau, agency, manager: await result.bidder(0) };
    return new Contracting(app, parties, (made.body as { id: string }).id);
  };

  it('waits for the standstill that the buyer announced, to its last day', async () => {
    const contract = await drafted({ standstillDays: 5 });
    const { manager } = contract.parties;
    const early = await contract.sign(manager);
    expect([early.status, early.body.code, early.body.facts]).toEqual([
      422,
      'standstill_running',
      { last: '2025-11-08' },
    ]);
    await setBusinessTime(app, '2025-11-08T23:59:00+08:00');
    expect((await contract.sign(manager)).body.code).toBe('standstill_running');
    await setBusinessTime(app, '2025-11-09T00:00:01+08:00');
    expect((await contract.sign(manager)).status).toBe(200);
    expect((await contract.sign(bureau.approver)).body).toMatchObject({ state: 'signed' });
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
  });

  it('waits for nothing where none was announced, though the time to challenge runs', async () => {
    const contract = await drafted({});
    expect((await contract.signBoth()).state).toBe('signed');
  });

  it('bounds the standstill, so that the time for signing is not over before it', async () => {
    const { draft } = await Resulting.begin(app, bureau);
    const { version } = await draft.read();
    const patch = (standstillDays: unknown) =>
      app.http
        .patch(`/api/v1/tenders/${draft.id}/terms`)
        .set(bureau.officer.auth)
        .set('If-Match', `"${version}"`)
        .send({ standstillDays });
    for (const wrong of [-1, 21, 1.5, '3']) expect((await patch(wrong)).body.code).toBe('validation_failed');
    expect((await patch(20)).body.code).toBe('wrong_state');
  });
});
