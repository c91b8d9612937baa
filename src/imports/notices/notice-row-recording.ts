import { toDay } from '../../kernel/clock/moment.js';
import type {
  ContractFactKind,
  FactSource,
  GivenFact,
  Moment,
  NewRecordedTender,
  PartialDate,
  Party,
  TenderFactKind,
} from '../../purchase/tenders/recording/fact-types.js';
import type { Window } from '../../purchase/tenders/recording/recorded-window.js';
import { contractFact, tenderFact } from '../../purchase/tenders/recording/given-fact.js';
import {
  listParties,
  listSuppliers,
  lotName,
  lotOfBidder,
  placeLots,
  placeWhole,
  type PlacedLot,
  type RoundLot,
} from './notice-row-lots.js';
import type { NoticeKind } from '../../law/code-lists/code-lists.js';
import type { NamedSubcontractors, NoticeRow, NoticeSupplier, Offer } from './notice-row-types.js';

export interface RecordingOptions {
  /** `import:<name>`; also the system of the external ids. */
  dataset: string;
  /** The code of the region that the text names on that day, else null. */
  regionOf: (text: string, on: PartialDate | null) => string | null;
  /** The lots of the round that the row joins; absent where the row opens one. */
  roundLots?: readonly RoundLot[];
}

/** A notice row as recording commands: what `POST /tenders`, its facts and the facts of its contracts would take. */
export interface NoticeRecording {
  noticeKind: NoticeKind;
  /** The round that the row opens. A row that joins a round adds its facts only; the rest stays in the raw row. */
  tender: NewRecordedTender;
  /** The buyer as named; the import finds or creates the organisation of its dataset. Null stays unknown. */
  buyerName: string | null;
  facts: GivenFact<TenderFactKind>[];
  /** Facts of the contract of a lot (null: of the whole) with this supplier, which a `contract` fact above proves. */
  contractFacts: { lot: number | null; supplier: string | null; facts: GivenFact<ContractFactKind>[] }[];
  source: FactSource;
  raw: Record<string, unknown>;
}

/** Kinds that speak of what came after the call: bidders listed in them did bid. */
export const AFTER_THE_CALL: ReadonlySet<string> = new Set<NoticeKind>([
  'result',
  'contract',
  'acceptance',
  'failure',
  'evaluation',
]);

/** These prove that there was a contract, although the notice may say nothing else about it. */
const PROVE_A_CONTRACT: ReadonlySet<NoticeKind> = new Set(['contract', 'acceptance', 'evaluation']);

export function toRecording(row: NoticeRow, options: RecordingOptions): NoticeRecording {
  const source: FactSource = {
    kind: 'notice',
    url: row.url,
    publishedOn: day(row.publishedOn) ?? null,
    reference: row.id,
  };
  const lots = placeLots(row, options.roundLots);
  // Which of several contracts a row means that names no supplier cannot be told.
  const contracts = lotsOfContracts(row, lots).filter((lot) => !isOneOfSeveral(lot, options.roundLots));
  return {
    noticeKind: row.kind,
    tender: toRecordedTender(row, options),
    buyerName: row.buyer,
    facts: [
      ...callFacts(row, source),
      ...bidFacts(row, lots, source),
      ...awardFacts(row, lots, source),
      ...failureFacts(row, lots, source),
      ...contracts.flatMap((lot) =>
        listParties(lot).map((supplier) => tenderFact('contract', lot.no, contractData(row, lot, supplier), source)),
      ),
    ],
    contractFacts: contracts.flatMap((lot) => {
      const fact = closingFact(row, source);
      return fact === null ? [] : listParties(lot).map(({ name }) => ({ lot: lot.no, supplier: name, facts: [fact] }));
    }),
    source,
    raw: row.raw,
  };
}

function toRecordedTender(row: NoticeRow, { dataset, regionOf, roundLots }: RecordingOptions): NewRecordedTender {
  const planned = !PROVE_A_CONTRACT.has(row.kind);
  const on = day(row.publishedOn ?? row.awardedOn) ?? null;
  const lots = placeLots(row);
  // What is said of the only lot of a round is said of the whole.
  const single = lots.length === 1 && (roundLots?.length ?? 1) === 1;
  const whole = single ? (lots[0] ?? row) : row;
  return {
    conducted: 'elsewhere',
    dataset,
    title: row.title,
    method: row.method,
    category: row.category,
    region: row.regionText === null ? null : regionOf(row.regionText, on),
    regionText: row.regionText,
    window: planned ? (toWindow(whole) ?? null) : null,
    termText: planned ? whole.termText : null,
    budget: row.budget,
    projectNo: row.projectNo,
    lots: lots.map((lot, i) => ({
      no: i + 1,
      name: lotName(lot, i + 1),
      ceiling: lot.ceiling,
      budget: lot.budget,
      pricing: lot.pricing ?? row.pricing,
      ...(!single && toPlannedWords(row, lot)),
    })),
    externalIds: [{ system: dataset, id: row.id }],
  };
}

