import { describe, expect, it } from '@jest/globals';
import type { DemoDataset, DemoServiceLine } from '../../src/demonstration/demonstration-types.js';
import { LATE_LINE } from '../../src/demonstration/fiction/fiction-characters.js';
import { fictionDataset } from '../../src/demonstration/fiction/fiction-dataset.js';
import { studyDataset } from '../../src/demonstration/study/study-dataset.js';
import type { Category, ContractFacts, LineContract, LineFacts, PlanFact } from '../../src/watch/facts/fact-types.js';
import { G01 } from '../../src/watch/indicators/g01-gap.js';
import { G02 } from '../../src/watch/indicators/g02-cliff-ahead.js';
import { G03 } from '../../src/watch/indicators/g03-stop-start.js';
import { G04 } from '../../src/watch/indicators/g04-no-plan.js';
import { G07 } from '../../src/watch/indicators/g07-duplicate-coverage.js';
import { findCategory } from '../../src/law/code-lists/code-lists.js';
import type {
  ContractFactData,
  ContractFactKind,
  TenderFactData,
} from '../../src/purchase/tenders/recording/fact-types.js';
import { listPerformers } from '../support/risk-facts.js';

const category = (code: string): Category => ({ code, continuous: findCategory(code)?.continuous === true });

/** The contracts of a line as the rules would be given them. */
function contractsOf(data: DemoDataset, line: DemoServiceLine): LineContract[] {
  return data.purchases
    .filter(({ tender }) => tender.serviceLines?.includes(line.id))
    .flatMap(({ facts, contracts }) =>
      contracts.map(({ id, lot, facts: own }): LineContract => {
        const signed = facts.find((f) => f.kind === 'contract' && f.lot === lot)?.data as TenderFactData['contract'];
        const of = <K extends ContractFactKind>(kind: K) =>
          own.filter((fact) => fact.kind === kind).map((fact) => fact.data as ContractFactData[K]);
        return {
          key: id,
          id,
          record: `contract:${id}`,
          agency: signed.supplier?.organisation ?? null,
          window: { start: signed.window?.start ?? null, end: signed.window?.end ?? null },
          terminatedOn: null,
          recipients: null,
          serviceMonths: null,
          handovers: of('handover').map(({ toContract, on }, i) => ({
            key: `${i}`,
            toKey: toContract ?? null,
            on: on ?? null,
          })),
          plans: of('plan').map(({ kind, from, agreedOn, carriedOutOn }, i): PlanFact => ({
            key: `${i}`,
            record: `fact:${i}`,
            kind,
            from: from ?? null,
            agreedOn: agreedOn ?? null,
            carriedOutOn: carriedOutOn ?? null,
          })),
        };
      }),
    );
}
const lineFacts = (data: DemoDataset, line: DemoServiceLine, asOf: string): LineFacts => ({
  subject: { type: 'service_line', id: line.id, key: line.key },
  asOf,
  conflicts: [],
  category: category(line.category),
  dataset: data.dataset,
  status: 'active',
  since: line.since,
  until: line.until,
  knownUntil: line.knownUntil,
  contracts: contractsOf(data, line),
  performers: listPerformers(contractsOf(data, line)),
  served: [],
  bought: [],
  paths: [],
  ahead: [],
  assumption: line.assumption,
});
const contractFacts = (line: DemoServiceLine, contract: LineContract, asOf: string): ContractFacts => ({
  subject: { type: 'contract', id: contract.id, key: contract.key },
  asOf,
  conflicts: [],
  category: category(line.category),
  conducted: 'elsewhere',
  end: { value: contract.window.end ?? '', record: contract.record, source: 'notice' },
  finalMilestone: null,
  plans: contract.plans,
  knownUntil: line.knownUntil,
  assumption: line.assumption,
});

const LINE_RULES = { G01, G02, G03, G07 };
const states = (data: DemoDataset, rule: keyof typeof LINE_RULES, asOf: string): Record<string, number> => {
  const count: Record<string, number> = {};
  for (const line of data.serviceLines) {
    const { state } = LINE_RULES[rule].evaluate(lineFacts(data, line, asOf), 'seed');
    count[state] = (count[state] ?? 0) + 1;
  }
  return count;
};
const planStates = (data: DemoDataset, asOf: string): Record<string, number> => {
  const count: Record<string, number> = {};
  for (const line of data.serviceLines)
    for (const contract of contractsOf(data, line)) {
      const { state } = G04.evaluate(contractFacts(line, contract, asOf), 'seed');
      count[state] = (count[state] ?? 0) + 1;
    }
  return count;
};

describe('the lines of the invented market', () => {
  const whole = fictionDataset();
  // One is known for longer than the others, and is spoken of below.
  const late = whole.serviceLines.filter(({ key }) => key === `line-${LATE_LINE}`);
  const data = { ...whole, serviceLines: whole.serviceLines.filter((line) => !late.includes(line)) };

  it('of one line more is known: nothing is bought, and the end comes near', () => {
    const known = { ...whole, serviceLines: late };
    expect(late).toHaveLength(1);
    expect(states(known, 'G02', '2025-10-01')).toEqual({ not_applicable: 1 });
    expect(states(known, 'G02', '2025-10-02')).toEqual({ triggered: 1 });
    expect(states(known, 'G02', '2030-01-01')).toEqual({ triggered: 1 });
    for (const rule of ['G01', 'G03', 'G07'] as const) expect(states(known, rule, '2030-01-01')).toEqual({ clear: 1 });
  });

  it.each(['2025-09-30', '2025-11-15', '2026-11-20', '2030-01-01'])('nothing is found as of %s', (asOf) => {
    expect(states(data, 'G01', asOf)).toEqual({ clear: 17 });
    expect(states(data, 'G02', asOf)).toEqual({ not_applicable: 17 });
    expect(states(data, 'G03', asOf)).toEqual({ clear: 17 });
    expect(states(data, 'G07', asOf)).toEqual({ clear: 17 });
    expect(planStates(data, asOf)).toEqual({ clear: 17, insufficient_data: 17 });
  });

  it('nothing is found before either, on any first day of a month', () => {
    for (let month = 1; month <= 20; month += 1) {
      const asOf = `${month <= 12 ? 2024 : 2025}-${String(((month - 1) % 12) + 1).padStart(2, '0')}-01`;
      for (const rule of ['G01', 'G02', 'G03', 'G07'] as const)
        expect(states(data, rule, asOf)).not.toHaveProperty('triggered');
      expect(planStates(data, asOf)).not.toHaveProperty('triggered');
    }
  });
});

describe('the lines of the study', () => {
  const data = studyDataset();

  it('every one of the 114 is left alone, and the 86 with both years every June', () => {
    expect(states(data, 'G01', '2026-11-20')).toEqual({ triggered: 114 });
    expect(states(data, 'G03', '2026-11-20')).toMatchObject({ triggered: 86 });
  });

  it('nothing is said of cliffs, overlaps and plans that nobody can know', () => {
    expect(states(data, 'G02', '2026-11-20')).toEqual({ not_applicable: 114 });
    expect(states(data, 'G07', '2026-11-20')).toEqual({ clear: 114 });
    expect(planStates(data, '2026-11-20')).toEqual({ insufficient_data: 200 });
  });
});
