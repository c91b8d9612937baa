import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { statePurchaseLimit } from '../support/limits.js';
import { given, Recorder } from '../support/purchases.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Deadline {
  rule: string;
  state: string;
}
interface Judged {
  state: string;
  basis: { article?: string };
  reason: { code?: string } | null;
}

describe('periods of recorded purchases that not every purchase has', () => {
  let app: TestApp;
  let officer: Recorder;
  let supervisor: TestAccount;
  let world: RiskWorld;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2026-11-02');
    officer = await Recorder.of(app);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    world = new RiskWorld(app, 'live');
    await statePurchaseLimit(app, '990203', '50000.00');
  });
  afterAll(() => app.close());

  const record = async (method: string, notice: object) => {
    const { id } = await officer.tender({ method, region: '990203', budget: '300000.00' });
    const { body } = await officer.facts(id, [given('notice', notice)]).expect(200);
    return { id: id as string, deadlines: body.deadlines as Deadline[] };
  };
  const judge = async (id: string): Promise<Judged | undefined> => {
    await world.settle();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?indicator=W06&subject=tender:${id}`)
      .set(supervisor.auth)
      .expect(200);
    return (body as { items: Judged[] }).items[0];
  };

  it.each([
    ['2026-09-22', 'triggered'],
    ['2026-09-23', 'clear'],
  ])('asks five working days to apply for a prequalification: until %s is %s', async (prequalificationTo, state) => {
    const found = await record('OPEN_TENDER', { publishedOn: '2026-09-17', prequalificationTo });
    expect(found.deadlines.map(({ rule }) => rule)).toContain('PREQUAL-5WD');
    const judged = await judge(found.id);
    expect(judged?.state).toBe(state);
    if (state === 'triggered') expect(judged?.basis.article).toBe('第二十一条第二款');
  });

  it('runs no such period where nobody was prequalified', async () => {
    const { deadlines } = await record('OPEN_TENDER', { publishedOn: '2026-09-17' });
    expect(deadlines.map(({ rule }) => rule)).not.toContain('PREQUAL-5WD');
  });

  it('asks for the publicity of a single source from the open-tender threshold on, and says where that is not known', async () => {
    const notice = { singleSource: true, publishedOn: '2026-01-26', publicityTo: '2026-01-30' };
    const { id } = await record('SINGLE_SOURCE', notice);
    expect(await judge(id)).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'open_threshold_unknown', kind: 'open_tender', region: '990203' },
    });
    await statePurchaseLimit(app, '990203', '300000.00', { kind: 'open_tender' });
    expect(await judge(id)).toMatchObject({
      state: 'triggered',
      basis: { article: expect.stringContaining('第三十八条') },
    });
    const kept = await record('SINGLE_SOURCE', { ...notice, publicityTo: '2026-02-02' });
    expect(await judge(kept.id)).toMatchObject({ state: 'clear' });
  });

  it('refuses an end before the publication, and stores nothing', async () => {
    const { id } = await officer.tender();
    for (const field of ['prequalificationTo', 'publicityTo']) {
      const fact = given('notice', { publishedOn: '2026-09-17', [field]: '2026-09-16' });
      const { body } = await officer.facts(id, [fact]).expect(422);
      expect([body.code, body.errors[0].pointer]).toEqual(['end_before_start', `/facts/0/data/${field}`]);
    }
    const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(officer.account.auth).expect(200);
    expect(body.facts).toEqual([]);
  });
});
