import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { creditCodeKind, type CreditCodeKind } from '../../../kernel/identity/credit-code.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import type { EnterpriseSize, SmeDeclaration, SmePolicy } from '../../tenders/conducted/terms/sme/sme-types.js';
import type { Notice } from '../bid-content.rules.js';

/** Who declares, by what its credit code says of who registered it. */
export interface Declarant {
  declaration: SmeDeclaration | null;
  creditCode: string | null;
}

const NO_ENTERPRISES: readonly CreditCodeKind[] = ['social_organisation', 'public_body'];
/**
 * An enterprise in the sense of Caiku [2020] 46 article 2, as far as the credit code tells: an organisation of civil affairs is
 * none, nor is an organ or an institution of the state.
 */
const mayBeEnterprise = (creditCode: string | null): boolean =>
  creditCode === null || !NO_ENTERPRISES.includes(creditCodeKind(creditCode));

/** As which size a bidder counts: as the declaration says, a welfare unit as small; null where there is none, or none holds. */
function deriveSize({ declaration, creditCode }: Declarant, on: PlainDate): EnterpriseSize | null {
  if (declaration === null) return null;
  if (declaration.as === 'welfare_unit') return findRuleInForce('SME-WELFARE-UNIT', on) === null ? null : 'small';
  return mayBeEnterprise(creditCode) ? (declaration.size ?? null) : null;
}

const isSmallOrMicro = (size: EnterpriseSize | null): boolean => size === 'small' || size === 'micro';

/**
 * What is deducted of a bidder's price before it is scored, in basis points: of small and micro ones where the documents say so
 * and the price competes (Caiku [2020] 46 article 9, [2022] 19).
 */
export function computeDeduction(
  { sme, pricing }: { sme: SmePolicy | null; pricing: 'fixed' | 'competitive' | null },
  declarant: Declarant,
  on: PlainDate,
): number {
  if (sme?.kind !== 'deduction' || pricing === 'fixed') return 0;
  return isSmallOrMicro(deriveSize(declarant, on)) ? (sme.rate ?? 0) : 0;
}

/** Whether a bidder may bid on a lot with this policy: on one that is reserved only who counts as what it is reserved for. */
export function canBid(sme: SmePolicy | null, declarant: Declarant, on: PlainDate): boolean {
  if (sme?.kind !== 'reserved') return true;
  const size = deriveSize(declarant, on);
  return sme.for === 'small_micro' ? isSmallOrMicro(size) : size !== null;
}

const RESERVED = {
  sme: {
    en: 'Reserved for small and medium enterprises: a social organisation, an institution of the state or another body that is no enterprise cannot bid on it, unless it is a welfare unit for the disabled; a bid holds the declaration',
    zh: '本包专门面向中小企业采购：社会组织、事业单位等非企业主体不能参加，残疾人福利性单位除外；投标（响应）文件须附声明函',
  },
  small_micro: {
    en: 'Reserved for small and micro enterprises: a social organisation, an institution of the state or another body that is no enterprise cannot bid on it, unless it is a welfare unit for the disabled; a bid holds the declaration',
    zh: '本包专门面向小型、微型企业采购：社会组织、事业单位等非企业主体不能参加，残疾人福利性单位除外；投标（响应）文件须附声明函',
  },
} as const;

/** What a bidder is told of a reserved lot before it spends a bid; nothing where its draft may be submitted. */
export const listReservationNotices = (sme: SmePolicy | null, declarant: Declarant, on: PlainDate): Notice[] =>
  canBid(sme, declarant, on) ? [] : [{ code: 'lot_reserved', text: RESERVED[sme?.for ?? 'sme'] }];
