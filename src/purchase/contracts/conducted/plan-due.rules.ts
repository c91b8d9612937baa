import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { DeadlineDto } from '../../tenders/reads/deadlines.dto.js';
import type { PlanDue } from './contract-clocks.js';

const WHAT = {
  en: 'What follows the contract is agreed on before its final milestone, or its end where there is none',
  zh: '合同的接续方案应在最后阶段性目标到期前商定；没有阶段性目标的，在合同到期前商定',
};

/** No rule of law: a choice of this product, so that nobody is left alone because nobody had thought of it. */
export function planDeadline({ signed, due, agreed }: PlanDue, today: PlainDate, lang: Language): DeadlineDto {
  return {
    event: 'plan_agreed',
    bound: 'maximum',
    date: due,
    rule: 'PLAN-BEFORE-FINAL-MILESTONE',
    what: WHAT[lang],
    basis: { document: 'POLICY', article: '-', confidence: 'POLICY' },
    from: { event: 'contract_signed', on: signed },
    doneOn: agreed,
    state: (agreed ?? today) > due ? 'missed' : agreed === null ? 'due' : 'met',
  };
}
