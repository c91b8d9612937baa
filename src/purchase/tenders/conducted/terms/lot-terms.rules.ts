import type { Window } from '../../recording/recorded-window.js';
import type { TenderTerms } from './terms-types.js';

/** What a lot may say otherwise than its tender. Standstill, fee, and where documents are had and bids handed in are the tender's alone. */
export const LOT_MEMBERS = [
  'requirement',
  'standards',
  'qualifications',
  'minimumGrade',
  'likeContracts',
  'negativeList',
  'scoring',
  'criteria',
  'tieRule',
  'lowPriceShare',
  'bidBond',
  'performanceBond',
  'payments',
  'term',
  'sme',
  'price',
  'serviceDays',
  'evaluationScheme',
] as const satisfies readonly (keyof TenderTerms)[];

/** Members that a lot says for itself, each whole; what is absent is as its tender has it. */
export type LotTerms = Partial<Pick<TenderTerms, (typeof LOT_MEMBERS)[number]>>;

/** What a lot says for itself; null, an empty list and an absent member: as its tender. */
export interface LotWords {
  window: { start: string | null; end: string | null };
  termText: string | null;
  serviceLines: string[];
  terms: LotTerms;
}

/** A lot that is as its tender in everything. */
export const NO_OWN_WORDS: LotWords = {
  window: { start: null, end: null },
  termText: null,
  serviceLines: [],
  terms: {},
};

/** The documents as they are for a lot. */
export const deriveLotTerms = (tender: TenderTerms, lot: LotTerms): TenderTerms => ({ ...tender, ...lot });

/** First and last day of a lot's service; one that is recorded may know one of them alone. */
export const deriveLotWindow = (tender: Window, lot: Window): LotWords['window'] => ({
  start: lot.start ?? tender.start ?? null,
  end: lot.end ?? tender.end ?? null,
});

/** The lines that a lot is for: its own, else each of its tender's. */
export const deriveLotLines = <T extends readonly string[]>(tender: T, own: T | undefined): T =>
  own === undefined || own.length === 0 ? tender : own;

/** Names of what a lot says for itself. */
export const listOwnMembers = ({ window, termText, serviceLines, terms }: LotWords): string[] => [
  ...((window.start ?? window.end) === null ? [] : ['window']),
  ...(termText === null ? [] : ['termText']),
  ...(serviceLines.length === 0 ? [] : ['serviceLines']),
  ...Object.keys(terms)
    .sort()
    .map((name) => `terms.${name}`),
];

/** The lot's own words as members of a document: what it does not say is absent, as in documents of lots without any. */
export const toOwnWords = ({ window, termText, serviceLines, terms }: LotWords): Partial<LotWords> => ({
  ...((window.start ?? window.end) !== null && { window }),
  ...(termText !== null && { termText }),
  ...(serviceLines.length > 0 && { serviceLines }),
  ...(Object.keys(terms).length > 0 && { terms }),
});
