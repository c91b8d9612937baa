import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties } from '../support/contracts.js';
import { Drafting, setBusinessTime, makeThreshold } from '../support/drafts.js';

import { BROKEN, SPOKEN_OF } from './invariants.js';

/** What is planted: each breaks one invariant and no other, where `more` does not name what it breaks as well. */
const FAULTS: readonly { breaks: string; how: string; sql: readonly string[] }[] = [
  {
    breaks: '§7 one active award per lot',
    how: 'an award beside that of a contract',
    sql: [
      `DROP INDEX award_one_active`,
      `INSERT INTO award (tender_id, lot_id, amount, state, fact_id, supplier_id)
       SELECT tender_id, lot_id, amount, 'active', fact_id, supplier_id FROM award WHERE state = 'contracted' LIMIT 1`,
    ],
  },
  ...(
    [
      ['on its way, above its line', `UPDATE lot SET ceiling = 200000000000 WHERE tender_id = $1`, false],
      ['awarded above its line', `UPDATE award SET amount = 200000000000 WHERE tender_id = $1`, true],
    ] as const
  ).map(([how, sql, awarded]) => ({
    breaks: '§7 Σ lots ≤ programme line',
    how: `a lot ${how}, though another line of the programme has the money`,
    sql: [
      `UPDATE tender SET budget = 300000000000 WHERE id = $1`,
      `INSERT INTO budget_line (programme_id, name, category, amount)
       SELECT programme_id, '其他服务', 'CHILD_CARE', 900000000000 FROM tender WHERE id = $1`,
      ...(awarded
        ? [
            `INSERT INTO award (tender_id, lot_id, amount, state, fact_id)
             SELECT l.tender_id, l.id, 1, 'active', f.id FROM lot l, fact f WHERE l.tender_id = $1 LIMIT 1`,
          ]
        : []),
      sql,
    ],
  })),
  {
    breaks: '§7 Σ lots ≤ programme line',
    how: 'a lot of a category for which the programme has no line',
    sql: [
      `UPDATE budget_line SET category = 'CHILD_CARE', amount = 900000000000
       WHERE programme_id = (SELECT programme_id FROM tender WHERE id = $1)`,
    ],
  },
  {
    breaks: '§7 Σ lots ≤ programme line',
    how: 'a lot above the two lines of its category together, though another line of the programme has the money',
    sql: [
      `UPDATE budget_line b SET category = t.category, amount = 9000000 FROM tender t WHERE t.id = $1 AND b.programme_id = t.programme_id`,
      `INSERT INTO budget_line (programme_id, name, category, amount)
       SELECT programme_id, '福彩公益金', category, 9000000 FROM tender WHERE id = $1`,
      `INSERT INTO budget_line (programme_id, name, category, amount)
       SELECT programme_id, '其他服务', 'CHILD_CARE', 900000000000 FROM tender WHERE id = $1`,
    ],
  },
  {
    breaks: '§7 Σ lots ≤ what the purchase was given',
    how: 'a second lot, for which there is no budget',
    sql: [
      `UPDATE tender SET budget = (SELECT sum(ceiling) FROM lot WHERE tender_id = $1) WHERE id = $1`,
      `INSERT INTO lot (tender_id, no, ceiling, pricing) VALUES ($1, 2, 100, 'competitive')`,
    ],
  },
  ...(
    [
      ['whose award was never made active', `UPDATE award SET state = 'pending' WHERE state = 'contracted'`],
      ['signed, whose award is not contracted', `UPDATE award SET state = 'active' WHERE state = 'contracted'`],
      ['whose award was cancelled', `UPDATE award SET state = 'cancelled' WHERE state = 'contracted'`],
      ['of another amount', `UPDATE contract SET amount = amount + 1 WHERE state = 'signed'`],
      [
        'of another supplier',
        `UPDATE award SET supplier_id = (SELECT buyer_id FROM contract LIMIT 1) WHERE state = 'contracted'`,
      ],
      ['of no award', `UPDATE contract SET award_id = NULL WHERE state = 'signed'`],
      [
        'of the award of another lot',
        `UPDATE contract c SET award_id = (SELECT d.award_id FROM contract d WHERE d.state = 'draft') WHERE c.state = 'signed'`,
      ],
      ['in draft for an award that is not active yet', `UPDATE award SET state = 'pending' WHERE state = 'active'`],
    ] as const
  ).map(([how, sql]) => ({ breaks: '§7 no contract without an active award', how: `a contract ${how}`, sql: [sql] })),
  {
    breaks: '§7 one audit row and one outbox row per change',
    how: 'an event that is gone',
    sql: [`DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox)`],
  },
  {
    breaks: '§7 as many rows of audit as a need or registration has versions',
    how: 'a version without a row',
    sql: [`UPDATE need SET version = version + 1`],
  },
  ...(
    [
      ['a row that is gone', `DELETE FROM public_tender`],
      ['another title', `UPDATE public_tender SET title = title || '。'`],
      ['another state', `UPDATE public_tender SET state = 'planned'`],
      ['a state that ends by itself', `UPDATE public_tender SET state_until = '2099-01-01', state_after = 'failed'`],
      ['another service line', `UPDATE public_tender SET service_lines = service_lines || gen_random_uuid()`],
      ['another name', `UPDATE public_tender SET names = names || '。'`],
      ['another amount', `UPDATE public_tender SET lot_amounts = '{[1,2)}'`],
      ['another policy', `UPDATE public_tender SET sme_kinds = sme_kinds || ARRAY['none']`],
    ] as const
  ).map(([how, sql]) => ({ breaks: 'the public list of tenders shows what the rule shows', how, sql: [sql] })),
];

