import type { ChanceUnit, Explanation, Text } from '../../runs/assessment-types.js';

const NAMES: Readonly<Record<ChanceUnit, { one: string; many: string; zh: string }>> = {
  lot: { one: 'lot', many: 'lots', zh: '个包' },
  group: { one: 'group', many: 'groups', zh: '个供应商组合' },
  evaluator: { one: 'evaluator', many: 'evaluators', zh: '个评估方' },
  contract: { one: 'contract', many: 'contracts', zh: '份合同' },
  buyer: { one: 'buyer', many: 'buyers', zh: '个采购人' },
  survey: { one: 'survey', many: 'surveys', zh: '次问卷调查' },
};

/**
 * A p-value in words: `one in N honest lots`. N is rounded down to two digits, so that the words never make a finding rarer than
 * its p-value does.
 * @param text the p-value as a finding holds it, `0.00230000` or `2.87195e-7`; `0` is below what the screen can resolve
 */
export function describeChance(text: string, unit: ChanceUnit): Text {
  const p = Number(text);
  const { one, many, zh } = NAMES[unit];
  const n = p > 0 ? truncateCount(1 / p) : null;
  if (n === null) return { en: `No honest ${one} that was drawn looks so.`, zh: `模拟的正常情形中没有一${zh}如此。` };
  if (n < 2)
    return { en: `More than one in two honest ${many} look so.`, zh: `正常情形下，两${zh}中就有一${zh}以上如此。` };
  if (n > BEYOND)
    return {
      en: `Fewer than one in ${groupDigits(BEYOND)} honest ${many} looks so.`,
      zh: `正常情形下，${groupDigits(BEYOND)} ${zh}中也难有一${zh}如此。`,
    };
  const count = groupDigits(n);
  return {
    en: `At most one in ${count} honest ${many} looks so.`,
    zh: `正常情形下，约 ${count} ${zh}中至多有一${zh}如此。`,
  };
}

/**
 * Words that say a chance, and behind them of how many the rule spoke: of a rule over many lots how many groups it screened in the
 * run, all markets of the dataset together, of any other how many lots, contracts or evaluators of the dataset it had judged by
 * then. M of them, so about p × M look so by chance. Other words stay as they are.
 * @param screened M of the newest run; null where it is not known, 0 where it had nothing to judge. Words that are held say theirs.
 */
export function addScreenedCount({ en, zh, chance }: Explanation, screened: number | null): Text {
  const count = chance?.screened === undefined ? screened : chance.screened;
  if (chance === undefined || count === null || count === 0) return { en, zh };
  const { unit = 'group' } = chance;
  const { one, many, zh: counted } = NAMES[unit];
  const expected = formatExpectation(count * Number(chance.p), counted.slice(0, 1));
  if (unit !== 'group')
    return {
      en: `${en} By the newest screening run this rule had judged ${groupDigits(count)} ${count === 1 ? one : many}, so ${expected.en} would look so by chance.`,
      zh: `${zh}截至最近一次筛查，本规则共判断 ${groupDigits(count)} ${counted}，仅凭巧合，其中${expected.zh}也会如此。`,
    };
  const were = count === 1 ? `${one} was` : `${many} were`;
  return {
    en: `${en} ${groupDigits(count)} ${were} screened by this rule in this run, so ${expected.en} would look so by chance.`,
    zh: `${zh}本次筛查中，本规则共判断 ${groupDigits(count)} ${counted}，仅凭巧合，其中${expected.zh}也会如此。`,
  };
}

/** Beyond this a model of honest cases says no more than that. */
const BEYOND = 1_000_000_000;

/** Two digits, down: 434.78 is 430. */
function truncateCount(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n * (1 + 1e-12))) - 1);
  return Math.floor((n / unit) * (1 + 1e-12)) * unit;
}

/** @param measure the measure word of what is counted */
function formatExpectation(expected: number, measure: string): Text {
  if (expected < 0.01) return { en: 'fewer than 0.01', zh: `不到 0.01 ${measure}` };
  const text = expected < 10 ? String(Number(expected.toPrecision(1))) : groupDigits(Math.round(expected));
  return { en: `about ${text}`, zh: `约 ${text} ${measure}` };
}

/** Thousands by a no-break space. */
const groupDigits = (n: number): string => Math.round(n).toLocaleString('en-US').replaceAll(',', '\u00a0');

const TENDERING: ReadonlySet<string> = new Set(['OPEN_TENDER', 'INVITED_TENDER']);

/**
 * What the same sign is outside tendering: article 37 of Order 87 speaks of tendering alone. Empty for a tender; a sentence
 * that stands at the end of an explanation otherwise, also where the method is not known.
 */
export function describeClue(method: string | null): Text {
  if (method !== null && TENDERING.has(method)) return { en: '', zh: '' };
  return {
    en: ' Outside tendering this is a clue to be looked into, and no presumption of law.',
    zh: '在招标以外的采购方式中，该情形仅为待核实的线索，法律未作推定。',
  };
}
