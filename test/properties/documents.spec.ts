import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadTenderDocuments } from '../../src/purchase/tenders/conducted/tender-document.js';
import type { TestApp } from '../support/app.js';
import { openTenderBids } from '../support/bidding.js';
import { setBusinessTime, type Bureau, type Drafting } from '../support/drafts.js';
import { scaleRounds } from '../support/rounds.js';
import { startBureau } from '../support/started.js';
import { draftTwoLots } from '../support/two-lots.js';
import { BY_VISIT } from '../support/unit-prices.js';

/** What a correction says of one lot for itself: absent, it stays; null, as the tender. */
type OwnTerms = Record<string, unknown> | null | undefined;
interface Corrected {
  ceilings: [number, number];
  own: [OwnTerms, OwnTerms];
  terms: Record<string, unknown> | undefined;
}

const standards = fc.array(fc.constantFrom('上门服务', '夜间巡访', '满意度'), { maxLength: 3 });
const members = fc.record(
  {
    requirement: fc.constantFrom('日间照料', '夜间照护', '助餐'),
    standards: standards.map((texts) => texts.map((text, i) => ({ no: i + 1, text }))),
    tieRule: fc.constantFrom('抽签', '报价低者优先'),
    bidBond: fc.constantFrom('100.00', '0.00'),
    price: fc.constantFrom<unknown>({ kind: 'sum' }, BY_VISIT, { ...BY_VISIT, every: 3 }),
    serviceDays: fc.record({
      times: fc.integer({ min: 1, max: 5 }),
      every: fc.constantFrom('day', 'week'),
      restDays: fc.constant('kept'),
      festival: fc.constant('stops'),
    }),
  },
  { requiredKeys: [] },
);
const own = fc.option(fc.option(members, { nil: null }), { nil: undefined });
const ceiling = fc.integer({ min: 160_000, max: 200_000 });
const correction: fc.Arbitrary<Corrected> = fc.record({
  ceilings: fc.tuple(ceiling, ceiling),
  own: fc.tuple(own, own),
  terms: fc.option(members, { nil: undefined }),
});

describe('the last revision of the documents', () => {
  let app: TestApp;
  let bureau: Bureau;
  let corrected = 0;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  const mustAgree = async (tender: string): Promise<void> => {
    const [last] = await app.dataSource.query<{ document: unknown }[]>(
      `SELECT document FROM tender_revision WHERE tender_id = $1 ORDER BY revision DESC LIMIT 1`,
      [tender],
    );
    const stored: unknown = JSON.parse(
      JSON.stringify((await loadTenderDocuments(app.dataSource.manager, [tender])).get(tender)),
    );
    expect(last?.document).toEqual(stored);
  };

  const correct = async (draft: Drafting, { ceilings, own: said, terms }: Corrected): Promise<number> => {
    const names = ['日间照料', '夜间照护'];
    const lots = ceilings.map((most, i) => ({
      no: i + 1,
      name: names[i],
      ceiling: `${most}.00`,
      pricing: 'competitive',
      ...(said[i] !== undefined && { terms: said[i] }),
    }));
    const { status, body } = await draft.send('post', 'actions/correct', {
      reason: '更正采购文件',
      correction: { lots, ...(terms && { terms }) },
    });
    const { code = '' } = body as { code?: string };
    // Of what no lawful contract could follow, and of what changes nothing, there is no revision.
    const refused = ['requirement_missing', 'validation_failed', 'unit_prices_unsettled', 'terms_uncontractable'];
    expect([status, code, status === 200 || refused.includes(code)]).toEqual([status, code, true]);
    return status;
  };

  it('equals the tables after whatever corrections of the tender and of its lots, and once bids are due', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(correction, { minLength: 2, maxLength: 6 }), async (steps) => {
        await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
        const { draft } = await draftTwoLots(app, bureau);
        await draft.must('patch', 'terms', { payments: [] });
        await draft.plan();
        await draft.must('post', 'actions/issue', { reason: '急需' });
        await mustAgree(draft.id);
        for (const step of steps) {
          if ((await correct(draft, step)) === 200) corrected += 1;
          await mustAgree(draft.id);
        }
        await setBusinessTime(app, '2025-11-14T09:31:00+08:00');
        await openTenderBids(app, bureau, draft.id);
        await mustAgree(draft.id);
      }),
      { numRuns: scaleRounds(25), seed: 20_251_103, endOnFailure: true },
    );
    expect(corrected).toBeGreaterThan(4);
  });
});
