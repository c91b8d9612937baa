import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { hundredths } from '../../../purchase/tenders/drafts/draft.rules.js';
import { rulesInForce } from '../../../law/rules/rule-book.js';
import { toRuleBasis, type Rule, type RuleBasis } from '../../../law/rules/rule-types.js';

export const GRADES = ['excellent', 'good', 'fair', 'poor'] as const;
export type Grade = (typeof GRADES)[number];
/** The best stands first. */
export const isLowerGrade = (grade: Grade, least: Grade): boolean => GRADES.indexOf(grade) > GRADES.indexOf(least);

/** From so many points on, best first; below the last it is poor. */
export interface GradeBands {
  from: readonly [number, number, number];
  rule: string | null;
  /** Null: a choice of ours, for a day on which no rule of law said anything. */
  basis: RuleBasis | null;
}

/** POLICY: the bands of a day on which nothing was in force. They are those that were written down later. */
const DEFAULT: GradeBands = { from: [90, 80, 60], rule: null, basis: null };

/** The rules that state bands. */
const BANDS = ['EVAL-GRADE-MOF', 'EVAL-GRADE-SZ'];

const isBands = (value: unknown): value is readonly [number, number, number] =>
  Array.isArray(value) && value.length === 3 && value.every((v) => typeof v === 'number');

/** The bands of a place on a day: what the nearest place decided goes before what the country did. */
export function findGradeBands(on: PlainDate, region: string | null): GradeBands {
  const rules = rulesInForce({ at: on, stage: 'evaluation', jurisdiction: region ?? 'CN' }).filter(
    ({ id, value }) => BANDS.includes(id) && isBands(value),
  );
  const nearest = (rule: Rule): number =>
    rule.jurisdiction === 'CN' ? 0 : rule.jurisdiction.replace(/(00)+$/, '').length;
  const [rule] = rules.sort((a, b) => nearest(b) - nearest(a));
  if (rule === undefined || !isBands(rule.value)) return DEFAULT;
  return { from: rule.value, rule: rule.id, basis: toRuleBasis(rule) };
}

/** By the total as it is shown: nobody reads 90.00 and another grade than that of 90. */
export function deriveGrade(total: string, { from }: GradeBands): Grade {
  const points = hundredths(total);
  const at = from.findIndex((least) => points >= least * 100);
  return GRADES[at < 0 ? 3 : at] ?? 'poor';
}
