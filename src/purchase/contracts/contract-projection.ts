import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { parseYuan } from '../../kernel/money/money.js';
import { isActive, isPublished } from '../tenders/recording/facts-in-force.rules.js';
import { findPublishedWords } from '../tenders/recording/published-words.rules.js';
import { deriveTender, findAwardOfContract, type DerivedTender } from '../tenders/purchases/purchase.rules.js';
import type { Conflict, ContractFact, LotPlaces, TenderFact } from '../tenders/purchases/purchase-types.js';
import {
  contractConflicts,
  contractMissing,
  deriveContract,
  type ContractAward,
  type ContractGround,
  type DerivedContract,
} from './contract.rules.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Contract } from './contract.entity.js';

/** Without `fact_id` it is a draft, which no fact proves yet. */
export type LockedContract = Pick<
  StoredRow<Contract>,
  | 'id'
  | 'version'
  | 'dataset'
  | 'tender_id'
  | 'lot_id'
  | 'award_id'
  | 'fact_id'
  | 'buyer_id'
  | 'supplier_id'
  | 'title'
  | 'region'
  | 'conducted'
>;

/** What the facts of its tender say of one contract. */
export interface GroundOfContract {
  /** The first fact that spoke of it. */
  fact: string;
  data: ContractGround;
  /** What published facts say of it; null where none does. */
  published: ContractGround | null;
  award: (ContractAward & { published: ContractAward['data'] | null }) | null;
}

/** The grounds of all contracts that a tender's facts prove. */
export function deriveContractGrounds(lots: readonly LotPlaces[], facts: readonly TenderFact[]): GroundOfContract[] {
  return facts.some(({ kind }) => kind === 'contract') ? toContractGrounds(deriveTender(lots, facts)) : [];
}

/** The same of a tender of which is known what follows from its facts. */
export function toContractGrounds(derived: DerivedTender): GroundOfContract[] {
  const awards = derived.contracts.map((contract) => findAwardOfContract(contract, derived.awards, derived.lots));
  return derived.contracts.map(({ origin, data, published }, i) => {
    const award = awards[i];
    const alone = award !== undefined && awards.filter((other) => other === award).length === 1;
    const own = alone ? { fact: award.fact, data: award.data, published: award.published?.data ?? null } : null;
    return { fact: origin, data, published, award: own };
  });
}

export const conflictsOfContract = (ground: GroundOfContract, facts: readonly ContractFact[]): Conflict[] =>
  contractConflicts(ground.data, ground.fact, facts, ground.award);

/** What follows from the facts of one contract, as its row says it. */
export type ContractRow = ReturnType<typeof deriveContractRow>;

/** Derives it. `award`: whether its award is known. */
export function deriveContractRow(
  ground: GroundOfContract,
  facts: readonly ContractFact[],
  { award, serviceLines }: { award: boolean; serviceLines: number },
) {
  const derived = deriveContract(ground.data, facts);
  const columns = toColumns(derived, ground.data, ground.award?.data);
  const published = facts.filter(isPublished);
  const told = deriveContract(ground.published ?? {}, published);
  const isTold = ground.published !== null || published.some(isActive);
  const known = { award, supplier: columns.supplier_id !== null, serviceLines };
  return {
    ...columns,
    published: isTold,
    as: findPublishedWords(
      columns,
      isTold ? toColumns(told, ground.published ?? {}, ground.award?.published ?? undefined) : null,
    ),
    conflicts: conflictsOfContract(ground, facts),
    completeness: contractMissing(derived, known, facts),
  };
}

/** What everybody is shown of a contract that was published, by column. */
const toColumns = (derived: DerivedContract, ground: ContractGround, award: ContractAward['data'] | undefined) => ({
  state: derived.state,
  number: derived.number,
  amount: derived.amount === null ? null : parseYuan(derived.amount).toString(),
  signed_on: derived.signedOn,
  window_start: derived.window.start ?? null,
  window_end: derived.window.end ?? null,
  terminated_on: derived.terminatedOn,
  supplier_id: derived.supplier ?? award?.supplier?.organisation ?? null,
  term_text: ground.termText ?? null,
});

/** Rewrites what follows from the facts of one contract, whose row is locked. */
export async function projectContract(
  tx: Tx,
  contract: LockedContract,
  ground: GroundOfContract,
  facts: readonly ContractFact[],
  serviceLines: number,
): Promise<{ contract: LockedContract; state: string; conflicts: Conflict[] }> {
  const row = deriveContractRow(ground, facts, { award: contract.award_id !== null, serviceLines });
  await storeDerived(tx, { id: contract.id, ...row });
  return { contract: { ...contract, supplier_id: row.supplier_id }, state: row.state, conflicts: row.conflicts };
}

/** SQL: the columns that follow from its facts, of `jsonb_to_recordset`. */
export const DERIVED_COLUMNS = `state text, number text, amount bigint, signed_on text, window_start text, window_end text, terminated_on text,
  published boolean, supplier_id uuid, conflicts jsonb, completeness jsonb, term_text text, "as" jsonb`;

const storeDerived = shareCalls(async (tx, rows: readonly object[]) => {
  await tx.query(
    `UPDATE contract SET state = g.state, number = g.number, amount = g.amount, signed_on = g.signed_on, window_start = g.window_start,
       window_end = g.window_end, terminated_on = g.terminated_on, published = g.published, supplier_id = g.supplier_id,
       conflicts = g.conflicts, completeness = g.completeness, term_text = g.term_text, published_as = g."as",
       version = version + 1, updated_at = clock_timestamp()
     FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, ${DERIVED_COLUMNS})
     WHERE contract.id = g.id`,
    [JSON.stringify(rows)],
  );
  return rows.map(() => undefined);
});

export const toContractChange = (
  contract: Pick<LockedContract, 'id' | 'dataset' | 'region' | 'buyer_id' | 'supplier_id'>,
) => ({
  aggregate: 'contract',
  id: contract.id,
  dataset: contract.dataset,
  region: contract.region,
  tenants: [contract.buyer_id, contract.supplier_id].filter((t): t is string => t !== null),
});
