import type { TenderTerms } from '../conducted/terms/terms-types.js';
import { ofLot, type Line, type NoticeLot } from './notice-parts.rules.js';

/** What the documents say of one lot. */
export interface DocumentsOfLot {
  terms: Partial<TenderTerms> | null;
  window: { start: string | null; end: string | null };
}
interface Source extends DocumentsOfLot {
  lots: readonly NoticeLot[];
}

/** The documents as they are for a lot; of no lot or an unknown one those of the tender. */
export function findDocumentsOfLot({ lots, terms, window }: Source, no: number | null): DocumentsOfLot {
  const lot = lots.find((each) => each.no === no);
  return { terms: lot?.terms ?? terms, window: lot?.window ?? window };
}

/** Lines that are the same for every lot, once; else of each lot, each with the lot's number before it. */
export function writeOfLots(source: Source, write: (of: DocumentsOfLot, lot: string) => Line[]): Line[] {
  const all = source.lots.map(({ no }) => ({ no, of: findDocumentsOfLot(source, no) }));
  const said = new Set(all.map(({ of }) => JSON.stringify(write(of, ''))));
  if (said.size > 1) return all.flatMap(({ no, of }) => write(of, ofLot(no)));
  return write(all[0]?.of ?? source, '');
}
