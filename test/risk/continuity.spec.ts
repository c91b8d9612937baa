import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Continuing, NEXT, renewalMoney } from '../support/continuity.js';
import { Contracting, creditCode, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';
import { RiskWorld } from '../support/risk-world.js';
import { startContracting } from '../support/started.js';

describe('what is planned here is read by the indicators as what was recorded', () => {
  let app: TestApp;
  let parties: Parties;
  let world: RiskWorld;
  let next: Continuing;
  let other: { agency: string; manager: TestAccount };
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    world = new RiskWorld(app, 'live');
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    next = await Continuing.begin(app, parties);
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const state = async (indicator: string, subject: string): Promise<string | undefined> => {
    await world.settle();
    const [row] = await app.dataSource.query<{ state: string }[]>(
      `SELECT state FROM assessments WHERE indicator = $1 AND subject_id = $2`,
      [indicator, subject],
    );
    return row?.state;
  };
  const noPlan = () => state('G04', next.contract.id);
  const cliff = () => state('G02', parties.bureau.line);
  const late = () => state('G06', parties.bureau.line);

  it('G04, G02, G06: a proposal is no plan, an agreement is one until it lapses, a handover settles the cliff and the purchase', async () => {
    await at('2026-12-01');
    expect([await noPlan(), await cliff()]).toEqual(['clear', 'triggered']);
    const item = { serviceLine: parties.bureau.line, kind: 'hand_over', from: NEXT.start, receiver: other.agency };
    const { id } = await next.proposed([item]);
    expect(await cliff()).toBe('triggered');
    await next.agree(id);
    expect([await noPlan(), await cliff()]).toEqual(['clear', 'clear']);
    // Agreed for a day beyond thirty after the end it is a hole still.
    await next.must(id, 'revise', { reason: '推迟', items: [{ ...item, from: '2027-01-15' }] });
    await next.agree(id);
    expect(await cliff()).toBe('triggered');
    await next.must(id, 'revise', { reason: '提前', items: [{ ...item, from: '2027-01-14' }] });
    await next.agree(id);
    expect(await cliff()).toBe('clear');
    // A purchase would come too late, and nobody has said yet that they take them.
    await at('2026-12-08');
    expect(await late()).toBe('triggered');
    await next.must(id, 'revise', { reason: '再议' });
    expect(await cliff()).toBe('triggered');
    await next.agree(id);
    expect(await late()).toBe('triggered');
    const handover = await next.offered({ receiver: other.agency });
    expect(await late()).toBe('triggered');
    await next.onHandover(handover.id, 'acknowledge', {}, other.manager);
    expect(await late()).toBe('not_applicable');
    await next.must(id, 'revise', { reason: '再议' });
    // What has happened has happened, whatever is planned.
    expect(await cliff()).toBe('clear');
    // Its day is over, and nothing stands agreed.
    await at('2026-12-15');
    expect(await noPlan()).toBe('triggered');
    await next.agree(id);
    expect(await noPlan()).toBe('clear');
    await at('2027-01-14');
    expect(await noPlan()).toBe('triggered');
  });

  it('G06: after a renewal the next purchase is that of its own end, of contracts without a number too', async () => {
    await at('2025-12-22');
    const { bureau } = parties;
    const { body } = await app.http
      .post('/api/v1/service-lines')
      .set(bureau.officer.auth)
      .send({ name: '续签', category: 'ELDERLY_HOME_CARE', since: '2025-12-15', region: '990203' })
      .expect(201);
    const { id: line } = body as { id: string };
    const steady = {
      contentFixed: true,
      continuous: true,
      fundingStable: true,
      priceStable: true,
      budgetAssured: true,
    };
    const known = { window: { start: '2025-12-15', end: '2026-03-14' }, serviceLines: [line] };
    const work = await Implementing.begin(app, parties, { term: { years: 2, ...steady }, number: null }, known);
    const renewed = new Continuing(work);
    const { budgetLine } = await renewalMoney(app, parties, 2026, '180000.00');
    const item = { serviceLine: line, kind: 'renew', from: '2026-03-15', until: '2026-06-14', budgetLine };
    await renewed.agree((await renewed.proposed([item])).id);
    const renew = async (): Promise<Contracting> => {
      await work.contract.must('renew');
      const { renewedBy } = (await work.contract.read()) as unknown as { renewedBy: string };
      return new Contracting(app, parties, renewedBy);
    };
    let renewal = await renew();
    // The rows come by their ids: the older contract first.
    for (let i = 0; i < 12 && renewal.id < work.contract.id; i += 1) {
      await renewal.must('abandon', { reason: '重拟' });
      renewal = await renew();
    }
    expect(await renewal.signBoth()).toMatchObject({ state: 'signed', number: null });
    // It was to be issued in February for a start in March; for one in June there is time.
    await at('2026-03-10');
    expect(await state('G06', line)).toBe('clear');
    await at('2026-06-10');
    expect(await state('G06', line)).toBe('triggered');
  });
});
