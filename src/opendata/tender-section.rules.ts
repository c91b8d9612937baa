import { formatYuan, formatYuanOrNull, parseYuan, sumFen } from '../kernel/money/money.js';
import { findCategory, getCodeLabel } from '../law/code-lists/code-lists.js';
import { deriveGoneState, matchIntendedLots } from '../purchase/tenders/drafts/intended.rules.js';
import { deriveStateAtTime } from '../purchase/tenders/purchases/purchase.rules.js';
import type { TenderState } from '../purchase/tenders/purchases/purchase-types.js';
import { ACTIVE, BID_STATUS, DOCUMENT_TYPES, PROCUREMENT_METHODS, TENDER_STATUS } from './codes.js';
import type { Losses } from './losses.js';
import type { BodyReference, OcdsBid, OcdsDocument, OcdsEnquiry, OcdsItem, OcdsLot, OcdsTender } from './ocds-types.js';
import type { Parties } from './parties.js';
import { deriveTenderPeriod } from './published-facts.rules.js';
import type { PublishedBid, PublishedLot, PublishedPurchase } from './published-purchases.queries.js';
import { formatInstant, omitUnknown, toDateTime, toPeriod, toValue } from './values.rules.js';

const toStatus = (state: string | null): string | undefined =>
  state === null ? undefined : (TENDER_STATUS[state] ?? ACTIVE);

/** What everybody sees of a draft whose intent is published is what the intent said. */
export interface StatedLot {
  lot: PublishedLot;
  title: string | null;
  /** Yuan. */
  ceiling: string | null;
  window: { start?: string | null; end?: string | null };
}
/** A lot of an intent that its draft has no more. */
const UNSTARTED = {
  name: null,
  ceiling: null,
  deadline_at: null,
  window: { start: null, end: null },
  bid_count: null,
  bids: [],
  awards: [],
  ended_awards: [],
};

export function listStatedLots({ state, intended, lots }: PublishedPurchase): StatedLot[] {
  if (intended === null)
    return lots.map((lot) => ({ lot, title: lot.name, ceiling: formatYuanOrNull(lot.ceiling), window: lot.window }));
  return matchIntendedLots(intended, lots).map(({ said: { id, no, name, ceiling, window }, lot }) => ({
    lot: { ...(lot ?? { ...UNSTARTED, state: deriveGoneState(state) }), id, no },
    title: name,
    ceiling,
    window: window ?? intended.window,
  }));
}

function toLot({ lot, title, ceiling, window }: StatedLot, now: Date, losses: Losses): OcdsLot {
  const deadline = lot.deadline_at === null ? null : new Date(lot.deadline_at);
  return omitUnknown({
    id: lot.id,
    title: title ?? `采购包${lot.no}`,
    status: toStatus(deriveStateAtTime(lot.state as TenderState | null, deadline, now)),
    value: toValue(ceiling, 'tender.lots.value', losses),
    contractPeriod: toPeriod(window, 'tender.lots.contractPeriod', losses),
  });
}

function toItem({ lot, title }: StatedLot, purchase: PublishedPurchase): OcdsItem {
  const category = findCategory(purchase.category);
  return omitUnknown({
    id: lot.id,
    description: title ?? purchase.title,
    classification: category
      ? { scheme: 'x_throughline_category', id: category.code, description: category.label.zh }
      : undefined,
    relatedLot: lot.id,
  });
}

/** Bids as the public tender shows them: before the result of a sealed one there is none. */
export const toBids = (stated: readonly StatedLot[], parties: Parties, losses: Losses): OcdsBid[] =>
  stated.flatMap(({ lot }) => lot.bids.map((bid) => toBid(lot, bid, parties, losses)));

/** Of a consortium all, the one that leads it first. */
function toTenderers({ bidder, members }: PublishedBid, parties: Parties): BodyReference[] {
  const bodies = [...new Set([bidder, ...members])].map((id) => parties.refer(id, 'tenderer'));
  return bodies.filter((body) => body !== undefined);
}

