import type { ReportedOffer } from './report.rules.js';

/** A rule as the report cites it. */
export interface CitedRule {
  id: string;
  document: string;
  article: string;
}
export interface ReportedMember {
  no: number;
  name: string;
  kind: string;
  dissent: string | null;
  unsigned: string | null;
  signedAt: string | null;
}
export interface ReportedBid {
  bid: string;
  bidder: string;
  /** Yuan; in a consultation that of the final offer. */
  price: string | null;
  /** What was offered before the talks; null in a tender. */
  firstPrice: string | null;
  status: string;
  /** Why it was rejected, and when in the review. */
  stage: string | null;
  ground: string | null;
  detail: string | null;
}

/** What a member found otherwise than the panel decided. */
export interface ReportedDissent {
  member: number;
  /** `qualification`, `conformity` or `price`. */
  stage: string;
  bid: string;
  passed: boolean;
  ground: string | null;
  detail: string | null;
}

/** Of a consultation: changes that the buyer confirmed, and the one deadline of the final offers. */
export interface ReportedConsultation {
  finalDeadlineAt: string | null;
  changes: {
    no: number;
    requirement: string | null;
    standards: { no: number; text: string }[];
    contractTerms: string | null;
    reason: string;
    confirmedAt: string;
  }[];
}

/** What the panel found, as it was signed. It is stored once and never computed again. */
export interface ReviewReport {
  tender: { id: string; title: string; method: string; buyer: string };
  lot: { no: number; name: string | null; ceiling: string | null; pricing: string | null };
  openedOn: string | null;
  reportedAt: string;
  panel: {
    least: number | null;
    rule: CitedRule | null;
    members: ReportedMember[];
    replaced: { kind: string; ground: string; reason: string }[];
  };
  /** What the talks changed; null in a tender. */
  consultation: ReportedConsultation | null;
  scoring: string;
  criteria: { no: number; name: string; kind: string; points: string }[];
  bids: ReportedBid[];
  dissents: ReportedDissent[];
  offers: ReportedOffer[];
  ties: { bids: string[] }[];
  scores: { member: number; bid: string; criterion: number; points: string; comment?: string | null }[];
  corrections: {
    member: number;
    bid: string;
    criterion: number;
    from: string;
    to: string;
    ground: string;
    reason: string;
  }[];
  explanations: {
    bid: string;
    triggers: string[];
    reason: string;
    dueAt: string;
    text: string | null;
    accepted: boolean | null;
    decisionReason: string | null;
  }[];
}
