import { parseYuan, sumFen } from '../../platform/money/money.js';
import { before, disagreement, endsBeforeStart } from '../tenders/conflicts.rules.js';
import type { ContractFactKind, PartialDate, TenderFactData, Window } from '../tenders/facts.types.js';
import { isActive } from '../tenders/purchase.rules.js';
import type { Conflict, ConflictCode, ContractFact, ContractState, Missing } from '../tenders/purchase.types.js';

type OfKind<K extends ContractFactKind> = Extract<ContractFact, { kind: K }>;
const inForce = <K extends ContractFactKind>(facts: readonly ContractFact[], kind: K): OfKind<K>[] =>
  facts.filter((f): f is OfKind<K> => f.kind === kind && isActive(f));

/** What the tender's facts say of the contract: the ground on which its own facts stand. */
export type ContractGround = TenderFactData['contract'];

export interface DerivedContract {
  state: ContractState;
  number: string | null;
  amount: string | null;
  signedOn: PartialDate | null;
  window: Window;
  terminatedOn: PartialDate | null;
  published: boolean;
}

/** Furthest the facts prove. A termination ends it, unless an acceptance of what was done came after. */
function stateOf(facts: readonly ContractFact[]): ContractState {
  const acceptance = inForce(facts, 'acceptance').filter(
    (f) => f.data.result !== 'rectify' && f.data.result !== 'failed',
  );
  const terminated = inForce(facts, 'termination').length > 0;
  if (acceptance.length > 0)
    return terminated || acceptance.some((f) => f.data.result === 'partial') ? 'part_accepted' : 'accepted';
  if (terminated) return 'terminated';
  if (inForce(facts, 'delivered').length > 0) return 'delivered';
  return inForce(facts, 'started').length > 0 ? 'active' : 'signed';
}

/** Everything that follows from what the tender says of a contract and from the contract's own facts. */
export function deriveContract(ground: ContractGround, facts: readonly ContractFact[]): DerivedContract {
  const said = Object.assign(
    {},
    ...inForce(facts, 'signed')
      .map((f) => f.data)
      .reverse(),
    ground,
  ) as ContractGround;
  return {
    state: stateOf(facts),
    number: said.number ?? null,
    amount: said.amount ?? null,
    signedOn: said.signedOn ?? null,
    window: said.window ?? {},
    terminatedOn: inForce(facts, 'termination').find((f) => f.data.on !== undefined)?.data.on ?? null,
    published: ground.publishedOn !== undefined,
  };
}

/** Kinds of which a contract has one. */
const ONE = ['signed', 'started', 'delivered', 'termination'] as const;

export function contractConflicts(
  ground: ContractGround,
  groundFact: string,
  facts: readonly ContractFact[],
): Conflict[] {
  const found: Conflict[] = [];
  const add = (code: ConflictCode, ids: (string | undefined)[], ...fields: string[]): void => {
    found.push({ code, facts: [...new Set(ids.filter((id): id is string => id !== undefined))], fields });
  };
  for (const kind of ONE) {
    const group = inForce(facts, kind);
    for (const [i, a] of group.entries())
      for (const b of group.slice(i + 1)) {
        const fields = disagreement(a, b, ['reason']);
        if (fields.length > 0) add('fact_disagrees', [a.id, b.id], ...fields);
      }
  }
  for (const f of inForce(facts, 'signed')) {
    const fields = disagreement({ data: ground }, f, ['publishedOn', 'termText']);
    if (fields.length > 0) add('fact_disagrees', [groundFact, f.id], ...fields);
    if (endsBeforeStart(f.data.window)) add('end_before_start', [f.id], 'window');
  }
  orderConflicts(deriveContract(ground, facts), groundFact, facts, add);
  const { amount } = deriveContract(ground, facts);
  const payments = inForce(facts, 'payment').filter((f) => f.data.amount !== undefined);
  if (amount !== null && sumFen(payments.map((f) => parseYuan(f.data.amount ?? '0'))) > parseYuan(amount))
    add('payments_above_contract', [groundFact, ...payments.map((f) => f.id)], 'amount');
  return found;
}

function orderConflicts(
  contract: DerivedContract,
  groundFact: string,
  facts: readonly ContractFact[],
  add: (code: ConflictCode, ids: (string | undefined)[], ...fields: string[]) => void,
): void {
  const [started] = inForce(facts, 'started');
  const [delivered] = inForce(facts, 'delivered');
  const signed = inForce(facts, 'signed').find((f) => f.data.signedOn === contract.signedOn)?.id ?? groundFact;
  for (const f of inForce(facts, 'started'))
    if (before(f.data.on, contract.signedOn)) add('start_before_signing', [f.id, signed], 'on', 'signedOn');
  for (const f of inForce(facts, 'termination'))
    if (before(f.data.on, contract.signedOn)) add('terminated_before_signing', [f.id, signed], 'on', 'signedOn');
  for (const f of inForce(facts, 'delivered'))
    if (before(f.data.on, started?.data.on)) add('delivered_before_start', [f.id, started?.id], 'on');
  for (const f of inForce(facts, 'acceptance'))
    if (before(f.data.concludedOn, delivered?.data.on))
      add('acceptance_before_delivery', [f.id, delivered?.id], 'concludedOn', 'on');
}

/** What no fact says and coverage, continuity or the clocks would need. */
export function contractMissing(
  contract: DerivedContract,
  known: { award: boolean; supplier: boolean; serviceLines: number },
  facts: readonly ContractFact[],
): Missing[] {
  const missing: string[] = [];
  if (!known.award) missing.push('award');
  if (!known.supplier) missing.push('supplier');
  if (contract.amount === null) missing.push('amount');
  if (contract.signedOn === null) missing.push('signedOn');
  if (!contract.window.start) missing.push('window.start');
  if (!contract.window.end) missing.push('window.end');
  if (known.serviceLines === 0) missing.push('serviceLines');
  if (inForce(facts, 'plan').length === 0) missing.push('plan');
  return missing.map((field) => ({ field, lot: null }));
}
