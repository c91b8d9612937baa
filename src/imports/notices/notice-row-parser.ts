import { compareMoments } from '../../kernel/clock/moment.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import { parseJson } from '../../kernel/http/body.js';
import type { Moment, Yuan } from '../../purchase/tenders/recording/fact-types.js';
import { ROW_KEYS } from './notice-row-codes.js';
import { rowFault } from './notice-row-errors.js';
import { FieldReader, isJsonObject, MAX_NAME, MAX_TITLE, type JsonObject } from './notice-row-reader.js';
import type { NoticeKind } from '../../law/code-lists/code-lists.js';
import { getNoticeWords } from '../../law/code-lists/notice-words.js';
import type {
  NoticeBidder,
  NoticeLot,
  NoticeRow,
  NoticeSupplier,
  Offer,
  ParsedLine,
  UnitPrice,
} from './notice-row-types.js';

/** Kinds whose own date comes before their deadline. A result is published after it. */
const CALLS: ReadonlySet<NoticeKind> = new Set(['intent', 'tender', 'correction', 'single_source']);
/** Label and name together are the name of a lot. */
const MAX_LOT_NO = 100;
/** 元/人·次, 每床每月. */
const MAX_UNIT = 50;
const KINDS = getNoticeWords('notice-kinds');
const METHODS = getNoticeWords('methods');
const CATEGORIES = getNoticeWords('categories');
const PRICING = getNoticeWords('pricing');
const BID_STATUSES = getNoticeWords('bid-statuses');
/** Digits (also full-width, after NFKC) or Chinese numerals, and nothing that says of what. */
const BARE_NUMBER = /^(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百半]+)$/;

/**
 * One line of a notices file. It is taken whole or refused whole, with every fault named. Refused are malformed values, a
 * deadline before its own notice and an end before its start; what merely disagrees with the law or with itself is kept.
 * `follows` is looked up by the import, which alone knows the ids that came before.
 */
export function parseNoticeLine(line: string | Uint8Array, lineNo: number): ParsedLine {
  const raw = typeof line === 'string' ? line : new TextDecoder().decode(line);
  const rejectLine = (id: string | null, errors: FieldError[]): ParsedLine => ({
    ok: false,
    line: lineNo,
    id,
    errors,
    raw,
  });
  let value: unknown;
  try {
    value = parseJson(Buffer.from(line));
  } catch (problem) {
    return rejectLine(null, toRowFaults(problem));
  }
  if (!isJsonObject(value)) return rejectLine(null, [rowFault('', 'not_an_object')]);
  const errors: FieldError[] = [];
  const row = readRow(value, errors);
  return errors.length === 0 ? { ok: true, line: lineNo, row } : rejectLine(row.id === '' ? null : row.id, errors);
}

export function toRowFaults(problem: unknown): FieldError[] {
  if (!(problem instanceof Problem)) throw problem;
  if (problem.code === 'malformed_json') return [rowFault('', 'malformed_json')];
  const text = problem.details.detail ?? { en: problem.message, zh: problem.message };
  return problem.details.errors ?? [{ pointer: '', code: problem.code, text }];
}

function readRow(raw: JsonObject, errors: FieldError[]): NoticeRow {
  const field = new FieldReader(raw, '', errors);
  field.onlyKeys(ROW_KEYS);
  const row: NoticeRow = {
    id: field.requiredText('id', MAX_NAME),
    kind: readKind(field, errors),
    title: field.requiredText('project_title', MAX_TITLE),
    regionText: field.text('region', MAX_NAME),
    category: field.word('category', CATEGORIES),
    method: field.word('method', METHODS),
    buyer: field.text('buyer', MAX_NAME),
    publishedOn: field.moment('notice_date'),
    documentsFrom: field.moment('document_sale_start'),
    documentsTo: field.moment('document_sale_end'),
    deadline: field.moment('bid_deadline'),
    openingAt: field.moment('opening_time'),
    awardedOn: field.moment('award_date'),
    signedOn: field.moment('contract_signed_date'),
    budget: field.yuan('budget_yuan'),
    ceiling: field.yuan('ceiling_price_yuan'),
    winningPrice: field.yuan('winning_price_yuan'),
    ...readOffer(field),
    bidders: field.list('bidders', readBidder),
    lots: field.list('lots', readLot),
    follows: field.text('follows'),
    projectNo: field.text('project_no', MAX_NAME),
    url: webAddress(raw['source_url']),
    raw,
  };
  checkOrder(row, field);
  return row;
}

