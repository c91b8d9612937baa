import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { Resulting } from '../support/results.js';
import { startPurchasing } from '../support/started.js';

const at = (day: string): string => `${day}T09:00:00+08:00`;

/** What is asked of a buyer between the report of its panel and the signature, however the decision went. */
describe('the days to decide on a report and to sign', () => {
  let app: TestApp;
  let bureau: Bureau;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
  });
  beforeEach(() => setBusinessTime(app, at('2025-11-03')));
  afterAll(() => app.close());

  /** The day of a rule, and how it stands; nothing where it does not run. */
  const due = async ({ id }: Resulting, rule: string, by: TestAccount | null = bureau.officer) => {
    const { body } = await app.http
      .get(`/api/v1/tenders/${id}/deadlines`)
      .set(by?.auth ?? {})
      .expect(200);
    const { items } = body as { items: { rule: string; date: string | null; state: string }[] };
    return items.flatMap((item) => (item.rule === rule ? [[item.date, item.state]] : []));
  };
  /** What W06 says of the tender: its state, and the rules that it names as missed. */
  const found = async ({ id }: Resulting): Promise<string> => {
    await app.running.app.get(Reassessment).reassessAll();
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${id}&indicator=W06`)
      .set({ ...supervisor.auth, 'Accept-Language': 'en' })
      .expect(200);
    const { items } = body as { items: { state: string; explanation: string }[] };
    return items.map(({ state, explanation }) => (state === 'triggered' ? explanation : state)).join();
  };
  const begin = (more: Parameters<typeof Resulting.begin>[2] = {}) =>
    Resulting.begin(app, bureau, { ranks: [1, 2, 3, 4], ...more });

  it('are kept by the first decision on a report, when another follows because its winner refused', async () => {
    const result = await begin();
    const award = await result.published();
    expect([await due(result, 'CONFIRM-5WD'), await found(result)]).toEqual([[['2025-11-10', 'met']], 'clear']);
    await setBusinessTime(app, at('2025-11-20'));
    const refused = await result.onAward(award.id, 'refuse', { reason: '放弃' }, await result.bidder(0));
    expect(refused.status).toBe(200);
    await result.must('propose-replacement', { reason: '递补' }, bureau.officer);
    await result.must('replace-award');
    await result.publish();
    expect(await due(result, 'CONFIRM-5WD')).toEqual([['2025-11-10', 'met']]);
    // The notice follows the decision that it tells of.
    expect(await due(result, 'AWARD-NOTICE-2WD')).toEqual([['2025-11-24', 'met']]);
    expect(await found(result)).toBe('clear');
  });
});
