import type { Tx } from '../../kernel/database/transactions.js';
import { assertFixedFields, type FixedField } from '../../kernel/http/validation/fixed-fields.js';
import type { LotRow } from './open-tender.js';
import type { NewTenderDto } from './reads/tender.dto.js';

interface Origin {
  conducted: string;
  buyer_id: string | null;
  /** The record in which the buyer that the body names goes on. */
  named_buyer: string | null;
  /** Whether the round that the body names is another one of the same purchase; null: it names none. */
  is_round: boolean | null;
}

/**
 * Where a purchase is conducted, who buys, which earlier round it follows and, of a recorded one, how its lots are priced is said
 * once; what was not known stays so. The round that the body names may be any of the same purchase.
 *
 * @throws Problem `validation_failed` with `cannot_change`
 */
export async function assertFixedStays(
  tx: Tx,
  id: string,
  { conducted, buyer, follows, lots }: Pick<NewTenderDto, 'conducted' | 'buyer' | 'follows' | 'lots'>,
  recorded: readonly LotRow[] = [],
): Promise<void> {
  const [origin] = await tx.query<Origin>(
    `SELECT t.conducted, t.buyer_id, (SELECT coalesce(b.merged_into, b.id) FROM organisation b WHERE b.id = $3) AS named_buyer,
       (SELECT o.purchase_id = t.purchase_id AND o.id <> t.id FROM tender o WHERE o.id = $2) AS is_round
     FROM tender t WHERE t.id = $1`,
    [id, follows ?? null, buyer ?? null],
  );
  if (origin === undefined) return;
  const pricing = new Map(recorded.map((lot) => [lot.no, lot.pricing]));
  assertFixedFields([
    ['/conducted', origin.conducted, conducted],
    ['/buyer', origin.buyer_id, origin.named_buyer ?? buyer],
    ['/follows', origin.is_round === true ? (follows ?? null) : null, follows ?? undefined],
    ...(lots ?? []).flatMap((lot, i): FixedField[] =>
      pricing.has(lot.no) ? [[`/lots/${i}/pricing`, pricing.get(lot.no) ?? null, lot.pricing ?? undefined]] : [],
    ),
  ]);
}
