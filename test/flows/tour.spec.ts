import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FirstAccounts } from '../../src/modules/accounts/first-accounts.js';
import { BEGINS, tour } from '../../tour/tour.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startBusinessAt } from '../support/drafts.js';

/** Everybody whom the product is for, as the tour calls them. */
const USERS = [
  'administrator',
  'resident',
  'community',
  'officer',
  'approver',
  'finance authority',
  'agent',
  'agency',
  'panel',
  'supervisor',
  'integrator',
  'evaluator',
];

describe('the tour', () => {
  let app: TestApp;
  const lines: { who: string; what: string }[] = [];
  let ids: { tender: string; contract: string };
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, BEGINS);
    const admin = await app.running.app.get(FirstAccounts).createAdmin({ login: 'tour.admin', name: '【虚构】管理员' });
    ids = await tour({
      url: app.url,
      admin,
      moveTo: async (at) => void (await startBusinessAt(app, at)),
      say: (who, what) => lines.push({ who, what }),
    });
  }, 300_000);
  afterAll(() => app.close());

  it('lets everybody act', () => {
    const acted = new Set(lines.flatMap(({ who }) => who.split(', ')));
    expect(USERS.filter((user) => !acted.has(user) && !acted.has(`${user.replace(/y$/, 'ies')}`))).toEqual([]);
  });

  it('ends with a signed contract on the lot that was tendered, its need planned and its audit whole', async () => {
    const { dataSource } = app;
    const [row] = await dataSource.query<object[]>(
      `SELECT c.state AS contract, c.amount::text, a.state AS award, l.state AS lot, t.state AS tender,
         (SELECT state FROM need) AS need
       FROM contract c JOIN award a ON a.id = c.award_id JOIN lot l ON l.id = a.lot_id JOIN tender t ON t.id = l.tender_id
       WHERE c.id = $1 AND t.id = $2`,
      [ids.contract, ids.tender],
    );
    expect(row).toMatchObject({
      contract: 'signed',
      amount: '43900000',
      award: 'contracted',
      lot: 'contracted',
      tender: 'contracted',
      need: 'planned',
    });
    expect(lines.find(({ who }) => who === 'supervisor')?.what).toMatch(/verify: true$/);
  });

  it('says what the study says: the window to 31 May is too short, the whole year is not', () => {
    const said = lines.filter(({ who }) => who === 'officer').map(({ what }) => what);
    expect(said[0]).toContain('87 effective working days, W01 triggered');
    expect(said[1]).toContain('W01 clear');
  });
});
