import type { ReviewReportDto } from './report.dto.js';
import type { Block } from '../../../kernel/documents/papers/paper.js';

/** Caiku [2020] 46 article 9: for the review alone, an award is at the offer. */
export function deductionTable({ offers, bids }: ReviewReportDto, bidder: (bid: string) => string): Block[] {
  if (offers.every(({ deduction }) => deduction === undefined)) return [];
  const findOffer = (bid: string): string => bids.find((each) => each.bid === bid)?.price ?? '—';
  return [
    {
      kind: 'table',
      head: ['供应商', '报价（元）', '扣除比例', '评审价格（元）'],
      widths: [40, 20, 16, 24],
      rows: offers.map(({ bid, deduction }) => [
        bidder(bid),
        deduction?.offer ?? findOffer(bid),
        deduction === undefined ? '—' : `${deduction.rate / 100}%`,
        deduction?.evaluatedPrice ?? findOffer(bid),
      ]),
    },
    { kind: 'text', text: '价格扣除仅用于评审，成交价格以报价为准。' },
  ];
}

/** How the price is scored, in the words of the report. */
export const formatPriceFormula = ({ offers }: ReviewReportDto): string =>
  offers.some(({ deduction }) => deduction !== undefined)
    ? '价格分 = 最低评审价格 ÷ 评审价格 × 价格分值。'
    : '价格分 = 最低报价 ÷ 报价 × 价格分值。';
