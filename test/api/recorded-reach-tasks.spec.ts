import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Contracting, type Parties } from '../support/contracts.js';
import { statePurchaseLimit } from '../support/limits.js';
import { ownSteps } from '../support/own-tasks.js';
import { startContracting } from '../support/started.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';

/** Law article 2 II: below the limit of its place a purchase is none of the law of procurement. */
describe('the periods of a purchase that was made elsewhere, as tasks of its buyer', () => {
  let app: TestApp;
  let parties: Parties;
  let here: Contracting;
  let elsewhere: Contracting;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
    here = await Contracting.signed(app, parties);
    elsewhere = await Contracting.recorded(app, parties, { signedOn: '2025-12-19' });
  });
  afterAll(() => app.close());

  /** Titles of what is due by the law of procurement, to who has no task of its own for it: the publication and the filing of the contract. */
  const titles = async (of: Contracting): Promise<string[]> => {
    await app.running.app.get(Reassessment).reassessAll();
    const { body } = await app.http
      .get('/api/v1/me/tasks?kind=deadline&limit=200')
      .set({ ...parties.bureau.approver.auth, 'Accept-Language': 'en' })
      .expect(200);
    return (body as { items: { title: string; subject: { id: string } }[] }).items
      .filter(({ subject }) => subject.id === of.id)
      .map(({ title }) => title)
      .sort();
  };
  const sayDue = (unknown = '') =>
    ['filing of a copy', 'publication of the contract'].map(
      (end) => `Due by law: From signing to the ${end}${unknown} (社区居家养老服务项目, lot 1)`,
    );

  it('say that it is not known whether they run, while nobody has stated the limit of its place', async () => {
    const unknown = ' (if the purchase reaches the limit of its place, which is not known)';
    expect(await titles(elsewhere)).toEqual(sayDue(unknown));
    // Who records the purchase says by a fact that it was done; who does not is told of no step.
    const steps = (by: TestAccount) => ownSteps(app, by, 'deadline', elsewhere.id);
    const { officer, approver } = parties.bureau;
    expect([await steps(officer), await steps(approver)]).toEqual([
      [1, 2].map(() => `contracts/${elsewhere.id}/facts`),
      [null, null],
    ]);
    // What is conducted here is conducted by that law.
    expect(await titles(here)).toEqual(sayDue());
  });

  it('are told to nobody below the limit', async () => {
    await statePurchaseLimit(app, '990203', '300000.00');
    expect(await titles(elsewhere)).toEqual([]);
    expect(await titles(here)).toEqual(sayDue());
  });
});
