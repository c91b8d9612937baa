import type { Standard, TenderTerms } from './terms-types.js';

/** What a supplier does for the price, of one lot. */
export interface ServiceTerms {
  requirement: string | null;
  standards: readonly Standard[];
  window: { start: string | null; end: string | null };
}

/** What the talks of a consultation changed of a lot: [2014] 214 article 20. Null: that stayed as it was. */
export interface Talked {
  requirement: string | null;
  standards: TenderTerms['standards'] | null;
}

/** The terms with the changes that the buyer confirmed, in their order. */
export const applyTalkChanges = <T extends Pick<TenderTerms, 'requirement' | 'standards'>>(
  terms: T,
  changes: readonly Talked[],
): T =>
  changes.reduce<T>(
    (before, { requirement, standards }) => ({
      ...before,
      requirement: requirement ?? before.requirement,
      standards: standards ?? before.standards,
    }),
    terms,
  );
