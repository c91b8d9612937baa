import { maskName } from '../../../kernel/identity/mask-name.js';
import { MAX_LISTED, type FilePrint } from '../../../kernel/documents/examination/examination-types.js';

/** What the files of one bid say of how they were made. */
export interface PrintedBid {
  bid: string;
  files: readonly { no: number; print: FilePrint }[];
}
export type MarkKind = 'document_id' | 'instance_id' | 'revisions' | 'author_and_time' | 'embedded' | 'device';
/** One mark in files of two bids. */
export interface SharedMark {
  a: string;
  b: string;
  kind: MarkKind;
  value: string;
  /** Numbers of the documents. */
  noA: number;
  noB: number;
}

/** What is no mark of anybody: what the documents of the tender bear, and images and devices that several bidders of other purchases used. */
export interface CommonMarks {
  prints: readonly FilePrint[];
  /** All files of the tender could be read here: a form that bidders fill in is among them. */
  isWhole: boolean;
  images: ReadonlySet<string>;
  devices: ReadonlySet<string>;
}

/** Sittings that two documents share beyond those of a common beginning. */
const LEAST_REVISIONS = 3;

/** Names that a machine gives whoever sits at it, and programs that write files. */
const NOBODY =
  /^(?:administrator|admin|users?|owner|root|guest|pc|test|unknown|author|default|microsoft(?: office)?(?: user)?|windows.{0,4}|微软用户|用户|作者|未知|lenovo.*|thinkpad.*|dell.*|hp|huawei.*|asus.*|acer.*|openpyxl|python-docx|apache poi|wps.*|office.*)$/i;

const isSomebody = (name: string | undefined): name is string =>
  name !== undefined && name.length >= 2 && !NOBODY.test(name.trim());

/** Marks that files of different bids bear and the tender's own do not, each kind once for a pair. */
export function findSharedMarks(bids: readonly PrintedBid[], common: CommonMarks): SharedMark[] {
  return bids.flatMap((a, i) => bids.slice(i + 1).flatMap((b) => compareBids(a, b, common)));
}

function compareBids(a: PrintedBid, b: PrintedBid, common: CommonMarks): SharedMark[] {
  const marks = new Map<MarkKind, SharedMark>();
  for (const left of a.files)
    for (const right of b.files)
      for (const [kind, value] of compareFiles(left.print, right.print, common))
        if (!marks.has(kind)) marks.set(kind, { a: a.bid, b: b.bid, kind, value, noA: left.no, noB: right.no });
  return [...marks.values()];
}

function compareFiles(
  left: FilePrint,
  right: FilePrint,
  { prints, isWhole, images, devices }: CommonMarks,
): [MarkKind, string][] {
  const marks: [MarkKind, string][] = [];
  const same = (
    field: 'documentId' | 'instanceId' | 'device' | 'lastAuthor' | 'author' | 'application',
  ): string | null => {
    const value = left[field];
    return value !== undefined && value === right[field] ? value : null;
  };
  const isForm = (value: string) => prints.some((p) => p.documentId === value || p.instanceId === value);
  const hand = same('lastAuthor') ?? (left.lastAuthor || right.lastAuthor ? null : same('author'));
  const person = hand !== null && isSomebody(hand) ? hand : null;
  // Whoever fills in a form keeps the form's id, and forms go round that no tender gave out, as last year's of the same buyer. So
  // the same person must have saved both, or, where the tender's own forms are all here, one must go on where the other ended.
  const counts = person !== null || (isWhole && isContinued(left, right));
  const id = same('documentId');
  if (id !== null && counts && !isForm(id)) marks.push(['document_id', id]);
  const instance = same('instanceId');
  if (instance !== null && (isWhole || person !== null) && !isForm(instance)) marks.push(['instance_id', instance]);
  const device = same('device');
  if (device !== null && !devices.has(device)) marks.push(['device', device]);
  const ofForms = new Set(prints.flatMap(({ revisions = [] }) => revisions));
  const sittings = (left.revisions ?? []).filter((r) => right.revisions?.includes(r) && !ofForms.has(r));
  if (sittings.length >= LEAST_REVISIONS && counts)
    marks.push(['revisions', sittings.slice(0, LEAST_REVISIONS).join(', ')]);
  const minute = sameMinute(left.modifiedAt, right.modifiedAt) ?? sameMinute(left.createdAt, right.createdAt);
  const isOfForm = minute !== null && prints.some((p) => p.createdAt !== undefined && p.createdAt === left.createdAt);
  if (person !== null && same('application') !== null && minute !== null && !isOfForm)
    marks.push(['author_and_time', `${maskName(person)}, ${minute}`]);
  const ofTender = new Set(prints.flatMap(({ embedded = [] }) => embedded));
  const image = left.embedded?.find((e) => right.embedded?.includes(e) && !ofTender.has(e) && !images.has(e));
  if (image !== undefined) marks.push(['embedded', image]);
  return marks;
}

/** One of them has every sitting of the other, and its own list is not cut off. */
function isContinued({ revisions: left = [] }: FilePrint, { revisions: right = [] }: FilePrint): boolean {
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  return few.length >= LEAST_REVISIONS && many.length < MAX_LISTED && few.every((revision) => many.includes(revision));
}

/** To the minute, as programs write it: `2025-11-01T08:00…` or `D:202511010800…`. */
function sameMinute(left: string | undefined, right: string | undefined): string | null {
  const minutes = [left, right].map((text) => text?.replaceAll(/\D/g, '').slice(0, 12) ?? '');
  return minutes[0] !== undefined && minutes[0].length === 12 && minutes[0] === minutes[1] ? (left ?? null) : null;
}
