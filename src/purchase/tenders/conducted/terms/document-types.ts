import type { LotWords } from './lot-terms.rules.js';
import type { TenderTerms, TenderPlan } from './terms-types.js';

/** Everything the documents of a tender say, in one piece: what is published as a revision and compared with another. */
export interface TenderDocument {
  title: string;
  method: string | null;
  category: string | null;
  region: string | null;
  budgetLevel: string | null;
  budget: string | null;
  window: { start: string | null; end: string | null };
  serviceLines: string[];
  lots: DocumentLot[];
  terms: TenderTerms;
  plan: TenderPlan;
}

/** A lot of the documents, with what it says for itself alone: what it does not say is absent. */
export interface DocumentLot extends Partial<LotWords> {
  no: number;
  name: string | null;
  ceiling: string | null;
  pricing: 'fixed' | 'competitive' | null;
}