function toBid(lot: PublishedLot, bid: PublishedBid, parties: Parties, losses: Losses): OcdsBid {
  losses.count('bids.details.rank', 'no_counterpart', bid.rank === null ? 0 : 1);
  return omitUnknown({
    id: bid.id,
    date: toDateTime(bid.receivedAt, 'bids.details.date', losses),
    status: bid.status === null ? undefined : BID_STATUS[bid.status],
    tenderers: toTenderers(bid, parties),
    value: toValue(formatYuanOrNull(bid.price), 'bids.details.value', losses),
    relatedLots: [lot.id],
  });
}

const PLANNED = 'intent';
const readUrl = (url: string | null): string | undefined =>
  url !== null && URL.canParse(url) ? new URL(url).href : undefined;

/** Notices: the intent is planning's, all others are the tender's. */
export const toDocuments = (purchase: PublishedPurchase, planned: boolean, losses: Losses): OcdsDocument[] =>
  purchase.notices
    .filter(({ kind }) => (kind === PLANNED) === planned)
    .map(({ id, kind, title, url, published_on: on }) =>
      omitUnknown({
        id,
        documentType: DOCUMENT_TYPES[kind],
        title,
        url: readUrl(url),
        datePublished: toDateTime(on, 'documents.datePublished', losses),
        language: 'zh' as const,
      }),
    );

function toEnquiries({ conducted, questions, facts }: PublishedPurchase, losses: Losses): OcdsEnquiry[] {
  const asked = questions.map(({ id, question, asked_at: at, answer, answered_at: answered }) =>
    omitUnknown({
      id,
      date: formatInstant(new Date(at)),
      description: question,
      answer,
      dateAnswered: answered === null ? undefined : formatInstant(new Date(answered)),
    }),
  );
  if (conducted === 'here') return asked;
  const told = facts
    .filter(({ kind }) => kind === 'clarification')
    .map(({ id, data }) =>
      omitUnknown({
        id,
        answer: data['text'] as string | undefined,
        dateAnswered: toDateTime(data['publishedOn'] as string | undefined, 'tender.enquiries.dateAnswered', losses),
      }),
    );
  return [...asked, ...told] as OcdsEnquiry[];
}

/** How many bid on the only lot, once that is told; of several lots nobody counts whom each names. */
function findTendererCount({ lots }: PublishedPurchase): number | undefined {
  const [lot] = lots;
  return lots.length === 1 ? (lot?.bid_count ?? undefined) : undefined;
}

export function toTender(
  purchase: PublishedPurchase,
  stated: readonly StatedLot[],
  parties: Parties,
  losses: Losses,
): OcdsTender {
  const { method } = purchase;
  const ceilings = stated.map(({ ceiling }) => ceiling);
  const known = ceilings.filter((ceiling) => ceiling !== null);
  const total = known.length > 0 && known.length === ceilings.length ? formatYuan(sumFen(known.map(parseYuan))) : null;
  const tenderers = stated.flatMap(({ lot }) => lot.bids.flatMap((bid) => toTenderers(bid, parties)));
  const distinct = new Map(tenderers.map((body) => [body.id, body]));
  return omitUnknown({
    id: purchase.id,
    title: purchase.title,
    status: toStatus(purchase.state),
    procuringEntity: parties.refer(purchase.buyer_id, 'procuringEntity'),
    value: toValue(total, 'tender.value', losses),
    procurementMethod: method === null ? undefined : PROCUREMENT_METHODS[method],
    procurementMethodDetails: method === null ? undefined : getCodeLabel('methods', method).zh,
    mainProcurementCategory: 'services' as const,
    tenderPeriod: toPeriod(deriveTenderPeriod(purchase.lots, purchase.facts), 'tender.tenderPeriod', losses),
    contractPeriod: toPeriod(
      { start: purchase.window_start, end: purchase.window_end },
      'tender.contractPeriod',
      losses,
    ),
    numberOfTenderers: findTendererCount(purchase),
    tenderers: [...distinct.values()],
    lots: stated.map((lot) => toLot(lot, purchase.now, losses)),
    items: stated.map((lot) => toItem(lot, purchase)),
    documents: toDocuments(purchase, false, losses),
    enquiries: toEnquiries(purchase, losses),
    amendments: purchase.facts
      .filter(({ kind }) => kind === 'correction')
      .map(({ id, data }) =>
        omitUnknown({
          id,
          date: toDateTime(data['publishedOn'] as string | undefined, 'tender.amendments.date', losses),
        }),
      ),
  });
}
