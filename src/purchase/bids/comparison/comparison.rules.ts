import { setImmediate as pause } from 'node:timers/promises';
import type { ComparedBid, LotComparisonResult } from './comparison-types.js';
import type { OpenedBid, ReadPart, TenderTexts } from './compared-texts.js';
import { findNamedRivals, type NamedBody } from './named-rivals.rules.js';
import { findSharedMarks } from './print-likeness.rules.js';
import {
  collectShingles,
  compareTexts,
  findAlterations,
  indexContexts,
  listCandidatePairs,
  listSharedPrints,
  prepareText,
  type ComparedText,
  type TextPart,
} from './text-likeness.rules.js';

/** A bid with its words. */
export interface BidToCompare {
  bid: OpenedBid;
  parts: ReadPart[];
}
/** What of it many bids of other purchases hold, asked for what two bids of this lot share. */
export interface KnownElsewhere {
  fingerprints(shared: readonly number[]): Promise<ReadonlySet<number>>;
  images(shared: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What the bids of a lot have in common, and the fingerprints of each text, by which later lots know it. */
export async function compareLot(
  bids: readonly BidToCompare[],
  tender: TenderTexts,
  elsewhere: KnownElsewhere,
): Promise<{ result: LotComparisonResult; texts: ComparedText[] }> {
  const given = collectShingles(tender.texts);
  const contexts = indexContexts(tender.texts);
  const texts: ComparedText[] = [];
  for (const { parts } of bids) {
    const read = listReadParts(parts);
    texts.push({ prepared: prepareText(read, given), alterations: findAlterations(read, contexts) });
    // Long texts take their time, in a process that has other things to do.
    await pause();
  }
  const candidates = listCandidatePairs(texts.map(({ prepared }) => prepared));
  const shared = new Set(
    candidates.flatMap(([a, b]) => listSharedPrints(getItem(texts, a).prepared, getItem(texts, b).prepared)),
  );
  const common = await elsewhere.fingerprints([...shared]);
  const likeness = bids.flatMap((_, a) =>
    bids.slice(a + 1).flatMap((__, i) => {
      const b = a + 1 + i;
      const isCandidate = candidates.some(([x, y]) => x === a && y === b);
      const [left, right] = [getItem(texts, a), getItem(texts, b)];
      if (!isCandidate && left.alterations.length * right.alterations.length === 0) return [];
      const found = compareTexts(left, right, common);
      return found ? [{ a: getItem(bids, a).bid.id, b: getItem(bids, b).bid.id, ...found }] : [];
    }),
  );
  const bodies = bids.map(({ bid }) => toNamedBody(bid));
  const names = bids.flatMap(({ bid, parts }) => {
    const others = bodies.filter(({ bid: other }) => other !== bid.id);
    const known = (bid.content.likeContracts ?? []).map(({ buyer }) => buyer);
    return findNamedRivals(toNamedBody(bid), listReadParts(parts), others, { documents: tender.texts, bodies: known });
  });
  const images = await elsewhere.images(listSharedImages(bids));
  const printed = bids.map(({ bid: { id, files } }) => ({
    bid: id,
    files: files.flatMap(({ no, print }) => (print ? [{ no, print }] : [])),
  }));
  const marks = findSharedMarks(printed, { prints: tender.prints, isWhole: tender.isWhole, images });
  const counts = bids.map((bid, i) => countRead(bid, getItem(texts, i)));
  const documents = tender.isWhole ? 'whole' : 'partly';
  return { result: { documents, bids: counts, likeness, names, marks }, texts };
}

const getItem = <T>(list: readonly T[], index: number): T => list[index] as T;

const listReadParts = (parts: readonly ReadPart[]): TextPart[] =>
  parts.flatMap(({ no, text }) => (text === null ? [] : [{ no, text }]));

const toNamedBody = ({ id, name, credit_code: creditCode }: OpenedBid): NamedBody => ({ bid: id, name, creditCode });

/** Images that stand in more than one bid. */
function listSharedImages(bids: readonly BidToCompare[]): string[] {
  const counts = new Map<string, number>();
  for (const { bid } of bids)
    for (const image of new Set(bid.files.flatMap(({ print }) => print?.embedded ?? [])))
      counts.set(image, (counts.get(image) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([image]) => image);
}

function countRead({ bid, parts }: BidToCompare, { prepared }: ComparedText): ComparedBid {
  const files = parts.filter(({ no }) => no > 0);
  const count = (state: ReadPart['state']) => files.filter((part) => part.state === state).length;
  return {
    bid: bid.id,
    documents: bid.content.documents.length,
    read: count('read'),
    withoutText: count('no_text'),
    // Named and not given, altered or missing: nobody can say what stands in it.
    unreadable: bid.content.documents.length - count('read') - count('no_text'),
    characters: prepared.characters,
  };
}
