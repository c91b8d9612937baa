import { honestWriter } from '../../test/support/honest-texts.js';
import {
  compareLot,
  type AskedElsewhere,
  type BidToCompare,
} from '../../src/purchase/bids/comparison/comparison.rules.js';
import { normalizeWords } from '../../src/purchase/bids/comparison/text-shingles.rules.js';
import type { ComparisonFacts } from '../../src/watch/facts/comparison-facts.js';
import { toComparisonFacts } from '../../src/watch/facts/purchases/handed-in/comparisons.rules.js';
import type { LotFacts } from '../../src/watch/facts/fact-types.js';
import { C04 } from '../../src/watch/indicators/c04-same-words.js';
import { C06 } from '../../src/watch/indicators/c06-rival-named.js';
import { NOTHING_ELSE } from '../honest-lots.js';

type Writer = ReturnType<typeof honestWriter>;

/** Bidders of other purchases who have to write a passage before it is the category's own: as the product asks. */
const MANY_BIDDERS = 3;
const BIDS = 4;
/** Records of the first two, who share something where anybody does. */
export const PAIR = ['bid:bidder-0', 'bid:bidder-1'];
/** These two rules draw nothing. */
const SEED = '0'.repeat(64);
/** Letters of one bid, and of the documents of a tender. */
export const BID = 6_000;
const TENDER = 4_000;
/** Bids of others that are known where nobody takes boilerplate. */
const WELL_KNOWN = 500;
/** Passages that go from hand to hand in a category, and how many of them one bid takes. */
const BOILERPLATE = 40;
const TAKEN = 8;

/** What honest bidders write, or what two of them have in common. */
export interface TextCell {
  name: string;
  /** Share of each bid that is taken from the documents of the tender. */
  copied: number;
  /** Bids of other purchases that the product knows, where bids take boilerplate; null: nobody takes any. */
  history: number | null;
  /** Share of the bid that the first two have in common; absent: nobody has. */
  shared?: number;
  /** Every so many characters of it one is written anew by the second. */
  rewritten?: number;
  /** What is asked: `≤` of honest lots that trigger, `≥` of planted pairs that are found; null: printed alone. */
  mark: number | null;
}

export const CELLS: readonly TextCell[] = [
  ...[0.2, 0.5, 0.9].map((copied) => ({
    name: `honest, ${copied * 100} % taken from the tender`,
    ...{ copied, history: null, mark: 0.01 },
  })),
  ...[300, 100, 30].map((history) => ({
    name: `honest, with boilerplate, ${history} bids of others known`,
    ...{ copied: 0.3, history, mark: 0.01 },
  })),
  { name: 'honest, with boilerplate, no bid of others known', copied: 0.3, history: 0, mark: 0.01 },
  ...[0.05, 0.1, 0.2, 0.4].map((shared) => ({
    name: `two bids share ${shared * 100} %`,
    ...{ copied: 0.3, history: null, shared, mark: 0.95 },
  })),
  ...[0.1, 0.2, 0.4].map((shared) => ({
    name: `two bids share ${shared * 100} %, no bid of others known`,
    ...{ copied: 0.3, history: 0, shared, mark: null },
  })),
  ...[120, 60, 30].map((rewritten) => ({
    name: `two bids share 20 %, one character in ${rewritten} rewritten`,
    ...{ copied: 0.3, history: null, shared: 0.2, rewritten, mark: null },
  })),
];

export interface TextTally {
  lots: number;
  /** Honest: lots in which C04 triggered; planted: lots in which it named the pair. */
  found: number;
  /** Lots in which anybody else was named, or C06 triggered. */
  others: number;
}

export async function runCell(cell: TextCell, lots: number, seed: string): Promise<TextTally> {
  const writer = honestWriter(`${seed} ${cell.name}`);
  const random = numbersOf(writer);
  const pool = Array.from({ length: BOILERPLATE }, () => writer.write(120 + Math.floor(random() * 200)));
  const known = cell.history === null ? new Map<number, number>() : await countHistory(pool, cell.history, random);
  const tally: TextTally = { lots: 0, found: 0, others: 0 };
  for (let lot = 0; lot < lots; lot++) {
    const tender = writer.write(TENDER);
    const texts = Array.from({ length: BIDS }, () => writeBid(cell, { writer, tender, pool, random }));
    if (cell.shared !== undefined) plant(cell, texts, writer);
    const othersKnown = cell.history ?? WELL_KNOWN;
    const comparison = { ...(await compareTexts(texts, tender, known)), othersKnown };
    const facts = toLotFacts(comparison);
    const judged = C04.evaluate(facts, SEED);
    const found = judged.state === 'triggered';
    const named = new Set(judged.evidence.map(({ record }) => record));
    const isPlanted = cell.shared !== undefined;
    const isNamed = found && (!isPlanted || PAIR.every((record) => named.has(record)));
    const others = isPlanted && found && named.size > PAIR.length;
    tally.lots += 1;
    if (isNamed) tally.found += 1;
    if (others || C06.evaluate(facts, SEED).state === 'triggered') tally.others += 1;
  }
  return tally;
}

