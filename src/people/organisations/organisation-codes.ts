/** Kinds of bodies. */
export const ORGANISATION_KINDS = [
  'bureau',
  'street_office',
  'agent',
  'agency',
  'enterprise',
  'evaluator',
  'community_committee',
  'volunteer_body',
  'individual_provider',
  'finance_authority',
  'supervisor',
] as const;

/** Kinds that sell services: nobody acts as a supplier for a body of another one. */
const SUPPLIER_KINDS: readonly unknown[] = [
  'agency',
  'enterprise',
  'volunteer_body',
  'individual_provider',
] satisfies readonly (typeof ORGANISATION_KINDS)[number][];
export const isSupplierKind = (kind: unknown): boolean => SUPPLIER_KINDS.includes(kind);

/** Budget levels (预算级次) of buyers and authorities, highest first. */
export const FISCAL_LEVELS = ['central', 'provincial', 'municipal', 'county'] as const;
export type FiscalLevel = (typeof FISCAL_LEVELS)[number];

/** What a person is to a body: legal representative, manager, founder, holder of a share. */
export const PERSON_RELATIONS = ['head', 'manager', 'founder', 'holder'] as const;

/** What one body is to another that it is held by. */
export const HOLDING_RELATIONS = ['holding', 'management', 'founder'] as const;
