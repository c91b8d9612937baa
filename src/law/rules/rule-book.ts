import type { PlainDate } from '../../kernel/clock/plain-date.js';
import rulesCn from './data/rules-cn.json' with { type: 'json' };
import rulesEn from './data/rules-en.json' with { type: 'json' };
import type { BudgetLevel, Method } from '../code-lists/methods.js';
import { loadRules } from './rule-loader.rules.js';
import type { Rule, Stage } from './rule-types.js';

/** All of it, as loaded and checked when the process starts. */
export const RULES: readonly Rule[] = loadRules(rulesCn, rulesEn);

export interface RuleQuery {
  /** The day on which the rule must be in force; without it, dated or not, every rule. */
  at?: PlainDate;
  method?: Method;
  stage?: Stage;
  /** The rules that reach a purchase of this level, and with `at` those that reached it by then. */
  level?: BudgetLevel;
  /** `CN` or a GB/T 2260 code; the rules of the code, of the places above it, and of the country. */
  jurisdiction?: string;
}

/** The rules that a question asks for, in the order of the table. */
export function rulesInForce(query: RuleQuery, rules: readonly Rule[] = RULES): Rule[] {
  const places = query.jurisdiction === undefined ? null : listJurisdictions(query.jurisdiction);
  return rules.filter(
    (rule) =>
      (query.at === undefined || isInForce(rule, query.at, query.level)) &&
      (query.method === undefined || rule.methods.includes(query.method)) &&
      (query.stage === undefined || rule.stage === query.stage) &&
      (query.level === undefined || reaches(rule, query.level)) &&
      (places === null || places.includes(rule.jurisdiction)),
  );
}

/** What a place decides binds purchases from its own budgets: a province's its own and those below, a city's those below. */
function reaches({ jurisdiction }: Rule, level: BudgetLevel): boolean {
  if (jurisdiction === 'CN' || level === 'below_provincial') return true;
  return level === 'provincial' && jurisdiction.endsWith('0000');
}

/**
 * A rule without a first day is information and never in force. Where the first day differs by level and no level is
 * given, the rule counts from the earliest: it then holds for somebody.
 */
export function isInForce(rule: Rule, at: PlainDate, level?: BudgetLevel): boolean {
  const from =
    level !== undefined && rule.effectiveByLevel !== null ? rule.effectiveByLevel[level] : rule.effectiveFrom;
  return from !== null && from <= at && (rule.effectiveTo === null || at <= rule.effectiveTo);
}

/** The rule of that id; an unknown id is a mistake in the program, not in the data of a user. */
export function getRule(id: string, rules: readonly Rule[] = RULES): Rule {
  const found = rules.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}

/** The rule of that id if it is in force on the day, else null. */
export function findRuleInForce(
  id: string,
  at: PlainDate,
  level?: BudgetLevel,
  rules: readonly Rule[] = RULES,
): Rule | null {
  const rule = getRule(id, rules);
  return isInForce(rule, at, level) ? rule : null;
}

/**
 * The version of a rule that is in force on the day, else null. A document that took the place of another has rows of its
 * own, so that what began under the old one keeps the old article.
 */
export function findVersionInForce(ids: readonly string[], at: PlainDate): Rule | null {
  return ids.map((id) => findRuleInForce(id, at)).find((rule) => rule !== null) ?? null;
}

/** `440303` → `440303`, `440300`, `440000`, `CN`. */
export function listJurisdictions(code: string): string[] {
  if (code === 'CN') return ['CN'];
  const above = [code.slice(0, 6), `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
  return [...new Set(above), 'CN'];
}
