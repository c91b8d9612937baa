/** One difference of two documents: where (RFC 6901), and what stood there; undefined where nothing did. */
export interface DocumentChange {
  path: string;
  before?: unknown;
  after?: unknown;
}

/**
 * What differs between two pieces of plain JSON. Members that carry a number `no` are the same member wherever they stand,
 * so that a lot put first does not change all the others; the path counts places of the later document, and of the earlier
 * one for what is gone.
 */
export function listDocumentChanges(before: unknown, after: unknown, path = ''): DocumentChange[] {
  if (isNumbered(before) && isNumbered(after)) return numberedChanges(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, i) => listDocumentChanges(before[i], after[i], `${path}/${i}`)).flat();
  }
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .sort()
      .flatMap((name) => listDocumentChanges(before[name], after[name], `${path}/${escapePointer(name)}`));
  return isSame(before, after) ? [] : [{ path, ...toChangeSide('before', before), ...toChangeSide('after', after) }];
}

interface Numbered extends Record<string, unknown> {
  no: number;
}

function numberedChanges(before: readonly Numbered[], after: readonly Numbered[], path: string): DocumentChange[] {
  const gone = before.flatMap((member, i) =>
    after.some(({ no }) => no === member.no) ? [] : [{ path: `${path}/${i}`, before: member }],
  );
  const kept = after.flatMap((member, i) =>
    listDocumentChanges(
      before.find(({ no }) => no === member.no),
      member,
      `${path}/${i}`,
    ),
  );
  return [...gone, ...kept];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumbered = (value: unknown): value is Numbered[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((member: unknown) => isObject(member) && typeof member['no'] === 'number');

/** Nothing said and null are one. */
const isSame = (a: unknown, b: unknown): boolean => (a ?? null) === (b ?? null);
const toChangeSide = (name: 'before' | 'after', value: unknown): Partial<DocumentChange> =>
  value === undefined || value === null ? {} : { [name]: value };
/** RFC 6901. */
const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