/** First and last day and term of one of several lots, where the notice plans them; a contract's are said of the contract. */
export function toPlannedWords({ kind }: NoticeRow, lot: PlacedLot): { window?: Window; termText?: string } {
  if (PROVE_A_CONTRACT.has(kind)) return {};
  return dropAbsentFields({ window: toWindow(lot), termText: lot.termText ?? undefined });
}

/** Intention, call and correction; and the dates of the call where a later notice repeats them. */
function callFacts(row: NoticeRow, source: FactSource): GivenFact<TenderFactKind>[] {
  const publishedOn = day(row.publishedOn);
  const documentsFrom = day(row.documentsFrom);
  const documentsTo = day(row.documentsTo);
  const deadline = row.deadline ?? undefined;
  const openingAt = row.openingAt ?? undefined;
  switch (row.kind) {
    case 'intent':
      return [tenderFact('intention', null, dropAbsentFields({ publishedOn }), source)];
    case 'correction':
      return [
        tenderFact('correction', null, dropAbsentFields({ publishedOn, documentsTo, deadline, openingAt }), source),
      ];
    case 'tender':
    case 'single_source': {
      const singleSource = row.kind === 'single_source' ? true : undefined;
      const call = dropAbsentFields({ publishedOn, documentsFrom, documentsTo, deadline, openingAt, singleSource });
      return [tenderFact('notice', null, call, source)];
    }
    default: {
      const call = dropAbsentFields({ documentsFrom, documentsTo, deadline, openingAt });
      return Object.keys(call).length === 0 ? [] : [tenderFact('notice', null, call, source)];
    }
  }
}

/** Names in a call or a correction are never bids. A bidder whose lot is not said stays in the raw row. */
function bidFacts(row: NoticeRow, lots: readonly PlacedLot[], source: FactSource): GivenFact<TenderFactKind>[] {
  if (!AFTER_THE_CALL.has(row.kind)) return [];
  return row.bidders.flatMap((bidder) => {
    const lot = lotOfBidder(bidder, lots, row.lots.length);
    if (lot === null || (bidder.name === null && (bidder.price ?? bidder.finalPrice) === null)) return [];
    const { price, finalPrice, rank, score, technicalScore, priceScore, receivedAt, status, rejectedFor } = bidder;
    const subcontractors = toParties(bidder.subcontractors);
    const terms = dropAbsentFields({
      price: price ?? undefined,
      rank: rank ?? undefined,
      finalPrice: finalPrice ?? undefined,
      score: score ?? undefined,
      technicalScore: technicalScore ?? undefined,
      priceScore: priceScore ?? undefined,
      receivedAt: receivedAt ?? undefined,
      status: status ?? undefined,
      rejectedFor: status === 'rejected' ? (rejectedFor ?? undefined) : undefined,
      subcontractors,
    });
    return [tenderFact('bid', lot, { bidder: party(bidder.name) ?? {}, ...terms }, source)];
  });
}

/**
 * A result notice is an award of each lot whose winner or price it names; where it names none at all, a result of the
 * whole, winner unknown. Another notice proves an award only by an award date. How many bid is never counted from a list
 * of names: published lists are often incomplete.
 */
function awardFacts(row: NoticeRow, lots: readonly PlacedLot[], source: FactSource): GivenFact<TenderFactKind>[] {
  const isResult = row.kind === 'result';
  if (!isResult && (!PROVE_A_CONTRACT.has(row.kind) || row.awardedOn === null)) return [];
  const when = dropAbsentFields({
    decidedOn: day(row.awardedOn),
    publishedOn: isResult ? day(row.publishedOn) : undefined,
  });
  const named = lots.filter((lot) =>
    listSuppliers(lot).some(
      ({ name, price, unitPrice }) => name !== null || (isResult && (price ?? unitPrice) !== null),
    ),
  );
  const [whole] = placeWholeRow(row, lots);
  return (named.length > 0 ? named : whole ? [whole] : []).flatMap((lot) => {
    const result = { ...when, ...dropAbsentFields({ bidCount: lot.bidCount ?? undefined, places: countPlaces(lot) }) };
    return listParties(lot).map((supplier) => {
      const place = dropAbsentFields({ share: supplier.share ?? undefined, rank: supplier.rank ?? undefined });
      return tenderFact('award', lot.no, { ...result, ...toTerms(supplier, isResult), ...place }, source);
    });
  });
}

