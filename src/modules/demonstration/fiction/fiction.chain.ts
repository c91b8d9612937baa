import type { ContractFactKind, FactSource, GivenFact } from '../../tenders/facts.types.js';
import { contractFact } from '../../tenders/given-fact.js';
import { EVALUATOR_ID } from './fiction.bodies.js';
import type { FictionLot } from './fiction.market.js';

/**
 * What happened under the contract of the complete chain, beside its plan and handover: half paid before the service
 * began, the rest on the interim report and after acceptance; the final milestone in December.
 */
export function chainFacts({ projectNo, bids }: FictionLot): GivenFact<ContractFactKind>[] {
  const source: FactSource = {
    kind: 'statement',
    url: null,
    publishedOn: null,
    reference: `虚构 (invented) ${projectNo}`,
  };
  const published = (publishedOn: string): FactSource => ({ ...source, kind: 'notice', publishedOn });
  const price = bids[0]?.price ?? 0;
  const half = Math.floor(price / 2);
  const third = Math.floor((price * 3) / 10);
  const payment = (on: string, amount: number) => contractFact('payment', { on, amount: `${amount}.00` }, source);
  return [
    payment('2023-12-20', half),
    contractFact('started', { on: '2024-01-01' }, source),
    contractFact('milestone', { name: '中期报告', dueOn: '2024-06-30', doneOn: '2024-06-28' }, source),
    contractFact(
      'evaluation',
      { kind: 'midterm', on: '2024-07-05', score: '88.00', grade: '良好', evaluator: { organisation: EVALUATOR_ID } },
      source,
    ),
    payment('2024-07-12', third),
    contractFact('milestone', { name: '末期报告', dueOn: '2024-12-20', doneOn: '2024-12-18', final: true }, source),
    contractFact('delivered', { on: '2024-12-31' }, source),
    contractFact(
      'evaluation',
      { kind: 'final', on: '2025-01-10', score: '92.50', grade: '优秀', evaluator: { organisation: EVALUATOR_ID } },
      source,
    ),
    contractFact(
      'acceptance',
      { concludedOn: '2025-01-15', publishedOn: '2025-01-17', result: 'passed', recipientsTookPart: true },
      published('2025-01-17'),
    ),
    payment('2025-01-20', price - half - third),
  ];
}
