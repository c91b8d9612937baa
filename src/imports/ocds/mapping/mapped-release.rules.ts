import type { FieldError } from '../../../kernel/errors/problem.js';
import { isCancelledAward } from '../../../purchase/tenders/recording/facts-in-force.rules.js';
import { tenderFact } from '../../../purchase/tenders/recording/given-fact.js';
import type { Party, TenderFactData } from '../../../purchase/tenders/recording/fact-types.js';
import { isJsonObject, type JsonObject } from '../../notices/notice-row-reader.js';
import { ImportLosses } from '../import-losses.rules.js';
import { readContracts } from './mapped-contracts.rules.js';
import { readAwards, readBids, type Reading } from './mapped-results.rules.js';
import {
  consumeTotal,
  readCallFacts,
  readCallPeriod,
  readDocuments,
  readTenderColumns,
} from './mapped-tender.rules.js';
import { toSource, type MappedPurchase, type TenderFacts } from './mapped-types.js';
import { readLots } from './release-lots.js';
import { ReleaseParties } from './release-parties.js';
import { ReleaseReading } from './release-reading.js';

/** States that a tender or lot has by a fact of its own; `withdrawn` says that no more is told of it, not what became of it. */
const ENDS: Readonly<Record<string, 'failure' | 'cancellation'>> = {
  unsuccessful: 'failure',
  cancelled: 'cancellation',
};

/**
 * A compiled release as what is recorded of a purchase. What has no place here is counted by its member; nothing is completed,
 * converted or guessed. Lots that are known by their ids keep their numbers.
 */
export function mapRelease(release: JsonObject, dataset: string, knownLots: readonly string[] = []): MappedPurchase {
  const errors: FieldError[] = [];
  const losses = new ImportLosses();
  const root = new ReleaseReading(release, { errors, losses });
  const ocid = String(release['ocid']);
  // Which release said it last is kept with the releases.
  for (const key of ['ocid', 'id', 'date', 'tag']) root.lose(key, 'own_words');
  root.consumeSame('language', 'zh');
  root.consumeSame('initiationType', 'tender');
  const [tender, planning] = [root.part('tender'), root.part('planning')];
  const reading: Reading = {
    ocid,
    lots: readLots(tender, knownLots),
    parties: new ReleaseParties(root.list('parties')),
  };
  const contracts = root.list('contracts');
  const title = readTitle(tender, contracts, ocid);
  tender?.id();
  const buyer = readBuyer(root, tender, reading.parties);
  const columns = readTenderColumns(tender, planning, reading.lots, title);
  const period = readCallPeriod(tender);
  const documents = (['planning', 'tender'] as const).flatMap((section) =>
    readDocuments(section, { planning, tender }[section], columns.method ?? null, period.deadline),
  );
  const call = tender ? readCallFacts(tender, ocid, period, documents) : [];
  const bids = readBids(root.part('bids'), reading);
  const listed = root.list('awards');
  const failed = [tender, ...reading.lots.map((lot) => lot.reading)].some(
    (part) => part && findEnd(part) === 'failure',
  );
  const isCounted = reading.lots.length === 1 && (listed.length > 0 || failed);
  const bidCount = isCounted ? (tender?.count('numberOfTenderers') ?? null) : null;
  const awards = readAwards(listed, reading, bidCount);
  const signed = readContracts(contracts, reading, awards.awards, title);
  const planned = documents.find(({ kind }) => kind === 'intent');
  const isPlanned = planned !== undefined || tender?.peek('status') === 'planned';
  const intention = tenderFact('intention', null, planned?.published ? { publishedOn: planned.published } : {}, toSource(ocid, 'planning')); // prettier-ignore
  const results = [...awards.facts, ...signed.facts];
  const ends = tender ? readEnds(tender, reading, { results, bidCount }) : [];
  if (tender) {
    consumeTotal(tender, reading.lots);
    consumeTenderers(tender, bids, reading.parties);
    readStatuses(tender, reading, call.length > 0, isPlanned, results);
  }
  root.countUnread();
  return {
    tender: {
      conducted: 'elsewhere',
      dataset,
      title,
      ...columns,
      externalIds: [{ system: toSystem(dataset), id: ocid }],
    },
    buyer,
    lotIds: reading.lots.flatMap((lot) => (lot.reading === null ? [] : [lot.id])),
    facts: [...(isPlanned ? [{ fact: intention, pointer: '/planning' }] : []), ...call, ...bids, ...results, ...ends],
    contracts: signed.contracts,
    documents,
    losses: losses.list(),
    errors,
  };
}

