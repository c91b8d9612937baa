/**
 * What the documents of a lot do for small enterprises: it is `reserved` for them, their price has a `deduction` in the score,
 * or there is `none` of either (Caiku [2020] 46 articles 7 to 9).
 */
export const SME_POLICIES = ['reserved', 'deduction', 'none'] as const;
export type SmePolicyKind = (typeof SME_POLICIES)[number];
/** For whom a lot is reserved. */
export const RESERVED_FOR = ['sme', 'small_micro'] as const;
export type ReservedFor = (typeof RESERVED_FOR)[number];
/** Why a lot is not reserved: the five grounds of article 6, in their order; there are no others. */
export const SME_GROUNDS = [
  'directed_to_non_enterprises',
  'only_others_can_supply',
  'no_sufficient_competition',
  'framework',
  'other_of_province',
] as const;
export type SmeGround = (typeof SME_GROUNDS)[number];

export interface SmePolicy {
  kind: SmePolicyKind;
  /** Of a reserved lot. */
  for?: ReservedFor | null;
  /** Of a deduction: basis points of the price. */
  rate?: number | null;
  /** Of a lot that is not reserved. */
  ground?: SmeGround | null;
  note?: string | null;
}

export const ENTERPRISE_SIZES = ['medium', 'small', 'micro'] as const;
export type EnterpriseSize = (typeof ENTERPRISE_SIZES)[number];
/** A welfare unit for the disabled may be no enterprise, and counts as a small one all the same. */
export const DECLARED_AS = ['enterprise', 'welfare_unit'] as const;
export type DeclaredAs = (typeof DECLARED_AS)[number];

/** 中小企业声明函, or that of a welfare unit for the disabled. Money in yuan as text. It is declared and not examined. */
export interface SmeDeclaration {
  as: DeclaredAs;
  /** Of an enterprise. */
  size?: EnterpriseSize | null;
  industry: string;
  employees?: number | null;
  revenue?: string | null;
  assets?: string | null;
}
