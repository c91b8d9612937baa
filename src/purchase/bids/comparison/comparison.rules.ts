import type { FilePrint } from '../../../kernel/documents/examination/examination-types.js';
import type { LotComparisonResult } from './comparison-types.js';
import { findNamedRivals, type NamedBody } from './named-rivals.rules.js';
import { findSharedMarks } from './print-likeness.rules.js';
import { ContextIndex, findAlterations } from './text-alterations.rules.js';
import { compareTexts, findCandidates, prepareText, type ComparedText, type TextPart } from './text-likeness.rules.js';
import { collectShingles } from './text-shingles.rules.js';

/** A bid with its words, as far as they are compared. */
export interface BidToCompare extends NamedBody {
  parts: TextPart[];
  files: { no: number; print: FilePrint }[];
  /** Bodies that it has a reason to name: whom it shows contracts with, and whom it means to take as subcontractors. */
  reasons: string[];
}
/** What everybody who bids is given. */
export interface GivenDocuments {
  /** Normalized. */
  texts: string[];
  prints: FilePrint[];
  /** All files that belong to the tender could be read, and whole. */
  isWhole: boolean;
}
/** What bids of a lot share, of which it is asked what many bids of other purchases hold too. */
export interface AskedElsewhere {
  prints: number[];
  images: string[];
  /** Cameras and scanners, by the numbers that they write into their pictures. */
  devices: string[];
}
/** The findings of a comparison, and of each bid, in their order, what its text came to. */
export interface ComparedLot extends Pick<LotComparisonResult, 'likeness' | 'names' | 'marks'> {
  bids: { characters: number; fingerprints: Int32Array }[];
}

/** Fingerprints that are asked about at most; of more an even part. */
const MOST_ASKED = 20_000;

/** What the bids of a lot have in common. `ask` is called once, before what is common to a pair is judged. */
export async function compareLot(
  bids: readonly BidToCompare[],
  given: GivenDocuments,
  ask: (shared: AskedElsewhere) => Promise<AskedElsewhere>,
): Promise<ComparedLot> {
  const texts = prepareTexts(bids, given);
  const { pairs, shared } = findCandidates(texts.map(({ prepared }) => prepared));
  const isWhole = shared.length <= MOST_ASKED;
  const prints = isWhole ? [...shared] : samplePrints(shared);
  const known = await ask({
    prints,
    images: listSharedValues(bids, ({ embedded }) => embedded ?? []),
    devices: listSharedValues(bids, ({ device }) => (device === undefined ? [] : [device])),
  });
  const common = { asked: isWhole ? null : new Set(prints), common: new Set(known.prints) };
  const candidates = new Set(pairs.map(({ a, b }) => `${a} ${b}`));
  const likeness = bids.flatMap((bid, a) =>
    bids.slice(a + 1).flatMap((other, i) => {
      const b = a + 1 + i;
      const [left, right] = [texts[a] as ComparedText, texts[b] as ComparedText];
      if (!candidates.has(`${a} ${b}`) && left.alterations.length * right.alterations.length === 0) return [];
      const found = compareTexts(left, right, common);
      return found ? [{ a: bid.bid, b: other.bid, ...found }] : [];
    }),
  );
  return {
    likeness,
    names: bids.flatMap((bid) => findNames(bid, bids, given)),
    marks: findSharedMarks(bids, { ...given, images: new Set(known.images), devices: new Set(known.devices) }),
    bids: texts.map(({ prepared: { characters, fingerprints } }) => ({ characters, fingerprints })),
  };
}

function prepareTexts(bids: readonly BidToCompare[], { texts }: GivenDocuments): ComparedText[] {
  const given = collectShingles(texts);
  const contexts = new ContextIndex(texts);
  return bids.map(({ parts }) => ({
    prepared: prepareText(parts, given),
    alterations: findAlterations(parts, contexts),
  }));
}

/** The same ones of any two lists that hold them: by their last bits. */
function samplePrints(shared: Int32Array): number[] {
  let mask = 1;
  while (shared.length / (mask + 1) > MOST_ASKED / 2) mask = mask * 2 + 1;
  return [...shared.filter((print) => (print & mask) === 0)].slice(0, MOST_ASKED);
}

function findNames(bid: BidToCompare, bids: readonly BidToCompare[], { texts }: GivenDocuments) {
  const others = bids.filter((other) => other.bid !== bid.bid);
  return findNamedRivals(bid, bid.parts, others, { documents: texts, bodies: bid.reasons });
}

/** What the files of more than one bid bear. */
function listSharedValues(bids: readonly BidToCompare[], listMarks: (print: FilePrint) => readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const { files } of bids)
    for (const mark of new Set(files.flatMap(({ print }) => listMarks(print))))
      counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([mark]) => mark);
}
