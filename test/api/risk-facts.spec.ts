import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

describe('what indicators read of recorded facts', () => {
  let app: TestApp;
  let world: RiskWorld;
  let recorder: Recorder;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-06-01');
    world = new RiskWorld(app, 'live');
    recorder = await Recorder.of(app);
    supervisor = await makeUser(app, 'supervisor');
  });
  afterAll(() => app.close());

  /** The answer of an indicator on a subject, as a supervisor reads it. */
  const read = async (indicator: string, subject: string) => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=${subject}&indicator=${indicator}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Record<string, unknown>[] }).items[0];
  };

  it('G04 counts its 30 days from the end of the window, whatever is terminated after it', async () => {
    const window = { start: '2023-05-01', end: '2024-04-15' };
    const contract = await recorder.contract({ window }, { category: 'ELDERLY_HOME_CARE' });
    await recorder.contractFacts(contract, [given('plan', { kind: 'hand_over', agreedOn: '2024-03-01' })]).expect(200);
    const late = { state: 'triggered', threshold: '2024-05-15' };
    expect(await read('G04', `contract:${contract}`)).toMatchObject(late);
    await recorder.contractFacts(contract, [given('termination', { on: '2024-05-31' })]).expect(200);
    expect(await read('G04', `contract:${contract}`)).toMatchObject(late);
  });
});
