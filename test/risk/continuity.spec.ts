import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Continuing, NEXT } from '../support/continuity.js';
import { creditCode, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { RiskWorld } from '../support/risk-world.js';

describe('what is planned here is read by the indicators as what was recorded', () => {
  let app: TestApp;
  let parties: Parties;
  let world: RiskWorld;
  let next: Continuing;
  let other: { agency: string; manager: TestAccount };
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    world = new RiskWorld(app, 'live');
    await setBusinessTime(app, '2025-12-22T09:00:00+08:00');
    next = await Continuing.begin(app, parties);
    const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    other = { agency, manager: await makeUser(app, 'agency_manager', agency) };
  }, 120_000);
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
  const state = async (indicator: string, subject: string): Promise<string | undefined> => {
    await world.settle();
    const [row] = await app.dataSource.query<{ state: string }[]>(
      `SELECT state FROM assessment WHERE indicator = $1 AND subject_id = $2`,
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
  }, 120_000);
});