/** Several suppliers are chosen for a lot where the notice names several, or says how many. */
function countPlaces(lot: PlacedLot): number | undefined {
  const places = Math.max(lot.supplierCount ?? 1, listSuppliers(lot).length);
  return places > 1 ? places : undefined;
}

/** A supplier, and what it is paid where the notice is the one that says so. A price of an unnamed unit stays in the row. */
function toTerms({ name, price, unitPrice, subcontractors }: NoticeSupplier, priced: boolean) {
  return dropAbsentFields({
    supplier: party(name),
    // Whose they would be is not known where nobody is named.
    subcontractors: name === null ? undefined : toParties(subcontractors),
    amount: priced ? (price ?? undefined) : undefined,
    ...(priced &&
      unitPrice !== null &&
      unitPrice.unit !== null && { unitPrice: unitPrice.price, unit: unitPrice.unit }),
  });
}

/** What a row says beside its lots: of the only lot, or of all of them together. */
function placeWholeRow(row: NoticeRow, lots: readonly PlacedLot[]): readonly PlacedLot[] {
  return lots.length === 1 ? lots : [placeWhole(row, null)];
}

function failureFacts(row: NoticeRow, lots: readonly PlacedLot[], source: FactSource): GivenFact<TenderFactKind>[] {
  if (row.kind !== 'failure') return [];
  const when = dropAbsentFields({ publishedOn: day(row.publishedOn) });
  const failed = row.lots.length > 0 ? lots : [placeWhole(row, null)];
  return failed.map(({ no, bidCount }) =>
    tenderFact('failure', no, { ...when, ...dropAbsentFields({ bidCount: bidCount ?? undefined }) }, source),
  );
}

/** Lots whose contract the row proves: those it names a supplier or price for; else one of the whole, or each of them. */
function lotsOfContracts(row: NoticeRow, lots: readonly PlacedLot[]): readonly PlacedLot[] {
  if (!PROVE_A_CONTRACT.has(row.kind) && !(row.kind === 'result' && row.signedOn !== null)) return [];
  const named = lots.filter((lot) => listSuppliers(lot).length > 0);
  if (named.length > 0) return named;
  return lots.length === 0 || listSuppliers(placeWhole(row, null)).length > 0 ? placeWholeRow(row, lots) : lots;
}

function isOneOfSeveral(lot: PlacedLot, roundLots: readonly RoundLot[] = []): boolean {
  const known = roundLots.find(({ no }) => no === lot.no);
  return (known?.suppliers_most ?? 1) > 1 && listSuppliers(lot).every(({ name }) => name === null);
}

function contractData(row: NoticeRow, lot: PlacedLot, supplier: NoticeSupplier) {
  const isContract = row.kind === 'contract';
  const proves = PROVE_A_CONTRACT.has(row.kind);
  return dropAbsentFields({
    signedOn: day(row.signedOn),
    publishedOn: isContract ? day(row.publishedOn) : undefined,
    ...toTerms(supplier, isContract),
    window: proves ? (toWindow(lot) ?? toWindow(row)) : undefined,
    termText: proves ? (lot.termText ?? row.termText ?? undefined) : undefined,
  });
}

/**
 * Notices published as acceptance are often interim or final evaluations by their own title, and an interim evaluation
 * accepts nothing: the title decides which of the two is recorded. A result is never read out of a text.
 */
function closingFact(row: NoticeRow, source: FactSource): GivenFact<ContractFactKind> | null {
  if (row.kind !== 'acceptance' && row.kind !== 'evaluation') return null;
  const title = row.title.normalize('NFKC');
  const kind = /中期(?:评估|評估)/.test(title)
    ? 'midterm'
    : /(?:终期|終期|末期|结项|結項)(?:评估|評估)/.test(title)
      ? 'final'
      : undefined;
  if (row.kind === 'evaluation' || kind !== undefined)
    return contractFact('evaluation', dropAbsentFields({ kind }), source);
  return contractFact('acceptance', dropAbsentFields({ publishedOn: day(row.publishedOn) }), source);
}

function toWindow({ serviceStart, serviceEnd }: Offer): Window | undefined {
  const start = day(serviceStart) ?? null;
  const end = day(serviceEnd) ?? null;
  return start === null && end === null ? undefined : { start, end };
}

const day = (moment: Moment | null): PartialDate | undefined => (moment === null ? undefined : toDay(moment));
const toParties = (names: NamedSubcontractors): Party[] | undefined => names?.map((name) => ({ name }));
const party = (name: string | null): Party | undefined => (name === null ? undefined : { name });

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
/** Only what the notice says: an unknown field is absent. */
function dropAbsentFields<T extends object>(fields: T): Given<T> {
  const given: Partial<T> = {};
  for (const name of Object.keys(fields) as (keyof T)[]) if (fields[name] !== undefined) given[name] = fields[name];
  return given as Given<T>;
}
