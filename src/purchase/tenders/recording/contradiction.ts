import { Problem } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import type { Conflict, ConflictCode, ContractFact, TenderFact } from '../purchases/purchase.types.js';

const TEXTS: Record<ConflictCode, Text> = {
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
  failed_and_awarded: {
    en: 'The lot failed or was cancelled, and was awarded or contracted after that',
    zh: '同一包废标或取消之后又成交或签约',
  },
  award_above_ceiling: { en: 'The award lies above the ceiling', zh: '成交金额超过最高限价' },
  payments_above_contract: { en: 'Payments exceed the contract', zh: '付款合计超过合同金额' },
  delivered_before_start: { en: 'Delivered before it started', zh: '交付早于开始' },
  acceptance_before_delivery: { en: 'Accepted before it was delivered', zh: '验收早于交付' },
  start_before_signing: { en: 'Started before it was signed', zh: '开始早于签订' },
  terminated_before_signing: { en: 'Terminated before it was signed', zh: '终止早于签订' },
  acceptance_before_signing: { en: 'Accepted before it was signed', zh: '验收早于签订' },
  terminated_before_start: { en: 'Terminated before it started', zh: '终止早于开始' },
  terminated_before_delivery: { en: 'Terminated before it was delivered', zh: '终止早于交付' },
  winner_rejected: { en: 'The winner’s bid was rejected or withdrawn', zh: '成交供应商的响应已被否决或撤回' },
  correction_before_notice: { en: 'The correction lies before its notice', zh: '更正公告早于原公告' },
  award_differs_from_bid: {
    en: 'The award’s amount is not the winner’s offer',
    zh: '成交金额与成交供应商的最后报价不一致',
  },
  rank_repeated: { en: 'Two bids of a lot have one rank', zh: '同一包的两份响应名次相同' },
  award_before_notice: { en: 'The award lies before the notice', zh: '成交时间早于公告时间' },
  award_published_before_decided: { en: 'The award was published before it was decided', zh: '成交公告早于成交决定' },
  contract_before_notice: { en: 'The contract was signed before the notice', zh: '合同签订早于公告时间' },
  intention_after_notice: { en: 'The intention was published after the notice', zh: '采购意向公开晚于采购公告' },
  budget_exceeded: { en: 'The awards of the programme exceed its budget', zh: '计划的成交总额超过其预算' },
};
export const conflictText = (code: ConflictCode): Text => TEXTS[code];

const key = (c: Conflict): string => `${c.code} ${[...c.facts].sort().join(' ')}`;

type AnyFact = TenderFact | ContractFact;
export interface Recorded {
  /** Conflicts before and after the new facts. */
  before: readonly Conflict[];
  after: readonly Conflict[];
  /** Every fact that a conflict may name. */
  facts: readonly AnyFact[];
  /** The new ones among them, with their places in the request: they have no id yet that anybody could look up. */
  given: ReadonlyMap<string, string>;
}

/** A published row is refused for what cannot have been meant: one notice whose deadline lies before itself, say. */
const isMalformed = (c: Conflict): boolean =>
  (c.code === 'deadline_before_notice' || c.code === 'end_before_start') && c.facts.length === 1;

/**
 * Refuses what a person's new facts contradict, with the facts on both sides named. Conflicts that were stored before do
 * not stand in the way. Of a file (`lenient`) every other disagreement is stored as published.
 */
export function mustNotContradict({ before, after, facts, given }: Recorded, lenient: boolean): void {
  const known = new Set(before.map(key));
  const found = after.filter((c) => !known.has(key(c)) && (!lenient || isMalformed(c)));
  const [first] = found;
  if (!first) return;
  const byId = new Map(facts.map((f) => [f.id, f]));
  const side = (id: string) => {
    const { kind, lot = null, data = {}, source = null } = byId.get(id) ?? {};
    const pointer = given.get(id) ?? null;
    return { id: pointer === null ? id : null, pointer, kind, lot, data, source };
  };
  throw new Problem('fact_contradiction', {
    detail: TEXTS[first.code],
    errors: found.flatMap((c) =>
      c.facts.flatMap((id) => given.get(id) ?? []).map((pointer) => ({ pointer, code: c.code, text: TEXTS[c.code] })),
    ),
    facts: { contradictions: found.map((c) => ({ code: c.code, fields: c.fields, facts: c.facts.map(side) })) },
  });
}
