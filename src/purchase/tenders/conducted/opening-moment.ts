import type { TenderTerms } from './terms/terms-types.js';

/** When bids are opened, as the documents say. */
interface Called {
  method: string | null;
  deadline: string | null;
  terms: Pick<TenderTerms, 'openingAt'> | null;
}

/**
 * The instant for which an opening is called: of an open tender its deadline (Order 87 article 39), of a consultation what its
 * documents say, the deadline at the earliest; null where they say nothing.
 */
export function findCalledMoment({ method, deadline, terms }: Called): string | null {
  if (deadline === null || method === 'OPEN_TENDER') return deadline;
  const said = terms?.openingAt ?? null;
  return said !== null && Date.parse(said) < Date.parse(deadline) ? deadline : said;
}
