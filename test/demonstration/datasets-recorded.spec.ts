import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { contractConflicts, deriveContract } from '../../src/purchase/contracts/contract.rules.js';
import { fictionChain, fictionDataset } from '../../src/demonstration/fiction/fiction-dataset.js';
import { NOTICES_FILE } from '../../src/demonstration/notices/notices.js';
import { studyDataset } from '../../src/demonstration/study/study-dataset.js';
import { parseNoticeLine } from '../../src/imports/notices/notice-row-parser.js';
import { toRecording } from '../../src/imports/notices/notice-row-recording.js';
import { findMissingFacts } from '../../src/purchase/tenders/purchases/completeness.rules.js';
import { findConflicts } from '../../src/purchase/tenders/purchases/conflicts.rules.js';
import type { NewRecordedTender, TenderFactData } from '../../src/purchase/tenders/recording/fact-types.js';
import { checkFacts, type UncheckedFact } from '../../src/purchase/tenders/recording/fact-check.js';
import { deriveTender } from '../../src/purchase/tenders/purchases/purchase.rules.js';
import type { ContractFact, TenderBase, TenderFact } from '../../src/purchase/tenders/purchases/purchase-types.js';
import { parseYuan } from '../../src/kernel/money/money.js';

/** Facts as recording checks and stores them. */
function stored<F extends TenderFact | ContractFact>(
  classes: 'tender' | 'contract',
  facts: readonly UncheckedFact[],
): F[] {
  return checkFacts<F['kind']>(classes, facts).map(
    (fact, i) =>
      ({
        ...fact,
        id: String(i),
        lot: fact.lot ?? null,
        replaces: null,
        replacedBy: null,
        recordedAt: '',
      }) as unknown as F,
  );
}
const baseOf = (tender: NewRecordedTender): TenderBase => ({
  title: tender.title,
  buyer: tender.buyer ?? null,
  method: tender.method ?? null,
  category: tender.category ?? null,
  region: tender.region ?? null,
  regionText: tender.regionText ?? null,
  window: tender.window ?? {},
  serviceLines: tender.serviceLines?.length ?? 0,
  lots: (tender.lots ?? []).map(({ no, ceiling, window, serviceLines }) => ({
    no,
    ceiling: ceiling ? parseYuan(ceiling) : null,
    suppliersMost: null,
    window: window ?? tender.window ?? {},
    ownLines: serviceLines?.length ?? 0,
  })),
});
const recorded = (tender: NewRecordedTender, given: readonly UncheckedFact[]) => {
  const base = baseOf(tender);
  const facts = stored<TenderFact>('tender', given);
  return {
    derived: deriveTender(base.lots, facts),
    conflicts: findConflicts(base, facts),
    missing: findMissingFacts(base, facts),
  };
};

describe.each([studyDataset(), fictionDataset()])('the purchases of $dataset', ({ dataset, purchases }) => {
  it('are recorded without a contradiction, up to the contract, and public', () => {
    for (const { tender, facts } of purchases) {
      const { derived, conflicts } = recorded(tender, facts);
      expect([tender.title, conflicts]).toEqual([tender.title, []]);
      expect(derived).toMatchObject({ state: 'contracted', published: true });
      expect(derived.contracts).toHaveLength(tender.lots?.length ?? 0);
    }
  });

  it('have contracts without a contradiction', () => {
    for (const { tender, facts, contracts } of purchases)
      for (const { lot, facts: own } of contracts) {
        const ground = facts.find((f) => f.kind === 'contract' && f.lot === lot)?.data as TenderFactData['contract'];
        const conflicts = contractConflicts(ground, 'ground', stored<ContractFact>('contract', own));
        expect([tender.title, conflicts]).toEqual([tender.title, []]);
      }
  });

  it('leave out what nobody published, and nothing else', () => {
    const fields = new Set(
      purchases.flatMap(({ tender, facts }) => recorded(tender, facts).missing.map(({ field }) => field)),
    );
    const unknown = ['bidCount', 'bids', 'ceiling', 'notice.deadline', 'serviceLines'];
    expect([...fields].sort()).toEqual(dataset === 'study' ? unknown : ['serviceLines']);
  });
});

it('the complete chain ends accepted', () => {
  const chain = fictionChain();
  const purchase = fictionDataset().purchases.find(({ id }) => id === chain.tender);
  const facts = stored<ContractFact>('contract', purchase?.contracts[0]?.facts ?? []);
  expect(deriveContract({}, facts).state).toBe('accepted');
});

describe('the real notices', () => {
  const rows = readFileSync(NOTICES_FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => {
      const parsed = parseNoticeLine(line, i + 1);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
      const { tender, facts, contractFacts } = toRecording(parsed.row, {
        dataset: 'import:notices',
        regionOf: () => null,
      });
      return { id: parsed.row.id, kind: parsed.row.kind, contractFacts, ...recorded(tender, facts) };
    });

  it('disagree with themselves once: an opening a year before its notice', () => {
    expect(
      rows
        .filter(({ conflicts }) => conflicts.length > 0)
        .map(({ id, conflicts }) => [id, conflicts.map((c) => c.code)]),
    ).toEqual([['rn-036', ['opening_before_notice', 'opening_before_deadline']]]);
  });

  it('prove what their kind proves, and a lot without a winner holds its tender back', () => {
    const states = new Map<string, Set<string | null>>();
    for (const { kind, derived } of rows) states.set(kind, (states.get(kind) ?? new Set()).add(derived.state));
    expect(Object.fromEntries([...states].map(([kind, found]) => [kind, [...found]]))).toEqual({
      intent: ['intent_published'],
      tender: ['open'],
      correction: [null],
      single_source: ['open'],
      result: [null, 'result_published'],
      contract: ['contracted'],
      acceptance: ['contracted'],
    });
    expect(rows.filter(({ kind, derived }) => kind === 'result' && derived.state === null).map(({ id }) => id)).toEqual(
      ['rn-067'],
    );
  });

  it('have contract facts that recording takes', () => {
    for (const { contractFacts } of rows)
      for (const { facts } of contractFacts) expect(stored<ContractFact>('contract', facts)).toHaveLength(facts.length);
  });
});
