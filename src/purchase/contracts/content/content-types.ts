import type { PriceTerm, ServiceDays } from '../../tenders/conducted/terms/price-types.js';
import type { AnnouncedTerm, PaymentShare, Standard } from '../../tenders/conducted/terms/terms-types.js';

/** A party as the contract names it. */
export interface ContractParty {
  organisation: string;
  name: string;
  creditCode: string | null;
}
export interface ContractParties {
  buyer: ContractParty;
  supplier: ContractParty;
  /** Who buys together with the buyer, which signs; absent: nobody. */
  jointBuyers?: ContractParty[];
}
interface ContractClause {
  title: string;
  text: string;
}
/** Who serves, as the parties agreed. */
export interface TeamMember {
  name: string;
  role: string;
  /** In words, as the bidder offered it. */
  qualification?: string | null;
  /** Number of a professional licence. */
  licence?: string | null;
}

/** What is to be reached by a day; its number stays its own. */
export interface MilestoneTerm {
  no: number;
  name: string;
  dueOn: string;
  /** What shows that it was reached. */
  shownBy?: string | null;
}
/** Months that one progress report covers. */
export const REPORT_MONTHS = [1, 2, 3, 6, 12] as const;
/** Sums that are settled as the work goes on, or period by period (State Council Order 802 article 9 IV). */
export const SETTLEMENTS = ['progress', 'period'] as const;

/** Everything the parties agree on, in one piece: what is rendered as text, hashed, signed and amended. */
export interface ContractContent {
  /** Two contracts with the same words are two contents. */
  contract: string;
  tender: { ocid: string; title: string; projectNo: string | null; lot: number | null };
  parties: ContractParties;
  number: string | null;
  /** Yuan. */
  amount: string | null;
  currency: 'CNY';
  window: { start: string | null; end: string | null };
  requirement: string | null;
  /** What acceptance ticks: the contract's indicators with their targets. */
  standards: Standard[];
  payments: PaymentShare[];
  /** Absent in what was written before there were any. */
  milestones?: MilestoneTerm[];
  /** Null or absent: each month. */
  reportMonths?: (typeof REPORT_MONTHS)[number] | null;
  /** Basis points of the amount; null: none. */
  performanceBond: number | null;
  term: AnnouncedTerm | null;
  /** Why an individual suits the service (Order 102 article 18); only where the supplier is one. */
  individualReason: string | null;
  clauses: ContractClause[];
  team: TeamMember[];
  /** What an enterprise declares of its size when it signs (State Council Order 802 article 3). Absent: nothing. */
  supplierSize?: SupplierSize | null;
  /** Days after delivery, or after what the payment waits for, within which it is paid, as agreed. Absent: nothing was. */
  paymentDays?: number | null;
  /** Days after delivery within which the buyer accepts, as agreed. */
  acceptanceDays?: number | null;
  /** How sums are settled: payment periods then run from the confirmation of the sum. Absent: they are not. */
  settlement?: (typeof SETTLEMENTS)[number] | null;
  /** Days after what is to be paid was handed in, within which the buyer confirms its sum. */
  confirmDays?: number | null;
  /** What was agreed on interest for late payment, in words. */
  lateInterest?: string | null;
  /** Its rate of a day as a decimal fraction: 0.0003 is 0.03 %. */
  lateInterestRate?: string | null;
  /** Days after a demand for what is overdue, after which the supplier may suspend its work. Absent: it may not. */
  suspensionAfterDays?: number | null;
  /** Absent: by a fixed sum. */
  price?: PriceTerm | null;
  /** On which days the service is promised. Absent: it was not said. */
  serviceDays?: ServiceDays | null;
  /** Of a renewal alone: the contract it renews with its number, and the how manyth it is. */
  renewal?: { of: string; number: string | null; no: number };
}
export const SUPPLIER_SIZES = ['large', 'medium', 'small', 'micro'] as const;
export type SupplierSize = (typeof SUPPLIER_SIZES)[number];

/** Members that stand in a content only where something was said: contents without them keep their hash. */
export const SAID_OR_ABSENT = [
  'supplierSize',
  'paymentDays',
  'acceptanceDays',
  'settlement',
  'confirmDays',
  'lateInterest',
  'lateInterestRate',
  'suspensionAfterDays',
  'price',
  'serviceDays',
] as const;

/** Members of the content that a party may write. */
export const WRITTEN = [
  'number',
  'amount',
  'window',
  'requirement',
  'standards',
  'payments',
  'milestones',
  'reportMonths',
  'performanceBond',
  'term',
  'individualReason',
  'clauses',
  'team',
] as const;
export type WrittenContent = Partial<Pick<ContractContent, (typeof WRITTEN | typeof SAID_OR_ABSENT)[number]>>;

/** Members that an amendment may change; the amount only by a supplement. */
export const AMENDED = [
  'window',
  'requirement',
  'standards',
  'payments',
  'milestones',
  'reportMonths',
  'performanceBond',
  'term',
  'clauses',
  // The size is the one that was declared at the signing.
  'paymentDays',
  'acceptanceDays',
  'settlement',
  'confirmDays',
  'lateInterest',
  'lateInterestRate',
  'suspensionAfterDays',
] as const satisfies readonly (typeof WRITTEN | typeof SAID_OR_ABSENT)[number][];
export type AmendedContent = Partial<Pick<ContractContent, (typeof AMENDED)[number]>>;

export const NO_CONTENT: Required<Pick<ContractContent, (typeof WRITTEN)[number]>> = {
  number: null,
  amount: null,
  window: { start: null, end: null },
  requirement: null,
  standards: [],
  payments: [],
  milestones: [],
  reportMonths: null,
  performanceBond: null,
  term: null,
  individualReason: null,
  clauses: [],
  team: [],
};

export type Side = 'buyer' | 'supplier';

/** Law articles 49 and 50: why a contract in force is changed. */
export const AMENDMENT_REASONS = [
  'supplement',
  'public_interest',
  'force_majeure',
  'clause_of_contract',
  'change_of_policy',
  'clerical_error',
] as const;
export type AmendmentReason = (typeof AMENDMENT_REASONS)[number];

/** Law article 50 II, Civil Code articles 562 II and 563: agreement alone is not among them. */
export const TERMINATION_GROUNDS = ['contract_clause', 'public_interest', 'breach', 'force_majeure'] as const;
