import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { BudgetLevel, Method } from '../code-lists/methods.js';

export const STAGES = [
  'plan',
  'method',
  'tender',
  'award',
  'contract',
  'implementation',
  'evaluation',
  'payment',
  'remedy',
  'rigging',
  'calendar',
  'close',
] as const;
export type Stage = (typeof STAGES)[number];

/**
 * How sure the text of a rule is. A: the article itself was read; B: its wording was found quoted; C: from memory, never
 * shown as law; POLICY: a choice of this product, never cited as law.
 */
export const CONFIDENCES = ['A', 'B', 'C', 'POLICY'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const OPERATORS = [
  '>=',
  '<=',
  '<',
  '>',
  '=',
  'between',
  'required',
  'recommended',
  'forbidden',
  'in_set',
  'lookup',
  'convention',
  'param',
  'signal',
  'info',
] as const;
export type Operator = (typeof OPERATORS)[number];

export const SEVERITIES = ['violation', 'risk', 'warning', 'opportunity', 'param', 'info'] as const;
export type RuleSeverity = (typeof SEVERITIES)[number];

export type RuleValue = number | boolean | string | readonly (number | string)[];

/** One dated rule. A period runs from `startEvent` to `endEvent`: `>=` is a minimum, `<=` a maximum. */
export interface Rule {
  id: string;
  stage: Stage;
  methods: readonly Method[];
  what: { zh: string; en: string };
  op: Operator;
  value: RuleValue;
  unit: string;
  startEvent: string | null;
  endEvent: string | null;
  document: string;
  article: string;
  confidence: Confidence;
  /** First and last day on which it holds; no first day: information only, never in force. */
  effectiveFrom: PlainDate | null;
  effectiveTo: PlainDate | null;
  /** Where the first day differs by level of government. */
  effectiveByLevel: Readonly<Record<BudgetLevel, PlainDate>> | null;
  effectiveNote: string | null;
  severity: RuleSeverity;
  /** `CN` or a GB/T 2260 code. */
  jurisdiction: string;
  /** The facts that decide whether the rule applies at all. */
  appliesIf: string | null;
  note: string | null;
}

/** What a finding or a plan cites. */
export interface RuleBasis {
  document: string;
  article: string;
  confidence: Confidence;
}

export function toRuleBasis(rule: Rule): RuleBasis {
  return { document: rule.document, article: rule.article, confidence: rule.confidence };
}

/** Only a text that was read or found quoted may be shown as law. */
export function isLaw(rule: Rule): boolean {
  return rule.confidence === 'A' || rule.confidence === 'B';
}

/**
 * Whether the rule is one of the law of government procurement. A purchase made outside that law (`OTHER`: 比选, 公益创投;
 * below the purchase limit, by local rules) is bound by none of them, only by those of other documents.
 */
export const isProcurementLaw = ({ document }: Pick<Rule, 'document'>): boolean =>
  /政府采购|政府集中采购|财库/.test(document);
