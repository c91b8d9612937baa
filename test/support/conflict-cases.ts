import type { ConflictCode, TenderBase, TenderFact } from '../../src/purchase/tenders/purchases/purchase-types.js';
import { fact, tenderOf } from './facts.js';

export const A = { name: '甲社会工作服务中心' };
export const B = { name: '乙养老服务中心' };
const two = tenderOf([{ no: 1, suppliersMost: 2 }]);
const ceiling = tenderOf([{ no: 1, ceiling: 20_000_000n }]);

/** Facts that contradict each other, and a neighbour that differs in one thing and does not. */
export interface ConflictCase {
  code: ConflictCode;
  story: string;
  contradicts: TenderFact[];
  /** Differs in one thing, and is no conflict at all. */
  neighbour: TenderFact[];
  base?: TenderBase;
  fields?: string[];
}
export const CONFLICT_CASES: readonly ConflictCase[] = [
  {
    code: 'award_before_notice',
    story: 'an award a year before its notice',
    contradicts: [fact('notice', { publishedOn: '2026-01-10' }), fact('award', { decidedOn: '2025-01-12' })],
    neighbour: [fact('notice', { publishedOn: '2026-01-10' }), fact('award', { decidedOn: '2026-01-10' })],
    fields: ['decidedOn'],
  },
  {
    code: 'award_published_before_decided',
    story: 'an award that was published before it was decided',
    contradicts: [fact('award', { decidedOn: '2026-02-12', publishedOn: '2026-02-01' })],
    neighbour: [fact('award', { decidedOn: '2026-02-12', publishedOn: '2026-02' })],
    fields: ['publishedOn', 'decidedOn'],
  },
  {
    code: 'contract_before_notice',
    story: 'a contract signed a year before the notice',
    contradicts: [fact('notice', { publishedOn: '2026-01-10' }), fact('contract', { signedOn: '2025-02-01' })],
    neighbour: [fact('notice', { publishedOn: '2026-01-10' }), fact('contract', { signedOn: '2026-02-01' })],
    fields: ['signedOn', 'publishedOn'],
  },
  {
    code: 'intention_after_notice',
    story: 'an intention published after the notice',
    contradicts: [fact('notice', { publishedOn: '2026-01-10' }), fact('intention', { publishedOn: '2026-05-01' })],
    neighbour: [fact('notice', { publishedOn: '2026-01-10' }), fact('intention', { publishedOn: '2025-12-01' })],
    fields: ['publishedOn'],
  },
  {
    code: 'award_differs_from_bid',
    story: 'an award of another amount than the winner offered',
    contradicts: [
      fact('bid', { bidder: A, price: '198000.00' }),
      fact('bid', { bidder: B, price: '200000.00' }),
      fact('award', { supplier: A, amount: '200000.00' }),
    ],
    neighbour: [
      fact('bid', { bidder: A, price: '198000' }),
      fact('bid', { bidder: B, price: '200000.00' }),
      fact('award', { supplier: A, amount: '198000.00' }),
    ],
    fields: ['amount', 'price'],
  },
  {
    code: 'rank_repeated',
    story: 'two bids of different prices on one rank',
    contradicts: [
      fact('bid', { bidder: A, price: '198000.00', score: '90', rank: 1 }),
      fact('bid', { bidder: B, price: '199000.00', score: '90', rank: 1 }),
    ],
    neighbour: [
      fact('bid', { bidder: A, price: '198000.00', score: '90', rank: 1 }),
      fact('bid', { bidder: B, price: '198000.00', score: '90', rank: 1 }),
    ],
    fields: ['rank'],
  },
  {
    code: 'rank_repeated',
    story: 'two bids of which only the rank is known',
    contradicts: [fact('bid', { bidder: A, rank: 2 }), fact('bid', { bidder: B, rank: 2 })],
    neighbour: [fact('bid', { bidder: A, rank: 2 }), fact('bid', { bidder: B, rank: 2, status: 'rejected' })],
    fields: ['rank'],
  },
  {
    code: 'winner_rejected',
    story: 'the winner’s bid was rejected',
    contradicts: [fact('bid', { bidder: A, status: 'rejected' }), fact('award', { supplier: A })],
    neighbour: [fact('bid', { bidder: B, status: 'rejected' }), fact('award', { supplier: A })],
  },
  {
    code: 'correction_before_notice',
    story: 'a correction before its notice',
    contradicts: [fact('notice', { publishedOn: '2018-01-20' }), fact('correction', { publishedOn: '2018-01-10' })],
    neighbour: [fact('notice', { publishedOn: '2018-01-20' }), fact('correction', { publishedOn: '2018-01' })],
  },
  {
    code: 'fact_disagrees',
    story: 'two notices name two deadlines',
    contradicts: [fact('notice', { deadline: '2017-12-04' }), fact('notice', { deadline: '2017-12-05' })],
    neighbour: [fact('notice', { deadline: '2017-12-04' }), fact('notice', { deadline: '2017-12' })],
    fields: ['deadline'],
  },
  {
    code: 'fact_disagrees',
    story: 'two results name two suppliers',
    contradicts: [fact('award', { supplier: A }), fact('award', { supplier: B })],
    neighbour: [fact('award', { supplier: A }), fact('award', { amount: '5.00' })],
    fields: ['supplier'],
  },
  {
    code: 'fact_disagrees',
    story: 'two results of one amount written differently agree',
    contradicts: [fact('award', { amount: '200000.00' }), fact('award', { amount: '200000.01' })],
    neighbour: [fact('award', { amount: '200000.00' }), fact('award', { amount: '200000' })],
    fields: ['amount'],
  },
  {
    code: 'fact_disagrees',
    story: 'one bidder with two prices',
    contradicts: [fact('bid', { bidder: A, price: '100.00' }), fact('bid', { bidder: A, price: '99.00' })],
    neighbour: [fact('bid', { bidder: A, price: '100.00' }), fact('bid', { bidder: B, price: '99.00' })],
    fields: ['price'],
  },
  {
    code: 'fact_disagrees',
    story: 'two windows of one contract',
    contradicts: [
      fact('contract', { window: { start: '2018-01-01', end: '2018-05-31' } }),
      fact('contract', { window: { start: '2018-01-01', end: '2018-06-30' } }),
    ],
    neighbour: [
      fact('contract', { number: '1', window: { start: '2018-01-01', end: '2018-05-31' } }),
      fact('contract', { number: '2', window: { start: '2018-01-01', end: '2018-06-30' } }),
    ],
    fields: ['window'],
  },
  {
    code: 'fact_disagrees',
    story: 'two reasons of one failure are words',
    contradicts: [fact('failure', { on: '2017-12-04' }), fact('failure', { on: '2017-12-05' })],
    neighbour: [fact('failure', { reason: '不足三家' }), fact('failure', { reason: '供应商不足三家' })],
    fields: ['on'],
  },
  {
    code: 'deadline_before_notice',
    story: 'a deadline before its own notice',
    contradicts: [fact('notice', { publishedOn: '2017-11-24', deadline: '2017-11-23' })],
    neighbour: [fact('notice', { publishedOn: '2017-11-24', deadline: '2017-11-24' })],
  },
  {
    code: 'deadline_before_notice',
    story: 'a deadline before the notice of another paper',
    contradicts: [fact('notice', { publishedOn: '2017-11-24' }), fact('correction', { deadline: '2017-10' })],
    neighbour: [fact('notice', { publishedOn: '2017-11-24' }), fact('correction', { deadline: '2017-11' })],
  },
  {
    code: 'opening_before_notice',
    story: 'bids opened a year before the notice',
    contradicts: [fact('notice', { publishedOn: '2021-04-01', openingAt: '2020-04-13T15:30:00+08:00' })],
    neighbour: [fact('notice', { publishedOn: '2021-04-01', openingAt: '2021-04-13T15:30:00+08:00' })],
  },
  {
    code: 'opening_before_notice',
    story: 'an opening held before the notice',
    contradicts: [fact('notice', { publishedOn: '2017-11-24' }), fact('opening', { heldAt: '2017-11-01' })],
    neighbour: [fact('notice', { publishedOn: '2017-11-24' }), fact('opening', { heldAt: '2017' })],
  },
  {
    code: 'opening_before_deadline',
    story: 'bids opened while they could still be handed in',
    contradicts: [fact('notice', { deadline: '2017-12-04T09:30:00+08:00', openingAt: '2017-12-04T09:00:00+08:00' })],
    neighbour: [fact('notice', { deadline: '2017-12-04T09:30:00+08:00', openingAt: '2017-12-04T09:30:00+08:00' })],
  },
  {
    code: 'opening_before_deadline',
    story: 'an opening held before the deadline, as corrected',
    contradicts: [
      fact('notice', { deadline: '2017-12-04' }),
      fact('correction', { deadline: '2017-12-11' }),
      fact('opening', { heldAt: '2017-12-04T09:30:00+08:00' }),
    ],
    neighbour: [fact('notice', { deadline: '2017-12-04' }), fact('opening', { heldAt: '2017-12-04T09:30:00+08:00' })],
  },
  {
    code: 'documents_end_before_start',
    story: 'documents given out until before they are given out',
    contradicts: [fact('notice', { documentsFrom: '2017-11-27' }), fact('correction', { documentsTo: '2017-11-26' })],
    neighbour: [fact('notice', { documentsFrom: '2017-11-27' }), fact('correction', { documentsTo: '2017-11-27' })],
  },
  {
    code: 'award_before_deadline',
    story: 'awarded before the deadline',
    contradicts: [fact('notice', { deadline: '2017-12-04' }), fact('award', { decidedOn: '2017-12-03' })],
    neighbour: [fact('notice', { deadline: '2017-12-04' }), fact('award', { decidedOn: '2017-12-04' })],
  },
  {
    code: 'contract_before_award',
    story: 'signed before the award',
    contradicts: [fact('award', { decidedOn: '2017-12-12' }), fact('contract', { signedOn: '2017-12-11' })],
    neighbour: [fact('award', { decidedOn: '2017-12-12' }), fact('contract', { signedOn: '2017-12' })],
  },
  {
    code: 'end_before_start',
    story: 'two papers give one contract a window that runs backwards',
    contradicts: [
      fact('contract', { window: { start: '2018-06-01' } }),
      fact('contract', { window: { end: '2018-05' } }),
    ],
    neighbour: [
      fact('contract', { window: { start: '2018-06-01' } }),
      fact('contract', { window: { end: '2018-06' } }),
    ],
    fields: ['window'],
  },
  {
    code: 'contract_amount_differs',
    story: 'a contract for more than the award',
    contradicts: [fact('award', { amount: '200000.00' }), fact('contract', { amount: '210000.00' })],
    neighbour: [fact('award', { amount: '200000.00' }), fact('contract', { amount: '200000.00' })],
  },
  {
    code: 'contract_amount_differs',
    story: 'several contracts of one lot share its award',
    contradicts: [
      fact('award', { amount: '200000.00' }),
      fact('contract', { number: '1', amount: '120000.00' }),
      fact('contract', { number: '2', amount: '80000.01' }),
    ],
    neighbour: [
      fact('award', { amount: '200000.00' }),
      fact('contract', { number: '1', amount: '120000.00' }),
      fact('contract', { number: '2', amount: '80000.00' }),
    ],
  },
  {
    code: 'contract_supplier_differs',
    story: 'a contract with somebody else',
    contradicts: [fact('award', { supplier: A }), fact('contract', { supplier: B })],
    neighbour: [fact('award', { supplier: A }), fact('contract', { supplier: A })],
  },
  {
    code: 'bid_count_below_bids',
    story: 'three bids are listed where two were counted',
    contradicts: [
      ...['甲', '乙', '丙'].map((name) => fact('bid', { bidder: { name } })),
      fact('award', { bidCount: 2 }),
    ],
    neighbour: [...['甲', '乙'].map((name) => fact('bid', { bidder: { name } })), fact('award', { bidCount: 3 })],
  },
  {
    code: 'bid_count_below_bids',
    story: 'two bids are listed where the notice of the failure counts one',
    contradicts: [...['甲', '乙'].map((name) => fact('bid', { bidder: { name } })), fact('failure', { bidCount: 1 })],
    neighbour: [fact('bid', { bidder: A }), fact('failure', { bidCount: 1 })],
  },
  {
    code: 'fact_disagrees',
    story: 'an opening and a failure of one lot count differently',
    contradicts: [fact('opening', { bidCount: 3 }), fact('failure', { bidCount: 2 })],
    neighbour: [fact('opening', { bidCount: 2 }), fact('failure', { bidCount: 2 })],
    fields: ['bidCount'],
  },
  {
    code: 'winner_not_a_bidder',
    story: 'the winner is not on a complete list of bidders',
    contradicts: [fact('bid', { bidder: A }), fact('award', { bidCount: 1, supplier: B })],
    neighbour: [fact('bid', { bidder: A }), fact('award', { bidCount: 2, supplier: B })],
  },
  {
    code: 'failed_and_awarded',
    story: 'a lot that failed was awarded afterwards',
    contradicts: [fact('failure', { on: '2017-12-04' }), fact('award', { decidedOn: '2017-12-05' })],
    neighbour: [fact('failure', { on: '2017-12-05' }), fact('award', { decidedOn: '2017-12-05' })],
  },
  {
    code: 'failed_and_awarded',
    story: 'a lot that was cancelled has a contract',
    contradicts: [fact('cancellation'), fact('contract')],
    neighbour: [fact('cancellation'), fact('bid', { bidder: A })],
  },
  {
    code: 'award_above_ceiling',
    story: 'awarded above the ceiling',
    contradicts: [fact('award', { amount: '200000.01' })],
    neighbour: [fact('award', { amount: '200000.00' })],
    base: ceiling,
  },
  {
    code: 'shares_above_whole',
    story: 'two suppliers share more than the lot',
    contradicts: [fact('award', { supplier: A, share: 6000 }), fact('award', { supplier: B, share: 4001 })],
    neighbour: [fact('award', { supplier: A, share: 6000 }), fact('award', { supplier: B, share: 4000 })],
    base: two,
    fields: ['share'],
  },
  {
    code: 'suppliers_above_places',
    story: 'three suppliers of a lot that has places for two',
    contradicts: [A, B, { name: '丙社区服务中心' }].map((supplier) => fact('award', { supplier })),
    neighbour: [A, B, B].map((supplier) => fact('award', { supplier })),
    base: two,
    fields: ['supplier'],
  },
];