/** An invariant that never answers says nothing: each is shown by a fault that it alone finds. */
describe('the invariants of § 7 of the domain', () => {
  let app: TestApp;
  let tender: string;
  beforeAll(async () => {
    app = await startTestApp();
    const parties = await makeParties(app);
    const { officer } = parties.bureau;
    await Contracting.signed(app, parties);
    await Contracting.drafted(app, parties);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    await makeThreshold(app);
    const draft = await Drafting.begin(app, parties.bureau);
    await draft.plan();
    tender = draft.id;
    const need = { title: '助餐服务', source: { kind: 'statement' } };
    await app.http.post('/api/v1/needs').set(officer.auth).send(need).expect(201);
  });
  afterAll(() => app.close());

  const found = async (read: (sql: string) => Promise<unknown>): Promise<string[]> => {
    const names: string[] = [];
    for (const [name, sql] of Object.entries(BROKEN)) if (((await read(sql)) as unknown[]).length > 0) names.push(name);
    return names;
  };

  it('hold, and speak of something', async () => {
    expect(await found((text) => app.dataSource.query(text))).toEqual([]);
    for (const [what, sql] of Object.entries(SPOKEN_OF)) {
      const [row] = await app.dataSource.query<{ n: number }[]>(sql);
      expect([what, (row?.n ?? 0) > 0]).toEqual([what, true]);
    }
    expect([...new Set(FAULTS.map(({ breaks }) => breaks))].sort()).toEqual(Object.keys(BROKEN).sort());
  });

  it.each(FAULTS)('$breaks: finds $how', async ({ breaks, sql }) => {
    const runner = app.dataSource.createQueryRunner();
    await runner.startTransaction();
    try {
      // A constraint that holds is what keeps it from happening; here it is set aside.
      await runner.query(`SET LOCAL session_replication_role = replica`);
      for (const text of sql) {
        const planted = (await runner.query(text, text.includes('$1') ? [tender] : [], true)) as { affected?: number };
        if (!text.startsWith('DROP')) expect(planted.affected ?? 0).toBeGreaterThan(0);
      }
      expect(await found((text) => runner.query(text))).toEqual([breaks]);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
    expect(await found((text) => app.dataSource.query(text))).toEqual([]);
  });
});
