import { canonicalText } from '../../../kernel/audit/canonical.js';
import { AMENDED, type AmendedContent, type ContractContent } from '../content/content-types.js';
import { hashContractContent, isSame, mergeWrittenContent } from '../content/content.rules.js';

/** One place of the content, as it was and as it is to be. `undefined` never occurs: what is absent is null. */
export interface Difference {
  pointer: string;
  old: unknown;
  new: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where two values differ, as deep as they have the same shape. A list of another length differs as a whole. */
export function differences(old: unknown, now: unknown, pointer = ''): Difference[] {
  if (isSame(old, now)) return [];
  if (isRecord(old) && isRecord(now))
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .sort()
      .flatMap((name) => differences(old[name], now[name], `${pointer}/${escapePointer(name)}`));
  if (Array.isArray(old) && Array.isArray(now) && old.length === now.length)
    return old.flatMap((item, i) => differences(item, now[i], `${pointer}/${i}`));
  return [{ pointer, old: old ?? null, new: now ?? null }];
}

/** What an amendment says: the members it gives, against the content in force. */
export function computeAmendment(content: ContractContent, change: AmendedContent): Difference[] {
  const given = Object.fromEntries(AMENDED.filter((name) => change[name] !== undefined).map((n) => [n, change[n]]));
  return differences(content, mergeWrittenContent(content, given));
}

const parsePointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const readPointer = (value: unknown, parts: readonly string[]): unknown =>
  parts.reduce<unknown>(
    (inner, part) =>
      Array.isArray(inner) ? (inner as unknown[])[Number(part)] : isRecord(inner) ? inner[part] : undefined,
    value,
  );

/** Pointers whose old value is no longer what stands there. */
export const findOutdatedPointers = (content: ContractContent, difference: readonly Difference[]): string[] =>
  difference.filter((d) => !isSame(readPointer(content, parsePointer(d.pointer)), d.old)).map((d) => d.pointer);

/** An amendment in force, and whether it was published. */
export interface Told {
  difference: readonly Difference[];
  published: boolean;
}

/** The content as far as it is published, of amendments in force from the last to the first. */
export function hideUnpublishedAmendments(content: ContractContent, amendments: readonly Told[]): ContractContent {
  const told: string[] = [];
  const back: Difference[] = [];
  for (const { difference, published } of amendments) {
    if (published) told.push(...difference.map(({ pointer }) => pointer));
    // What a later one has told of a place stands there, whatever an earlier one kept to itself.
    else
      back.push(...difference.filter((d) => !told.some((p) => isInPointer(p, d.pointer) || isInPointer(d.pointer, p))));
  }
  return applyAmendment(
    content,
    back.map(({ pointer, old, new: now }) => ({ pointer, old: now, new: old })),
  );
}

/** Whether an amendment that was published says what stands at this place. */
export const isTold = (published: readonly Told[], pointer: string): boolean =>
  published.some(({ difference }) =>
    difference.some((d) => isInPointer(d.pointer, pointer) || isInPointer(pointer, d.pointer)),
  );

const isInPointer = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

/** The content with an amendment in force. */
export function applyAmendment(content: ContractContent, difference: readonly Difference[]): ContractContent {
  const result = JSON.parse(canonicalText(content)) as ContractContent;
  for (const { pointer, new: value } of difference) {
    const parts = parsePointer(pointer);
    const last = parts.pop() ?? '';
    const holder = readPointer(result, parts);
    if (Array.isArray(holder)) (holder as unknown[])[Number(last)] = value;
    else if (isRecord(holder)) holder[last] = value;
  }
  return result;
}

/** What both parties sign of an amendment. */
export const amendmentHash = (amendment: {
  contract: string;
  no: number;
  reasonCode: string;
  reason: string;
  supplement: string | null;
  difference: readonly Difference[];
}): string => hashContractContent(amendment);

/** Law article 49: all supplements together, to the fen. */
export const supplementTooHigh = (amount: bigint, inForce: bigint, supplement: bigint): boolean =>
  (inForce + supplement) * 10n > amount;

/** A supplement is more of the same: only quantities grow with it. */
export const changesOtherTerms = (difference: readonly Difference[]): string[] =>
  difference.map((d) => d.pointer).filter((pointer) => !/^\/standards\/\d+\/target$/.test(pointer));
