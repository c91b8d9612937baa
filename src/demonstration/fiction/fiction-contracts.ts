import { addDays } from '../../kernel/clock/plain-date.js';
import type { ContractFactKind, GivenFact } from '../../purchase/tenders/recording/fact-types.js';
import { contractFact } from '../../purchase/tenders/recording/given-fact.js';
import type { DemoContract } from '../demonstration-types.js';
import { EVALUATOR_ID } from './fiction-bodies.js';
import { EVALUATED_LOT, UNHANDED_LOT } from './fiction-characters.js';
import { evaluationFacts } from './fiction-evaluations.js';
import { contractId, lineId, buildSource, buildStatement, yuan } from './fiction-ids.js';
import { CHAIN_LOT, linePlans } from './fiction-lots.js';
import type { FictionLot } from './fiction-market.js';

export function buildContract(lot: FictionLot, all: readonly FictionLot[]): DemoContract {
  const id = contractId(lot.lot.key);
  const next = all.find(
    ({ tender }) => tender.line !== null && tender.line === lot.tender.line && tender.year === lot.tender.year + 1,
  );
  const facts = [
    ...(lot.lot.key === CHAIN_LOT ? chainFacts(lot) : [allocation(lot)]),
    ...(lot.lot.key === EVALUATED_LOT ? [evaluatedInTime(lot)] : []),
    ...evaluationFacts(lot),
    ...(isHistory(lot) ? historyFacts(lot) : []),
    ...(next === undefined ? [] : continuityFacts(lot, next)),
  ];
  return { id, lot: lot.lot.no, facts };
}

/** Half is paid a week after the signing, and so before the year of service. */
function allocation({ projectNo, schedule, bids }: FictionLot): GivenFact<ContractFactKind> {
  const amount = yuan(Math.floor((bids[0]?.price ?? 0) / 2));
  return contractFact('payment', { on: addDays(schedule.signedOn, 7), amount }, buildStatement(projectNo));
}

const evaluatedInTime = ({ projectNo }: FictionLot): GivenFact<ContractFactKind> =>
  contractFact(
    'evaluation',
    { kind: 'final', on: '2024-09-10', score: '86.00', grade: '良好', evaluator: { organisation: EVALUATOR_ID } },
    buildStatement(projectNo),
  );

/** The plan for what comes after the year, agreed before its last quarter, and the handover where the agency changes. */
function continuityFacts(lot: FictionLot, next: FictionLot): GivenFact<ContractFactKind>[] {
  const from = next.schedule.window.start;
  const serviceLine = lineId(lot.tender.line ?? '');
  const source = buildStatement(lot.projectNo);
  const plan = contractFact(
    'plan',
    { kind: 'retender', serviceLine, from, agreedOn: `${lot.tender.year}-09-12`, carriedOutOn: from },
    source,
  );
  if (lot.bids[0]?.agency === next.bids[0]?.agency || lot.lot.key === UNHANDED_LOT) return [plan];
  const recipients = linePlans().find(({ key }) => key === lot.tender.line)?.recipients;
  const toContract = contractId(next.lot.key);
  return [plan, contractFact('handover', { serviceLine, toContract, on: from, recipients }, source)];
}

/** Small projects of the first year: over, accepted, and compared with by those that come after. */
export const isHistory = ({ tender }: FictionLot): boolean => tender.small === true && tender.year === 2022;
export const HISTORY_ACCEPTED = { concludedOn: '2022-12-15', publishedOn: '2022-12-16' } as const;

function historyFacts({ projectNo, bids }: FictionLot): GivenFact<ContractFactKind>[] {
  const source = buildStatement(projectNo);
  const price = bids[0]?.price ?? 0;
  const { concludedOn, publishedOn } = HISTORY_ACCEPTED;
  return [
    contractFact('plan', { kind: 'end', agreedOn: '2022-09-12', carriedOutOn: '2022-11-30' }, source),
    contractFact('delivered', { on: '2022-11-30' }, source),
    contractFact(
      'acceptance',
      { concludedOn, publishedOn, result: 'passed', recipientsTookPart: true },
      buildSource(projectNo, publishedOn),
    ),
    contractFact('payment', { on: '2022-12-22', amount: yuan(price - Math.floor(price / 2)) }, source),
  ];
}

/**
 * What happened under the contract of the complete chain, beside its plan and handover: half paid before the service
 * began, the rest on the interim report and after acceptance; the final milestone in December.
 */
function chainFacts({ projectNo, schedule, bids }: FictionLot): GivenFact<ContractFactKind>[] {
  const source = buildStatement(projectNo);
  const price = bids[0]?.price ?? 0;
  const half = Math.floor(price / 2);
  const third = Math.floor((price * 3) / 10);
  const payment = (on: string, amount: number) => contractFact('payment', { on, amount: yuan(amount) }, source);
  return [
    payment(addDays(schedule.signedOn, 7), half),
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
      buildSource(projectNo, '2025-01-17'),
    ),
    payment('2025-01-20', price - half - third),
  ];
}
