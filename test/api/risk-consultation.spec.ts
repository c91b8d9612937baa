import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { Consulting } from '../support/consultation.js';
import type { Bureau } from '../support/drafts.js';
import { everybody, viewsOf } from '../support/non-interference.js';
import { makeReviewers } from '../support/reviews.js';
import { RiskWorld } from '../support/risk-world.js';
import { startPurchasing } from '../support/started.js';

interface Assessed {
  state: string;
  reason: { code: string; missing?: string[] } | null;
  evidence: { field: string; value: string }[];
}

/** Final offers in equal steps, of a height that nothing else in the database has. */
const OFFERS = ['141301.00', '151302.00', '161303.00', '171304.00', '181305.00'];

describe('the prices of a consultation conducted here', () => {
  let app: TestApp;
  let bureau: Bureau;
  let panel: TestAccount[];
  let world: RiskWorld;
  beforeAll(async () => {
    ({ app, bureau } = await startPurchasing());
    panel = await makeReviewers(app, 3);
    world = new RiskWorld(app, 'live');
  });
  afterAll(() => app.close());

  /** What the rules were given and what they made of it: every table in which a finding is kept. */
  async function kept(): Promise<string> {
    const tables = ['assessment', 'answer_set', 'risk_subject', 'flag', 'flag_subject', 'flag_event', 'flag_ask'];
    const rows = await Promise.all(
      tables.map((table) => app.dataSource.query<object[]>(`SELECT to_jsonb(t) AS row FROM ${table} t`)),
    );
    return JSON.stringify(rows);
  }
  const tells = (text: string): string[] =>
    OFFERS.filter((price) => text.includes(price) || text.includes(price.replace('.', '')));

  it('are known to the rules with the result and not before: no finding, flag, file or figure tells one', async () => {
    const lot = await Consulting.sealed(
      app,
      bureau,
      panel,
      OFFERS.map(() => '190000.00'),
    );
    expect((await lot.request()).status).toBe(200);
    for (const [i, price] of OFFERS.entries()) await lot.mustOffer(i, price);
    await lot.close();
    // The panel has them.
    expect((await lot.lot()).bids.map(({ price }) => price).sort()).toEqual(OFFERS);

    const subject = `lot:${await lot.lotId()}`;
    const people = await everybody(app, bureau.id);
    const supervisor = people.get('supervisor') as TestAccount;
    const assessed = async (indicator: string): Promise<Assessed | undefined> => {
      const { body } = await app.http
        .get(`/api/v1/risk/assessments?subject=${subject}&indicator=${indicator}`)
        .set(supervisor.auth)
        .expect(200);
      return (body as { items: Assessed[] }).items[0];
    };
    /** Who reads a price where, of all that can be asked about the purchase and all that can be listed. */
    const told = async (of = people): Promise<string[]> => {
      const views = of === people ? await viewsOf(app, people, lot.review.id) : {};
      for (const [role, by] of of)
        for (const path of [`/api/v1/risk/assessments?limit=200&subject=${subject}`, '/api/v1/risk/flags?limit=200'])
          for (const accept of ['application/json', 'text/csv'])
            views[`${role} ${path} ${accept}`] = (
              await app.http
                .get(path)
                .set(by?.auth ?? {})
                .set('Accept', accept)
            ).text;
      return Object.keys(views).filter((name) => tells(views[name] ?? '').length > 0);
    };
    const withheld = async (besides: readonly string[] = []) => {
      await world.settle();
      await world.reassess();
      for (const indicator of ['C05', 'C11'])
        expect(await assessed(indicator)).toMatchObject({ state: 'insufficient_data', evidence: [] });
      expect(tells(await kept())).toEqual([]);
      expect((await told()).filter((name) => !besides.some((path) => name.endsWith(path)))).toEqual([]);
    };
    await withheld();
    await lot.reported();
    // The report itself has them, and the candidates that it ranks.
    await withheld(['/review/report', '/awards']);

    await lot.published();
    await world.settle();
    const found = await assessed('C05');
    expect(found?.state).toBe('triggered');
    const prices = found?.evidence.filter(({ field }) => field === 'price').map(({ value }) => value);
    expect(prices).toEqual(OFFERS);
    expect((await assessed('C11'))?.state).toBe('clear');
    expect(tells(await kept())).toEqual(OFFERS);
    expect(await told(new Map([['supervisor', supervisor]]))).toContain(
      `supervisor /api/v1/risk/assessments?limit=200&subject=${subject} application/json`,
    );
  });
});
