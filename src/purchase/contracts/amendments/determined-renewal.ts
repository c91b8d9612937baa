import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import type { ConductedContract } from '../conducted/conducted-contract.js';
import type { Determined } from '../content/content.rules.js';
import type { ContractContent } from '../content/content-types.js';
import { loadAwardTerms } from '../content/determined.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { ContractRenewal } from './contract-renewal.entity.js';

/** What is stored of a renewal beside its contract. */
export type StoredRenewal = Pick<StoredRow<ContractRenewal>, 'first_day' | 'starts_on' | 'ends_on' | 'lines'>;
export async function loadStoredRenewal(tx: Tx, contract: string): Promise<StoredRenewal | null> {
  const [row] = await tx.query<StoredRenewal>(
    `SELECT first_day::text, starts_on::text, ends_on::text, lines FROM contract_renewal WHERE contract_id = $1`,
    [contract],
  );
  return row ?? null;
}

/**
 * What a renewal departs from at no point: the documents and the offer, for the days its plan says, by the team that serves;
 * of a purchase that was conducted elsewhere, whose documents are not on record, what both have signed.
 */
export async function determinedForRenewal(
  tx: Tx,
  renewal: Pick<ConductedContract, 'id' | 'tender_id' | 'lot_id' | 'award_id' | 'renewal_of'>,
  window: { start: PlainDate; end: PlainDate },
): Promise<Determined> {
  const determined = await loadAwardTerms(tx, renewal);
  const [row] = await tx.query<{
    amount: string | null;
    buyer: string;
    supplier: string;
    content: ContractContent;
    team: ContractContent['team'];
  }>(`SELECT amount::text, buyer_id AS buyer, supplier_id AS supplier, content, team FROM contract WHERE id = $1`, [
    renewal.renewal_of,
  ]);
  if (!row) return { ...determined, window };
  const { buyer, supplier, content, team } = row;
  const { requirement, standards, payments, performanceBond, term } = content;
  const signed = { requirement, standards, payments, performanceBond, term };
  return {
    ...determined,
    buyer,
    supplier,
    amount: formatYuanOrNull(row.amount),
    window,
    terms: determined.terms ?? signed,
    team,
    price: content.price ?? null,
  };
}
