import type { Release, ReleaseAward, ReleaseBid } from '../../../watch/compatibility/release-types.js';
import type { Picked } from './picked-json.js';

/**
 * Reads of a compiled release what the definitions ask for. A member of another type than the standard has counts as one
 * that is not there, as in the published program: nothing is coerced, so that `"1"` is no number.
 */

type Json = Record<string, unknown>;

/** Which processes are left out, and of which prices are compared, by `tender.procurementMethodDetails`. */
export interface Selection {
  excluded: ReadonlySet<string>;
  withoutPrices: ReadonlySet<string>;
  /** Where it is not empty, prices of these alone are compared. */
  withPrices: ReadonlySet<string>;
}

const NONE: readonly never[] = [];

const ID = { id: {} };
const RELEASE = {
  ocid: {},
  buyer: ID,
  tender: {
    status: {},
    procuringEntity: ID,
    procurementMethod: {},
    procurementMethodDetails: {},
    awardCriteria: {},
    lots: {},
    tenderPeriod: { startDate: {}, endDate: {} },
    numberOfTenderers: {},
  },
  bids: { details: { status: {}, date: {}, tenderers: ID, value: { amount: {}, currency: {} }, relatedLots: {} } },
  awards: { status: {}, suppliers: ID, items: { classification: ID }, relatedLots: {} },
  releases: {},
};
const RECORD = { ...RELEASE, compiledRelease: RELEASE };

/** Every member that is read below, of each kind of value that a file may hold. */
export const READ_MEMBERS: Picked = { ...RECORD, records: RECORD, releases: RELEASE };

const toObject = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
const toText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const toList = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);
const toNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);
/** `1e999` is beyond what a number holds. */
const isHeld = (value: number | null): boolean => value === null || Number.isFinite(value);
const readId = (value: unknown): string | null => toText(toObject(value)?.['id']);

/** The releases that a value of the file holds: itself, those of a package, the compiled ones of records, which hold no more. */
export function listReleases(value: Json): readonly unknown[] {
  if (toObject(value['compiledRelease']) !== null) return [value['compiledRelease']];
  if (typeof value['ocid'] === 'string') return [value];
  const records = toList(value['records']);
  if (records !== null) return records.map((record) => toObject(toObject(record)?.['compiledRelease']) ?? record);
  return toList(value['releases']) ?? [value];
}

export type Read =
  | { release: Release }
  | { skipped: 'cancelled' | 'excluded' }
  | { error: 'no_object' | 'no_ocid' | 'no_compiled_release' | 'not_finite' };

export function readRelease(value: unknown, selection: Selection): Read {
  const json = toObject(value);
  if (json === null) return { error: 'no_object' };
  const ocid = toText(json['ocid']);
  if (ocid === null) return { error: 'no_ocid' };
  // A record of a package: its releases are not compiled, and compiling them is another program's work.
  if (toList(json['releases']) !== null) return { error: 'no_compiled_release' };
  const tender = toObject(json['tender']);
  if (tender?.['status'] === 'cancelled') return { skipped: 'cancelled' };
  const methodDetails = toText(tender?.['procurementMethodDetails']);
  if (methodDetails !== null && selection.excluded.has(methodDetails)) return { skipped: 'excluded' };
  const period = toObject(tender?.['tenderPeriod']);
  const awards = toList(json['awards']);
  const bids = toList(toObject(json['bids'])?.['details'])?.map(readBid) ?? null;
  const numberOfTenderers = toNumber(tender?.['numberOfTenderers']);
  if (!isHeld(numberOfTenderers) || bids?.every(({ amount }) => isHeld(amount)) === false)
    return { error: 'not_finite' };
  return {
    release: {
      ocid,
      buyer: readId(json['buyer']),
      procuringEntity: readId(tender?.['procuringEntity']),
      method: toText(tender?.['procurementMethod']),
      methodDetails,
      awardCriteria: toText(tender?.['awardCriteria']),
      lots: toList(tender?.['lots'])?.length ?? 0,
      period: { start: toText(period?.['startDate']), end: toText(period?.['endDate']) },
      numberOfTenderers,
      pricesPredetermined: !comparesPrices(methodDetails, selection),
      bids,
      awards: awards === null ? null : awards.map(readAward),
    },
  };
}

const comparesPrices = (details: string | null, { withPrices, withoutPrices }: Selection): boolean =>
  withPrices.size > 0 ? details !== null && withPrices.has(details) : details === null || !withoutPrices.has(details);

function readBid(value: unknown): ReleaseBid {
  const bid = toObject(value);
  const money = toObject(bid?.['value']);
  return {
    status: toStatus(bid?.['status'], BID_STATUSES),
    date: toText(bid?.['date']),
    tenderers: readIds(bid?.['tenderers']),
    amount: toNumber(money?.['amount']),
    currency: toText(money?.['currency']),
    lots: readTexts(bid?.['relatedLots']),
  };
}

function readAward(value: unknown): ReleaseAward {
  const award = toObject(value);
  return {
    status: toStatus(award?.['status'], AWARD_STATUSES),
    suppliers: readIds(award?.['suppliers']),
    items: readItems(award?.['items']),
    lots: readTexts(award?.['relatedLots']),
  };
}

const BID_STATUSES = ['valid', 'disqualified', 'invited', 'withdrawn'] as const;
const AWARD_STATUSES = ['active', 'cancelled', 'unsuccessful'] as const;

/** A word that the code list does not have is read as `pending`, which is what it comes to in the published program. */
function toStatus<T extends string>(value: unknown, known: readonly T[]): T | 'pending' | null {
  if (typeof value !== 'string') return null;
  return known.find((status) => status === value) ?? 'pending';
}

const readIds = (value: unknown): readonly (string | null)[] => toList(value)?.map(readId) ?? NONE;

function readTexts(value: unknown): readonly string[] {
  const list = toList(value);
  return list === null || list.length === 0 ? NONE : list.filter((one) => typeof one === 'string');
}

function readItems(value: unknown): readonly string[] {
  const items: string[] = [];
  for (const item of toList(value) ?? NONE) {
    const code = readId(toObject(item)?.['classification']);
    if (code !== null) items.push(code);
  }
  return items;
}