/** Numbers in [0, 1) from the writer's own words, so that one seed makes all of it. */
function numbersOf(writer: Writer): () => number {
  let word = 0x811c9dc5;
  return () => {
    for (const character of writer.write(12)) word = Math.imul(word ^ character.charCodeAt(0), 0x01000193);
    word ^= word >>> 15;
    return (word >>> 0) / 2 ** 32;
  };
}

interface Desk {
  writer: Writer;
  tender: string;
  pool: readonly string[];
  random: () => number;
}

/** Words of its own, what it takes from the tender in one piece, and boilerplate between them. */
function writeBid({ copied, history }: TextCell, { writer, tender, pool, random }: Desk): string {
  const length = Math.min(tender.length, Math.round(BID * copied));
  const from = Math.floor(random() * (tender.length - length));
  const taken = history === null ? [] : takeSome(pool, random);
  const own = Math.max(800, BID - length - taken.join('').length);
  const pieces = [tender.slice(from, from + length), ...taken];
  return pieces.map((piece) => `${writer.write(own / pieces.length)}。${piece}`).join('。');
}

const takeSome = (pool: readonly string[], random: () => number): string[] =>
  [...pool]
    .map((text) => ({ text, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, TAKEN)
    .map(({ text }) => text);

/** One text in the first two bids, among their own words, in place of as many of these. */
function plant({ shared = 0, rewritten }: TextCell, texts: string[], writer: Writer): void {
  const text = writer.write(Math.round(BID * shared));
  const again =
    rewritten === undefined ? text : [...text].map((each, i) => (i % rewritten === 7 ? '另' : each)).join('');
  const insert = (bid: string, words: string): string =>
    `${bid.slice(0, 500)}。${words}。${bid.slice(500 + words.length)}`;
  texts[0] = insert(texts[0] ?? '', text);
  texts[1] = insert(texts[1] ?? '', again);
}

/** How many other bidders gave each fingerprint away in purchases before. */
async function countHistory(pool: readonly string[], bids: number, random: () => number): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for (let n = 0; n < bids; n++) {
    const [bid] = toBids([takeSome(pool, random).join('。')]);
    const { bids: found } = await compareLot([bid as BidToCompare], NO_DOCUMENTS, askNobody);
    for (const print of found[0]?.fingerprints ?? []) counts.set(print, (counts.get(print) ?? 0) + 1);
  }
  return counts;
}

const NO_DOCUMENTS = { texts: [], prints: [], isWhole: true };
const askNobody = (): Promise<AskedElsewhere> => Promise.resolve({ prints: [], images: [], devices: [] });

export const toBids = (texts: readonly string[]): BidToCompare[] =>
  texts.map((text, n) => ({
    bid: `bidder-${n}`,
    name: `示例第${n}社会工作服务中心`,
    creditCode: null,
    reasons: [],
    files: [],
    parts: [{ no: 1, text: normalizeWords(text) }],
  }));

async function compareTexts(
  texts: readonly string[],
  tender: string,
  known: ReadonlyMap<number, number>,
): Promise<ComparisonFacts> {
  const bids = toBids(texts);
  const given = { ...NO_DOCUMENTS, texts: [normalizeWords(tender)] };
  const { bids: read, ...found } = await compareLot(bids, given, ({ prints }) =>
    Promise.resolve({
      prints: prints.filter((print) => (known.get(print) ?? 0) >= MANY_BIDDERS),
      images: [],
      devices: [],
    }),
  );
  const counts = read.map(({ characters }, n) => ({
    ...{ bid: `bidder-${n}`, documents: 1, read: 1, withoutText: 0, unreadable: 0 },
    characters,
  }));
  const bidders = bids.map(({ bid, name }) => ({ id: bid, key: bid, bidder: name, price: null }));
  return toComparisonFacts({ documents: 'whole', bids: counts, ...found }, bidders);
}

export const toLotFacts = (comparison: ComparisonFacts): LotFacts => ({
  ...NOTHING_ELSE,
  subject: { type: 'lot', id: 'lot', key: 'lot' },
  asOf: '2026-01-01',
  conflicts: [],
  method: 'OPEN_TENDER',
  pricing: 'competitive',
  startedOn: '2025-11-03',
  ceiling: null,
  bidCount: BIDS,
  bids: [],
  comparison,
});
