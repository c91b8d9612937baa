import { Problem } from '../../platform/errors/problem.js';
import type { Conflict, ConflictCode } from './purchase.types.js';
import { MALFORMED_CONFLICTS } from './purchase.types.js';

const TEXTS: Record<ConflictCode, { en: string; zh: string }> = {
  fact_disagrees: { en: 'Two facts say different things', zh: '两项事实说法不一' },
  deadline_before_notice: { en: 'The deadline lies before the notice', zh: '截止时间早于公告时间' },
  opening_before_notice: { en: 'The opening lies before the notice', zh: '开启时间早于公告时间' },
  opening_before_deadline: { en: 'The opening lies before the deadline', zh: '开启时间早于截止时间' },
  documents_end_before_start: { en: 'Documents end before they start', zh: '文件发售结束早于开始' },
  award_before_deadline: { en: 'The award lies before the deadline', zh: '成交时间早于截止时间' },
  contract_before_award: { en: 'The contract was signed before the award', zh: '合同签订早于成交' },
  end_before_start: { en: 'The end lies before the start', zh: '结束日期早于开始日期' },
  contract_amount_differs: { en: 'The contract’s amount is not the award’s', zh: '合同金额与成交金额不一致' },
  contract_supplier_differs: { en: 'The contract’s supplier is not the award’s', zh: '合同供应商与成交供应商不一致' },
  bid_count_below_bids: { en: 'More bids are listed than were counted', zh: '所列投标多于公布的投标数' },
  winner_not_a_bidder: { en: 'The winner is not among the bidders', zh: '成交供应商不在投标人之列' },
  failed_and_awarded: { en: 'The lot failed and was awarded', zh: '同一包既废标又成交' },
  award_above_ceiling: { en: 'The award lies above the ceiling', zh: '成交金额超过最高限价' },
  payments_above_contract: { en: 'Payments exceed the contract', zh: '付款合计超过合同金额' },
  delivered_before_start: { en: 'Delivered before it started', zh: '交付早于开始' },
  acceptance_before_delivery: { en: 'Accepted before it was delivered', zh: '验收早于交付' },
  start_before_signing: { en: 'Started before it was signed', zh: '开始早于签订' },
  terminated_before_signing: { en: 'Terminated before it was signed', zh: '终止早于签订' },
};
export const conflictText = (code: ConflictCode) => TEXTS[code];

const key = (c: Conflict): string => `${c.code} ${[...c.facts].sort().join(' ')}`;

/**
 * Refuses what a person's new facts contradict, with both facts named. Conflicts that were stored before (published so)
 * do not stand in the way. A file is refused only for what cannot have been meant.
 */
export function mustNotContradict(before: readonly Conflict[], after: readonly Conflict[], lenient: boolean): void {
  const known = new Set(before.map(key));
  const found = after.filter((c) => !known.has(key(c)) && (!lenient || MALFORMED_CONFLICTS.has(c.code)));
  const [first] = found;
  if (!first) return;
  throw new Problem('fact_contradiction', {
    detail: TEXTS[first.code],
    facts: { contradictions: found.map((c) => ({ code: c.code, facts: c.facts, fields: c.fields })) },
  });
}
