import { parseYuan, sumFen } from '../../kernel/money/money.js';
import { conflictList, endsBeforeStart, type AddConflict } from '../tenders/purchases/conflicts.rules.js';
import type { ContractFactKind, PartialDate, TenderFactData } from '../tenders/recording/fact-types.js';
import type { Window } from '../tenders/recording/recorded-window.js';
import { inForce } from '../tenders/recording/facts-in-force.rules.js';
import { agree, isEarlierMoment, disagreement, mergeData } from '../tenders/recording/merge.rules.js';
import type { Conflict, ContractFact, ContractState, Missing } from '../tenders/purchases/purchase-types.js';

type OfKind<K extends ContractFactKind> = Extract<ContractFact, { kind: K }>;
const ofKind = <K extends ContractFactKind>(facts: readonly ContractFact[], kind: K): OfKind<K>[] =>
  inForce(facts).filter((f): f is OfKind<K> => f.kind === kind);

/** What the tender's facts say of the contract: the ground on which its own facts stand. */
export type ContractGround = TenderFactData['contract'];
/** The award that this contract alone fulfils. */
export interface ContractAward {
  fact: string;
  data: TenderFactData['award'];
}

export interface DerivedContract {
  state: ContractState;
  number: string | null;
  amount: string | null;
  signedOn: PartialDate | null;
  window: Window;
  terminatedOn: PartialDate | null;
  /** Id of the organisation. */
  supplier: string | null;
}

/** The acceptance that concluded last; where the days do not say, the one recorded last. */
function lastAcceptance(facts: readonly ContractFact[]): OfKind<'acceptance'> | undefined {
  const concluded = ofKind(facts, 'acceptance').filter(
    ({ data }) => data.result !== 'rectify' && data.result !== 'failed',
  );
  return concluded.findLast(
    (f) => !concluded.some((other) => isEarlierMoment(f.data.concludedOn, other.data.concludedOn)),
  );
}

/** Furthest the facts prove. A termination ends it; what was done before may still be accepted, in part. */
function deriveRecordedState(facts: readonly ContractFact[]): ContractState {
  const acceptance = lastAcceptance(facts);
  const terminations = ofKind(facts, 'termination');
  if (acceptance) {
    const ended = terminations.some((f) => !isEarlierMoment(acceptance.data.concludedOn, f.data.on));
    return ended || acceptance.data.result === 'partial' ? 'part_accepted' : 'accepted';
  }
  if (terminations.length > 0) return 'terminated';
  if (ofKind(facts, 'delivered').length > 0) return 'delivered';
  return ofKind(facts, 'started').length > 0 ? 'active' : 'signed';
}

/** What the tender says of a contract, completed by the contract's own `signed` facts. */
const mergeSignedTerms = (ground: ContractGround, facts: readonly ContractFact[]): ContractGround =>
  mergeData([ground, ...ofKind(facts, 'signed').map((f) => f.data)]);

/** Everything that follows from what the tender says of a contract and from the contract's own facts. */
export function deriveContract(ground: ContractGround, facts: readonly ContractFact[]): DerivedContract {
  const terms = mergeSignedTerms(ground, facts);
  return {
    state: deriveRecordedState(facts),
    number: terms.number ?? null,
    amount: terms.amount ?? null,
    signedOn: terms.signedOn ?? null,
    window: terms.window ?? {},
    terminatedOn: mergeData(ofKind(facts, 'termination').map((f) => f.data)).on ?? null,
    supplier: terms.supplier?.organisation ?? null,
  };
}

/** Kinds of which a contract has one. */
const ONE = ['signed', 'started', 'delivered', 'termination'] as const;

