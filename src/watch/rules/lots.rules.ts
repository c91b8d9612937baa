import type { Finding, Severity, Text } from '../runs/assessment-types.js';
import type { Indicator } from './indicator-types.js';

/** Heaviest first. What is not known weighs more than what is well. */
const weigh = ({ state, severity }: Finding, usual: Severity): number => {
  if (state === 'triggered') return { violation: 5, risk: 4, notice: 3 }[severity ?? usual];
  return { insufficient_data: 2, clear: 1, not_applicable: 0 }[state];
};

/** The same rule on every different part of a tender, where its lots differ; its answer is the heaviest, and names the lots. */
export function judgeByLot<K extends 'window' | 'criteria'>(indicator: Indicator<K>): Indicator<K> {
  return {
    ...indicator,
    uses: [...indicator.uses, 'byLot'],
    evaluate(facts, seed) {
      const { byLot } = facts;
      if (byLot === undefined || byLot.length === 0) return indicator.evaluate(facts, seed);
      const found = byLot.map(({ lots, ...said }) => ({
        lots,
        finding: indicator.evaluate({ ...facts, ...said }, seed),
      }));
      const { lots, finding } = found.reduce((worst, each) =>
        weigh(each.finding, indicator.severity) > weigh(worst.finding, indicator.severity) ? each : worst,
      );
      const [lot] = lots;
      if (lot === undefined || finding.state === 'not_applicable') return finding;
      return { ...finding, lot, explanation: nameLots(lots, finding.explanation) };
    },
  };
}

const nameLots = (lots: readonly number[], { en, zh }: Text): Text => ({
  en: `${lots.length === 1 ? 'Lot' : 'Lots'} ${lots.join(', ')}: ${en}`,
  zh: `第 ${lots.join('、')} 包：${zh}`,
});

/** What lots say, each different answer once with the lots that give it, in their order. */
export function groupLots<T extends { no: number }>(
  lots: readonly T[],
  say: (lot: T) => unknown,
): { first: T; lots: T[] }[] {
  const groups = new Map<string, { first: T; lots: T[] }>();
  for (const lot of lots.toSorted((a, b) => a.no - b.no)) {
    const said = JSON.stringify(say(lot));
    const group = groups.get(said);
    if (group === undefined) groups.set(said, { first: lot, lots: [lot] });
    else group.lots.push(lot);
  }
  return [...groups.values()];
}
