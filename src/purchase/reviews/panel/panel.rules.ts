import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../kernel/errors/problem.js';
import type { ConductedMethod } from '../../tenders/conducted/issue.rules.js';
import { isInForce, getRule } from '../../../law/rules/rule-book.js';
import type { Rule } from '../../../law/rules/rule-types.js';

export const MEMBER_KINDS = ['expert', 'buyer_representative'] as const;
export type MemberKind = (typeof MEMBER_KINDS)[number];

/** What may be wrong with the composition of a panel. */
export const PANEL_FAULTS = ['too_few', 'even', 'experts', 'of_agent', 'expert_of_buyer'] as const;
type PanelFault = (typeof PANEL_FAULTS)[number];

/** Order 87 article 47: from a budget of ten million yuan on a tender needs seven. */
export const LARGE_BUDGET = 1_000_000_000n;

/** What decides how large a panel is. */
export interface PanelCase {
  method: ConductedMethod;
  /** Budget of the whole purchase in fen. */
  budget: bigint;
  /** Technically complex, or of large social impact: the buyer says so. */
  demanding: boolean;
  /** The day on which the panel is appointed or acts. */
  at: PlainDate;
  /** Members that have a seat in the agent by now, and experts that have one in the buyer; none where it is not said. */
  ofAgent?: number;
  ofBuyer?: number;
}

export interface PanelVerdict {
  /** `unknown`: no rule of law on record was in force on the day. */
  state: 'lawful' | 'unlawful' | 'unknown';
  rule: Rule | null;
  least: number | null;
  faults: FieldError[];
}

/**
 * The rule that fixes the size on the day. Tenders: Order 87, from 2017-10-01; what held before is not on record. The
 * consultation is a method only since [2014] 214.
 */
function panelRule({ method, budget, demanding, at }: PanelCase): Rule | null {
  if (method === 'COMPETITIVE_CONSULTATION')
    return isInForce(getRule('CONSULT-ELIGIBLE'), at) ? getRule('COMMITTEE-NONTENDER-3') : null;
  const rule = getRule(demanding || budget >= LARGE_BUDGET ? 'COMMITTEE-TENDER-7' : 'COMMITTEE-TENDER-5');
  return isInForce(rule, at) ? rule : null;
}

/**
 * An odd number of at least so many, of whom two thirds are experts (Order 87 article 47, [2014] 214 article 14); nobody of
 * the agent, and no expert of the buyer, whenever the mandate or the seat came.
 */
export function judgePanel(members: readonly MemberKind[], purchase: PanelCase): PanelVerdict {
  const rule = panelRule(purchase);
  if (rule === null) return { state: 'unknown', rule, least: null, faults: [] };
  const least = Number(rule.value);
  const size = members.length;
  const experts = members.filter((kind) => kind === 'expert').length;
  const faults: FieldError[] = [];
  const fault = (code: PanelFault, en: string, zh: string) =>
    faults.push({ pointer: '/members', code, text: { en, zh } });
  if (size < least)
    fault('too_few', `A panel of ${size}; at least ${least} are needed`, `现有 ${size} 人，至少需要 ${least} 人`);
  if (size % 2 === 0) fault('even', 'The number of members is even', '人数应为单数');
  if (experts * 3 < size * 2)
    fault(
      'experts',
      `${experts} of ${size} are experts; two thirds are needed`,
      `评审专家 ${experts} 人，不足三分之二`,
    );
  const { ofAgent = 0, ofBuyer = 0 } = purchase;
  if (ofAgent > 0) fault('of_agent', `${ofAgent} of them sit in the agent`, `其中 ${ofAgent} 人属于采购代理机构`);
  if (ofBuyer > 0)
    fault('expert_of_buyer', `${ofBuyer} of the experts sit in the buyer`, `评审专家中 ${ofBuyer} 人属于采购人`);
  return { state: faults.length === 0 ? 'lawful' : 'unlawful', rule, least, faults };
}