/** What a row says of itself as of a lot, and each of its lots. */
function readOffer(field: FieldReader): Omit<Offer, 'winningPrice'> {
  const offer = {
    pricing: field.word('pricing', PRICING),
    winner: field.text('winner', MAX_NAME),
    unitPrice: readUnitPrice(field),
    suppliers: field.listNames('suppliers', readSupplier),
    // Nobody bid: the reason of many a failure.
    bidCount: field.count('bid_count', 0),
    serviceStart: field.moment('service_start'),
    serviceEnd: field.moment('service_end'),
    termText: field.text('service_term_text'),
    subcontractors: field.names('subcontractors', MAX_NAME),
  };
  if (isEarlier(offer.serviceEnd, offer.serviceStart)) field.fault('service_end', 'end_before_start');
  if (offer.termText !== null && isBareNumber(offer.termText)) field.fault('service_term_text', 'term_without_unit');
  return offer;
}

/** A unit alone says nothing; a price of an unnamed unit is kept. */
function readUnitPrice(field: FieldReader): UnitPrice | null {
  const price = field.yuan('unit_price_yuan');
  const unit = field.text('unit', MAX_UNIT);
  return price === null ? null : { price, unit };
}

function readSupplier(field: FieldReader): NoticeSupplier {
  return {
    name: field.text('name', MAX_NAME),
    price: field.yuan('price_yuan'),
    unitPrice: readUnitPrice(field),
    share: field.share('share'),
    rank: field.count('rank'),
    subcontractors: field.names('subcontractors', MAX_NAME),
  };
}

function readKind(field: FieldReader, errors: FieldError[]): NoticeKind {
  const before = errors.length;
  const kind = field.word('notice_type', KINDS);
  if (kind === null && errors.length === before) field.fault('notice_type', 'required');
  return kind ?? 'tender';
}

function readLot(field: FieldReader): NoticeLot {
  return {
    lotNo: field.text('lot_no', MAX_LOT_NO),
    name: field.text('name', MAX_TITLE - MAX_LOT_NO - 1),
    budget: field.yuan('budget_yuan'),
    ceiling: field.yuan('ceiling_price_yuan'),
    winningPrice: readWinningPrice(field),
    supplierCount: field.count('supplier_count'),
    ...readOffer(field),
  };
}

/** Two keys for one price: `price_yuan` is that of the lot's winner as well. */
function readWinningPrice(field: FieldReader): Yuan | null {
  const price = field.yuan('winning_price_yuan');
  const short = field.yuan('price_yuan');
  if (price !== null && short !== null && price !== short) return field.fault('price_yuan', 'amounts_differ');
  return price ?? short;
}

function readBidder(field: FieldReader): NoticeBidder {
  const rejectedFor = field.text('rejected_reason');
  return {
    name: field.text('name', MAX_NAME),
    lotNo: field.text('lot_no'),
    price: field.yuan('price_yuan'),
    unitPrice: readUnitPrice(field),
    finalPrice: field.yuan('final_price_yuan'),
    score: field.score('score'),
    technicalScore: field.score('technical_score'),
    priceScore: field.score('price_score'),
    receivedAt: field.moment('received_at'),
    rank: field.count('rank'),
    // Who is told why was rejected.
    status: field.word('status', BID_STATUSES) ?? (rejectedFor === null ? null : 'rejected'),
    rejectedFor,
    subcontractors: field.names('subcontractors', MAX_NAME),
  };
}

/** Refused only where it is certain: `2023-03` and `2023-03-14` say nothing about which came first. */
function isEarlier(a: Moment | null, b: Moment | null): boolean {
  return a !== null && b !== null && compareMoments(a, b) === 'before';
}

function checkOrder(row: NoticeRow, field: FieldReader): void {
  if (CALLS.has(row.kind) && isEarlier(row.deadline, row.publishedOn))
    field.fault('bid_deadline', 'deadline_before_notice');
  if (isEarlier(row.documentsTo, row.documentsFrom)) field.fault('document_sale_end', 'end_before_start');
}

/** `2`, `服务期限:2`, `服务期限：两` say no unit. `2026年`, an amount, a sentence are kept as they stand. */
export function isBareNumber(term: string): boolean {
  const text = term.normalize('NFKC').trim();
  const colon = text.indexOf(':');
  return BARE_NUMBER.test(text) || (colon >= 0 && BARE_NUMBER.test(text.slice(colon + 1).trim()));
}

/** Kept with the row though not yet checked: an address that is not one stays in the raw row only. */
function webAddress(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 2000 && /^https?:\/\//i.test(value) && URL.canParse(value)
    ? value
    : null;
}
