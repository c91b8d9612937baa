import { createHash } from 'node:crypto';
import type { FilePrint } from '../../src/kernel/documents/examination/examination-types.js';
import { compareLot, type BidToCompare } from '../../src/purchase/bids/comparison/comparison.rules.js';
import { toComparisonFacts } from '../../src/watch/facts/purchases/handed-in/comparisons.rules.js';
import { C01 } from '../../src/watch/indicators/c01-same-file.js';
import { createRandom, type Random } from '../../src/watch/statistics/random.js';
import { PAIR, toBids, toLotFacts, type TextTally } from './trial.js';

/** How the files of a lot were made. */
export interface FileCell {
  name: string;
  /** Set where one person writes for the first two firms: how often the names in a bid of theirs are cleared away. */
  cleared?: number;
  /** And how often a file of the second is a PDF, made anew, of which no editing is left. */
  printed?: number;
  /** Of each bid; 3 where it is not said. */
  files?: number;
  /** Set where scanners of shops always write their number; else one scan in ten has it. */
  serials?: boolean;
  /** Set where bidders also begin with a form that the tender did not give out, as last year's of the same buyer. */
  otherForm?: boolean;
  /** What is asked: `≤` of honest lots that trigger, `≥` of pairs that are found; null: printed alone. */
  mark: number | null;
}

export const FILE_CELLS: readonly FileCell[] = [
  { name: 'honest files: forms of the tender, common names and programs, one scanner shop', mark: 0.01 },
  { name: 'honest, 8 files each', files: 8, mark: 0.01 },
  { name: 'honest, 8 files each, scanners of shops always write their number', files: 8, serials: true, mark: 0.01 },
  {
    name: 'honest, 3 files each, some begin with a form that the tender did not give out',
    otherForm: true,
    mark: null,
  },
  { name: 'one author under two names, 3 files each as they are saved', cleared: 0, printed: 0.3, mark: 0.8 },
  ...[3, 5, 8].map((files) => ({
    name: `one author under two names, ${files} files each, names cleared from a third, half printed anew`,
    ...{ files, cleared: 1 / 3, printed: 0.5, mark: files === 3 ? null : 0.8 },
  })),
  {
    name: 'one author under two names, 3 files each, all names cleared, all printed anew',
    cleared: 1,
    printed: 1,
    mark: null,
  },
];