export function contractConflicts(
  ground: ContractGround,
  groundFact: string,
  facts: readonly ContractFact[],
  award: ContractAward | null = null,
): Conflict[] {
  const { found, add } = conflictList();
  for (const kind of ONE) {
    const group = ofKind(facts, kind);
    for (const [i, a] of group.entries())
      for (const b of group.slice(i + 1)) {
        const fields = disagreement(a.data, b.data, ['reason']);
        if (fields.length > 0) add('fact_disagrees', [a.id, b.id], ...fields);
      }
  }
  for (const f of ofKind(facts, 'signed')) {
    const fields = disagreement(ground, f.data, ['publishedOn', 'termText']);
    if (fields.length > 0) add('fact_disagrees', [groundFact, f.id], ...fields);
    if (endsBeforeStart(mergeData([ground, f.data]).window)) add('end_before_start', [groundFact, f.id], 'window');
    if (award && ground.amount === undefined && !agree(f.data.amount, award.data.amount))
      add('contract_amount_differs', [f.id, award.fact], 'amount');
    if (award && ground.supplier === undefined && !agree(f.data.supplier, award.data.supplier))
      add('contract_supplier_differs', [f.id, award.fact], 'supplier');
  }
  const contract = deriveContract(ground, facts);
  orderConflicts(contract, groundFact, facts, add);
  const payments = ofKind(facts, 'payment').filter((f) => f.data.amount !== undefined);
  const paid = sumFen(payments.map((f) => parseYuan(f.data.amount ?? '0')));
  if (contract.amount !== null && paid > parseYuan(contract.amount))
    add('payments_above_contract', [groundFact, ...payments.map((f) => f.id)], 'amount');
  return found;
}

function orderConflicts(
  { signedOn }: DerivedContract,
  groundFact: string,
  facts: readonly ContractFact[],
  add: AddConflict,
): void {
  const [started] = ofKind(facts, 'started');
  const [delivered] = ofKind(facts, 'delivered');
  const signed = ofKind(facts, 'signed').find((f) => f.data.signedOn === signedOn)?.id ?? groundFact;
  for (const f of ofKind(facts, 'started'))
    if (isEarlierMoment(f.data.on, signedOn)) add('start_before_signing', [f.id, signed], 'on', 'signedOn');
  for (const f of ofKind(facts, 'termination'))
    if (isEarlierMoment(f.data.on, signedOn)) add('terminated_before_signing', [f.id, signed], 'on', 'signedOn');
  for (const f of ofKind(facts, 'delivered'))
    if (isEarlierMoment(f.data.on, started?.data.on)) add('delivered_before_start', [f.id, started?.id], 'on');
  for (const f of ofKind(facts, 'acceptance')) {
    if (isEarlierMoment(f.data.concludedOn, delivered?.data.on))
      add('acceptance_before_delivery', [f.id, delivered?.id], 'concludedOn', 'on');
    if (isEarlierMoment(f.data.concludedOn, signedOn))
      add('acceptance_before_signing', [f.id, signed], 'concludedOn', 'signedOn');
  }
  for (const f of ofKind(facts, 'termination')) {
    if (isEarlierMoment(f.data.on, started?.data.on)) add('terminated_before_start', [f.id, started?.id], 'on');
    if (isEarlierMoment(f.data.on, delivered?.data.on)) add('terminated_before_delivery', [f.id, delivered?.id], 'on');
  }
  resultConflicts(facts, add);
}

/** A failed acceptance may be followed by one that passed; nothing that passed fails afterwards. */
function resultConflicts(facts: readonly ContractFact[], add: AddConflict): void {
  const acceptances = ofKind(facts, 'acceptance');
  const failed = acceptances.filter((f) => f.data.result === 'failed');
  const passed = acceptances.filter((f) => f.data.result === 'passed' || f.data.result === 'partial');
  for (const a of failed)
    for (const b of passed)
      if (!isEarlierMoment(a.data.concludedOn, b.data.concludedOn)) add('fact_disagrees', [a.id, b.id], 'result');
}

/** The first of it, where its award is not known. */
export const AWARD_MISSING: readonly Missing[] = [{ field: 'award', lot: null }];

/** What no fact says and coverage, continuity or the clocks would need. */
export function contractMissing(
  contract: DerivedContract,
  known: { award: boolean; supplier: boolean; serviceLines: number },
  facts: readonly ContractFact[],
): Missing[] {
  const missing: string[] = [];
  if (!known.supplier) missing.push('supplier');
  if (contract.amount === null) missing.push('amount');
  if (contract.signedOn === null) missing.push('signedOn');
  if (!contract.window.start) missing.push('window.start');
  if (!contract.window.end) missing.push('window.end');
  if (known.serviceLines === 0) missing.push('serviceLines');
  if (ofKind(facts, 'plan').every(({ data }) => data.withdrawnOn !== undefined)) missing.push('plan');
  return [...(known.award ? [] : AWARD_MISSING), ...missing.map((field) => ({ field, lot: null }))];
}
