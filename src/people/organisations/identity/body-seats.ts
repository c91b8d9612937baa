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
  /** The caller, or an account in the same hand, ended a seat of those who oversaw the region of the body, in the last 30 days. */
  isOversightEnder: boolean;
}

/** Contributed by the room of accounts, which owns the seats. */
export const loadBodySeats = declareContribution<(tx: Tx, body: string) => Promise<BodySeats>>('seats of a body');

const WHY = {
  en: 'People sit in this body: their seats were given for what it is. Two administrators correct it (POST /account-requests)',
  zh: '该机构已有账号席位，其席位系按现登记内容授予；更正须由两名管理员办理（POST /account-requests）',
};

const WHY_ANOTHER = {
  en: 'You ended the seats of those who oversaw this region: another administrator changes it, you with a second one (POST /account-requests), or after 30 days',
  zh: '您在30日内终止了负责本区域监督的席位：须由另一名管理员变更区域，或者由您与另一名管理员共同办理（POST /account-requests），或者满30日后由您变更',
};

/**
 * What a body is known by stays while people sit in it: its credit code, its kind and its region, by which it is overseen and which
 * they may oversee. Two administrators correct it. What was not recorded yet one may record, but for a kind in which its people have
 * no place and a region that they oversee. Where those who oversee a region sat, one person does not
 * take them away and move the region before new ones come: it would be that person's choice alone what they oversee.
 *
 * @throws Problem `seats_stand`
 */
export async function refuseSeatedChange(
  tx: Tx,
  row: { id: string; credit_code: string | null; kind: string | null; region: string | null },
  changed: Changed,
): Promise<void> {
  if (!['credit_code', 'kind', 'region'].some((column) => column in changed)) return;
  const { somebody, regional, suppliersOnly, isOversightEnder } = await loadBodySeats(tx, row.id);
  const isKindKept = row.kind !== null || (isSupplierKind(changed.kind?.to) && !suppliersOnly);
  const refused = [
    ...(somebody && 'credit_code' in changed && row.credit_code !== null ? ['/creditCode'] : []),
    ...(somebody && 'kind' in changed && isKindKept ? ['/kind'] : []),
    ...('region' in changed && (regional || isOversightEnder || (somebody && row.region !== null)) ? ['/region'] : []),
  ];
  if (refused.length === 0) return;
  throw new Problem('seats_stand', {
    errors: refused.map((pointer) => ({ pointer, code: 'not_changeable', text: somebody ? WHY : WHY_ANOTHER })),
  });
}
