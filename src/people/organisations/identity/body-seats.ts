import type { OwnClock } from '../../../kernel/clock/own-clock.js';
import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Changed } from '../../../kernel/database/merge-patch.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { isSupplierKind } from '../organisation-codes.js';

/** What people sit in a body, until the commit: nobody gives or ends a seat there. */
interface BodySeats {
  somebody: boolean;
  /** Somebody oversees the region of the body. */
  regional: boolean;
  /** Everybody there acts for a supplier. */
  suppliersOnly: boolean;
  /** Somebody there does, or may. */
  agents: boolean;
  /** The caller, or an account in the same hand, ended a seat there in the 30 days before now, also as this process has it. */
  isSeatEnder: (ownNow: Date | null) => Promise<boolean>;
}

/** Contributed by the room of accounts, which owns the seats. */
export const loadBodySeats = declareContribution<(tx: Tx, body: string) => Promise<BodySeats>>('seats of a body');

const WHY = {
  en: 'People sit in this body: their seats were given for what it is. Two administrators correct it (POST /account-requests)',
  zh: '该机构已有账号席位，其席位系按现登记内容授予；更正须由两名管理员办理（POST /account-requests）',
};

const WHY_ANOTHER = {
  en: 'You ended seats of this body: another administrator changes it, you with a second one (POST /account-requests), or after 30 days',
  zh: '您在30日内终止了该机构的账号席位：须由另一名管理员变更，或者由您与另一名管理员共同办理（POST /account-requests），或者满30日后由您变更',
};

/**
 * What a body is known by stays while people sit in it: its credit code, its kind, its region, by which it is overseen and which they may
 * oversee, and the level of its budget, by which complaints about it are decided. Two administrators correct it. What was not recorded
 * yet one may record, but for a kind in which its people have no place, a region that they oversee and the level, which its region says
 * until then. One person does not take its people away and change it before new ones come: it would be that person's choice alone for
 * what they sit there.
 *
 * @throws Problem `seats_stand`
 */
export async function refuseSeatedChange(
  tx: Tx,
  row: { id: string; credit_code: string | null; kind: string | null; region: string | null },
  changed: Changed,
  clock: OwnClock,
): Promise<void> {
  if (!['credit_code', 'kind', 'region', 'budget_level'].some((column) => column in changed)) return;
  const { somebody, regional, suppliersOnly, ...seats } = await loadBodySeats(tx, row.id);
  const isSeatEnder = await seats.isSeatEnder(clock.findOwnNow());
  const isHeld = somebody || isSeatEnder;
  const isKindKept = row.kind !== null || (somebody && isSupplierKind(changed.kind?.to) && !suppliersOnly);
  const refused = [
    ...(isHeld && 'credit_code' in changed && row.credit_code !== null ? ['/creditCode'] : []),
    ...(isHeld && 'kind' in changed && isKindKept ? ['/kind'] : []),
    ...('region' in changed && (regional || isSeatEnder || (somebody && row.region !== null)) ? ['/region'] : []),
    ...(isHeld && 'budget_level' in changed ? ['/budgetLevel'] : []),
  ];
  if (refused.length === 0) return;
  throw new Problem('seats_stand', {
    errors: refused.map((pointer) => ({ pointer, code: 'not_changeable', text: somebody ? WHY : WHY_ANOTHER })),
  });
}