/** External ids are named by the import, not by its dataset. */
const toSystem = (dataset: string): string => dataset.replace('import:', '');

function readTitle(tender: ReleaseReading | null, contracts: readonly ReleaseReading[], ocid: string): string {
  const own = tender?.cutText('title', 500) ?? null;
  if (own !== null) return own;
  const of = contracts.find((contract) => typeof contract.peek('title') === 'string');
  return of?.cutText('title', 500) ?? ocid;
}

/** Who buys; a procuring entity that is another body stays unread. */
function readBuyer(root: ReleaseReading, tender: ReleaseReading | null, parties: ReleaseParties): Party | null {
  const entity = tender?.peek('procuringEntity') as JsonObject | undefined;
  const named = root.peek('buyer') as JsonObject | undefined;
  if (named === undefined) return parties.refer(tender?.part('procuringEntity') ?? null);
  const buyer = parties.refer(root.part('buyer'));
  if (entity !== undefined && entity['id'] === named['id']) parties.refer(tender?.part('procuringEntity') ?? null);
  return buyer;
}

/** Failures and cancellations of the whole, else of its lots. */
function readEnds(
  tender: ReleaseReading,
  { ocid, lots }: Reading,
  { results, bidCount }: { results: TenderFacts; bidCount: number | null },
): TenderFacts {
  const toFact = (end: 'failure' | 'cancellation', lot: number | null, path: string) =>
    tenderFact(end, lot, end === 'failure' && bidCount !== null ? { bidCount } : {}, toSource(ocid, path));
  const end = findEnd(tender);
  if (end !== undefined) return [{ fact: toFact(end, null, 'tender'), pointer: '/tender/status' }];
  return lots.flatMap(({ no, id, reading }): TenderFacts => {
    const ended = reading === null ? undefined : findEnd(reading);
    const isTold = results.some(({ fact }) => fact.kind === 'failure' && (fact.lot === no || fact.lot === null));
    if (ended === undefined || reading === null || isTold) return [];
    return [{ fact: toFact(ended, no, `lots/${id}`), pointer: `${reading.pointer}/status` }];
  });
}

function findEnd(part: ReleaseReading): 'failure' | 'cancellation' | undefined {
  const status = part.peek('status');
  return typeof status === 'string' && Object.hasOwn(ENDS, status) ? ENDS[status] : undefined;
}

/** Other states follow here from what is known; one that does not is left out. */
function readStatuses(
  tender: ReleaseReading,
  { lots }: Reading,
  isCalled: boolean,
  isPlanned: boolean,
  results: TenderFacts,
): void {
  const deriveStatus = (lot: number | null): string | null => {
    const own = results.filter(
      ({ fact }) => lot === null || fact.lot === lot || fact.lot === null || fact.lot === undefined,
    );
    if (own.some(({ fact }) => (fact.kind === 'award' && !isCancelledAward(fact)) || fact.kind === 'contract'))
      return 'complete';
    if (own.some(({ fact }) => fact.kind === 'failure')) return 'unsuccessful';
    return isCalled ? 'active' : isPlanned ? 'planned' : null;
  };
  const ended = findEnd(tender);
  const consume = (part: ReleaseReading | null, no: number | null): void => {
    if (part === null) return;
    const status = part.peek('status');
    const end = findEnd(part);
    if (end !== undefined && (ended === undefined || ended === end)) part.consume('status');
    else if (status === deriveStatus(no) && ended === undefined) part.consume('status');
    else part.lose('status', 'derived');
  };
  consume(tender, null);
  for (const { no, reading } of lots) consume(reading, no);
}

type BidData = TenderFactData['bid'];
const listBidders = ({ bidder, members = [] }: BidData): string[] => [bidder, ...members].map(({ name }) => name ?? '');

/** Who tenders follows from the bids where it is the same; names alone are no bids. */
function consumeTenderers(tender: ReleaseReading, bids: TenderFacts, parties: ReleaseParties): void {
  const listed = tender.peek('tenderers');
  if (!Array.isArray(listed)) return;
  const bidders = new Set(bids.flatMap(({ fact }) => listBidders(fact.data as BidData)));
  const names = listed.map((tenderer: unknown) => (isJsonObject(tenderer) ? (tenderer['name'] ?? '') : null));
  if (names.length !== bidders.size || !names.every((name) => typeof name === 'string' && bidders.has(name))) return;
  for (const tenderer of tender.list('tenderers')) parties.refer(tenderer);
}
