import { compareMoments, toDay, isMoment } from '../../../kernel/clock/moment.js';
import { isPartialDate, refines } from '../../../kernel/clock/partial-date.js';
import { isYuan, parseYuan } from '../../../kernel/money/money.js';
import type { SmeDeclaration } from '../conducted/terms/sme/sme-types.js';
import type { Moment, Party } from './fact-types.js';
import type { Window } from './recorded-window.js';

const isUnknown = (value: unknown): value is null | undefined => value === null || value === undefined;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isDeclaration = (value: object): value is SmeDeclaration => 'as' in value && 'industry' in value;
const isWindow = (value: object): value is Window => 'start' in value || 'end' in value;

/** Certainly earlier, whatever days the two turn out to mean. What is unknown is before nothing. */
export const isEarlierMoment = (a: Moment | null | undefined, b: Moment | null | undefined): boolean =>
  !isUnknown(a) && !isUnknown(b) && compareMoments(a, b) === 'before';

/** A body is its organisation; a name stands for it where the organisation is not known. */
export const getPartyKey = (party: Party | undefined): string | undefined => party?.organisation ?? party?.name;

/** Whether two statements of one field can both be true: a day refines its month, what is unknown contradicts nothing. */
export function agree(a: unknown, b: unknown): boolean {
  if (isUnknown(a) || isUnknown(b)) return true;
  if (isMoment(a) && isMoment(b)) return ['same', 'unknown'].includes(compareMoments(a, b));
  if (isYuan(a) && isYuan(b)) return parseYuan(a) === parseYuan(b);
  if (!isObject(a) || !isObject(b)) return a === b;
  if (isWindow(a) || isWindow(b)) {
    const [x, y] = [a as Window, b as Window];
    return agree(x.start, y.start) && agree(x.end, y.end);
  }
  if (isDeclaration(a) && isDeclaration(b)) return a.as === b.as && agree(a.size, b.size);
  return agree(getPartyKey(a), getPartyKey(b));
}

/** The fields on which two statements disagree. */
export function disagreement(a: object, b: object, ignore: readonly string[] = []): string[] {
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return Object.keys(x).filter((field) => !ignore.includes(field) && !agree(x[field], y[field]));
}

/** True where the moment says the same as the coarser one, and more: `2017-12-04T09:30+08:00` of `2017-12`. */
function isFiner(finer: unknown, coarser: unknown): boolean {
  if (!isMoment(finer) || !isPartialDate(coarser)) return false;
  if (isPartialDate(finer)) return refines(finer, coarser);
  return toDay(finer) === coarser || refines(toDay(finer), coarser);
}

function together(a: unknown, b: unknown): unknown {
  if (isUnknown(a)) return b;
  if (isUnknown(b)) return a;
  if (isObject(a) && isObject(b) && (isWindow(a) || isWindow(b))) return mergeData([a, b]);
  return isFiner(b, a) ? b : a;
}

/**
 * What several statements say together. A later one completes an earlier one and makes its dates more precise; it never
 * overrules it: where two disagree the first stands, and the conflict is listed.
 */
export function mergeData<T extends object>(statements: readonly T[]): T {
  const merged: Record<string, unknown> = {};
  for (const statement of statements)
    for (const [field, value] of Object.entries(statement))
      if (!isUnknown(value)) merged[field] = together(merged[field], value);
  return merged as T;
}

/** A person may have written it without its fen. */
const isSameAmount = (a: unknown, b: unknown): boolean => isYuan(a) && isYuan(b) && parseYuan(a) === parseYuan(b);

const isParty = (value: unknown): value is Party =>
  isObject(value) && ['organisation', 'name', 'creditCode'].some((member) => member in value);

/** Whether a row means the body that is known: something of what it says of it is the same, and nothing other. Its record may have been merged. */
function isSameParty(known: Party, said: Party): boolean {
  const { organisation, name, creditCode } = said;
  const same = [
    organisation && [known.organisation, known.recordedAs].includes(organisation.toLowerCase()),
    name && known.name && known.name === name,
    creditCode && known.creditCode && known.creditCode.toUpperCase() === creditCode.toUpperCase(),
  ];
  return same.includes(true) && !same.includes(false);
}

/** What is known of a body with what a row adds; a code that was not known may settle anew which record is meant. */
function layParty(known: Party, said: Party): Party {
  const { organisation: _, recordedAs: __, ...words } = known;
  const isSettledAnew = said.creditCode && !known.creditCode && !said.organisation;
  return replaceFields<Party>(isSettledAnew ? words : known, said);
}

/** What stands once a row says some fields anew, of which none takes anything away: of a body neither what the row does not say of the same one. */
export function layRow<T extends object>(stored: T, row: object): T {
  const earlier = stored as Record<string, unknown>;
  const fields = replaceFields(stored, row) as Record<string, unknown>;
  for (const [field, value] of Object.entries(fields)) {
    const known = earlier[field];
    if (isSameAmount(known, value)) fields[field] = known;
    else if (isParty(known) && isParty(value) && isSameParty(known, value)) fields[field] = layParty(known, value);
  }
  return fields as T;
}

/** What stands once some fields are said anew: one that is not given stays, null takes it away, a window goes member by member. */
export function replaceFields<T extends object>(stored: T, given: object): T {
  const fields = { ...stored } as Record<string, unknown>;
  for (const [field, value] of Object.entries(given)) {
    const earlier = fields[field];
    if (value !== undefined)
      fields[field] = isObject(value) && isObject(earlier) && isWindow(earlier) ? replaceFields(earlier, value) : value;
  }
  return fields as T;
}