const BIDS = 4;
/** Bids of others in other purchases that name a device, each of another bidder; and how many of them make a scanner a shop's. */
const OTHERS = 30;
const MANY_BIDDERS = 2;
/** Names that several people of one county bear, and those that machines give. */
const NAMES = Array.from({ length: 200 }, (_, n) => `某人${n}`);
const MACHINES = ['Administrator', 'user', 'Lenovo', 'HP', '作者'];
const PROGRAMS = ['WPS 文字', 'Microsoft Office Word'];
const SHOPS = 2;

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;
const makeId = (random: Random): string =>
  Math.floor(random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
const makeIds = (count: number, random: Random): string[] => Array.from({ length: count }, () => makeId(random));

/** A minute of the last ten working days before the deadline. */
const makeMinute = (random: Random): string =>
  `2025-11-${String(3 + Math.floor(10 * random())).padStart(2, '0')}T${String(8 + Math.floor(10 * random())).padStart(2, '0')}:${String(Math.floor(60 * random())).padStart(2, '0')}:00Z`;

/** A form that everybody is given and fills in. */
const makeForm = (random: Random): FilePrint => ({
  documentId: makeId(random),
  createdAt: '2025-10-20T09:30:00Z',
  revisions: makeIds(5, random),
});

/** The tender's, and one that goes round among bidders. */
interface Forms {
  tender: FilePrint;
  other: FilePrint;
}

interface Hand {
  author: string;
  application: string;
  /** Pictures that it has at hand. */
  pictures: readonly string[];
}

const makeHand = (random: Random): Hand => ({
  author: random() < 0.4 ? pick(MACHINES, random) : pick(NAMES, random),
  application: pick(PROGRAMS, random),
  pictures: makeIds(6, random),
});

/** Half of what is written begins with a form; a tenth of it is scanned, some of it in a shop. */
function makeFile(hand: Hand, forms: Forms, cell: FileCell, random: Random): FilePrint {
  if (random() < 0.1)
    return random() < 0.2
      ? { device: `shop-${Math.floor(SHOPS * random())}-${random() < (cell.serials ? 1 : 0.1) ? '' : makeId(random)}` }
      : {};
  const begins = random();
  const started =
    begins < 0.4
      ? forms.tender
      : begins < 0.5
        ? cell.otherForm
          ? forms.other
          : forms.tender
        : { documentId: makeId(random), createdAt: makeMinute(random), revisions: [] };
  return {
    ...started,
    author: hand.author,
    lastAuthor: hand.author,
    application: hand.application,
    modifiedAt: makeMinute(random),
    revisions: [...(started.revisions ?? []), ...makeIds(6, random)],
    embedded: random() < 0.5 ? [pick(hand.pictures, random)] : [],
  };
}

/** The same person goes on from a file of the other bid, or writes another one; and may clear away who it was. */
function makeTwin(from: FilePrint, hand: Hand, forms: Forms, cell: FileCell, random: Random): FilePrint {
  const goesOn = random() < 0.5;
  const file = goesOn
    ? { ...from, revisions: [...(from.revisions ?? []), ...makeIds(2, random)] }
    : makeFile(hand, forms, cell, random);
  const saved = { ...file, modifiedAt: random() < 0.1 ? from.modifiedAt : makeMinute(random) };
  if (random() >= (cell.printed ?? 0)) return saved;
  return {
    author: saved.author,
    application: saved.application,
    documentId: makeId(random),
    createdAt: saved.modifiedAt,
    embedded: saved.embedded,
  };
}

const clearNames = ({ author: _, lastAuthor: __, ...rest }: FilePrint): FilePrint => rest;

function drawPrints(cell: FileCell, forms: Forms, random: Random): FilePrint[][] {
  const hands = Array.from({ length: BIDS }, () => makeHand(random));
  const prints = hands.map((hand) =>
    Array.from({ length: cell.files ?? 3 }, () => makeFile(hand, forms, cell, random)),
  );
  const [writer] = hands;
  const { cleared } = cell;
  if (cleared === undefined || writer === undefined) return prints;
  prints[1] = (prints[0] ?? []).map((file) => makeTwin(file, writer, forms, cell, random));
  return prints.map((files, bid) => (bid < 2 && random() < cleared ? files.map(clearNames) : files));
}

/** Devices that many of the others use. */
function drawKnownDevices(cell: FileCell, forms: Forms, random: Random): string[] {
  const counts = new Map<string, number>();
  for (let others = 0; others < OTHERS;) {
    const hand = makeHand(random);
    const files = Array.from({ length: cell.files ?? 3 }, () => makeFile(hand, forms, cell, random));
    const own = new Set(files.flatMap((file) => file.device ?? []));
    for (const device of own) counts.set(device, (counts.get(device) ?? 0) + 1);
    if (own.size > 0) others += 1;
  }
  return [...counts].filter(([, count]) => count >= MANY_BIDDERS).map(([device]) => device);
}

/** Through the product's own comparison and rule. */
export async function runFileCell(cell: FileCell, lots: number, seed: string): Promise<TextTally> {
  const random = createRandom(createHash('sha256').update(`${seed} ${cell.name}`).digest('hex'));
  const ofOthers = createRandom(createHash('sha256').update(`${seed} ${cell.name} others`).digest('hex'));
  const tally: TextTally = { lots, found: 0, others: 0 };
  for (let lot = 0; lot < lots; lot++) {
    const forms = { tender: makeForm(random), other: makeForm(random) };
    const prints = drawPrints(cell, forms, random);
    const bids: BidToCompare[] = toBids(prints.map(() => '')).map((bid, n) => ({
      ...bid,
      parts: [],
      files: (prints[n] ?? []).map((print, no) => ({ no: no + 1, print })),
    }));
    const devices = drawKnownDevices(cell, forms, ofOthers);
    const { bids: _, ...found } = await compareLot(bids, { texts: [], prints: [forms.tender], isWhole: true }, () =>
      Promise.resolve({ prints: [], images: [], devices }),
    );
    const counts = bids.map(({ bid, files: { length: n } }) => ({
      ...{ bid, documents: n, read: n, withoutText: n, unreadable: 0, characters: 0 },
    }));
    const bidders = bids.map(({ bid, name }) => ({ id: bid, key: bid, bidder: name, price: null }));
    const facts = toLotFacts(
      toComparisonFacts({ documents: 'whole', bids: counts, ...found, devicesKnown: OTHERS }, bidders),
    );
    const judged = C01.evaluate(facts, '0'.repeat(64));
    const named = new Set(judged.evidence.map(({ record }) => record));
    const triggered = judged.state === 'triggered';
    if (triggered && (cell.cleared === undefined || PAIR.every((record) => named.has(record)))) tally.found += 1;
    if (cell.cleared !== undefined && triggered && named.size > PAIR.length) tally.others += 1;
  }
  return tally;
}
