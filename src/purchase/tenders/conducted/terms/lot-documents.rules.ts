import type { DraftLot } from '../../drafts/draft.rules.js';
import type { TenderDocument } from './document-types.js';
import { deriveLotLines, deriveLotTerms, deriveLotWindow, type LotWords } from './lot-terms.rules.js';
import type { TenderTerms } from './terms-types.js';

/** The documents as they are for one lot; `lot` null: of a tender that has none yet. */
export interface LotDocuments {
  lot: DraftLot | null;
  terms: TenderTerms;
  window: LotWords['window'];
  /** Where a member of these documents stands: at the lot where it is its own, else at the tender. */
  toPointer(pointer: string): string;
}

/** The documents of each lot, in their order. */
export function listLotDocuments(
  tender: { terms: TenderTerms; window_start: string | null; window_end: string | null },
  lots: readonly DraftLot[],
): LotDocuments[] {
  const window = { start: tender.window_start, end: tender.window_end };
  if (lots.length === 0) return [{ lot: null, terms: tender.terms, window, toPointer: (pointer) => pointer }];
  return lots.map((lot, i) => ({
    lot,
    terms: deriveLotTerms(tender.terms, lot.terms),
    window: deriveLotWindow(window, lot.window),
    toPointer(pointer) {
      const [, name = '', edge = ''] = pointer.split('/');
      if (name === 'window') return lot.window[edge as 'start' | 'end'] ? `/lots/${i}${pointer}` : pointer;
      return name in lot.terms ? `/lots/${i}/terms${pointer}` : pointer;
    },
  }));
}

/** A document whose lots have all their own members, so that another is compared with it member by member. */
export const withOwnTerms = (document: TenderDocument): TenderDocument => ({
  ...document,
  lots: document.lots.map((lot) => ({ ...lot, terms: lot.terms ?? {} })),
});

/** A document as it is for one of its lots, with that lot alone. */
export function documentOfLot(document: TenderDocument, no: number): TenderDocument {
  const lots = document.lots.filter((lot) => lot.no === no);
  const [{ window, serviceLines, terms } = {}] = lots;
  return {
    ...document,
    window: deriveLotWindow(document.window, window ?? {}),
    serviceLines: deriveLotLines(document.serviceLines, serviceLines),
    terms: deriveLotTerms(document.terms, terms ?? {}),
    lots,
  };
}
