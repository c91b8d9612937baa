import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleBasis } from '../../../law/rules/rule-types.js';
import type { DeadlineDto } from '../../tenders/reads/deadlines.dto.js';
import type { PlanDue } from './contract-clocks.js';

const RULE = getRule('PLAN-BEFORE-FINAL-MILESTONE');

/** No rule of law: a choice of this product, so that nobody is left alone because nobody had thought of it. */
export function planDeadline({ signed, due, agreed }: PlanDue, today: PlainDate, lang: Language): DeadlineDto {
  return {
    event: 'plan_agreed',
    bound: 'maximum',
    date: due,
    rule: RULE.id,
    what: RULE.what[lang],
    basis: toRuleBasis(RULE),
    from: { event: 'contract_signed', on: signed },
    doneOn: agreed,
    state: (agreed ?? today) > due ? 'missed' : agreed === null ? 'due' : 'met',
  };
}
