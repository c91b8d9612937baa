/** What a file says of how it was made. Different bidders whose files say the same are looked at (Order 87 article 37 (1)). */
export interface FilePrint {
  author?: string;
  lastAuthor?: string;
  company?: string;
  /** The program that wrote the document, and the one that made the file of it. */
  application?: string;
  producer?: string;
  createdAt?: string;
  modifiedAt?: string;
  /** What the program named the document when it was begun; copies and later states keep it. */
  documentId?: string;
  /** What it named this state of the document. */
  instanceId?: string;
  /** Serial number of the camera or scanner that made an image. */
  device?: string;
  /** Numbers that a word processor gave the sittings in which the document was written, at most `MAX_LISTED`. */
  revisions?: string[];
  /** SHA-256 of the images inside, of at least 4 KiB each, at most `MAX_LISTED`. */
  embedded?: string[];
  /** Why nothing, or not all, could be read of how it was made. */
  unreadable?: string;
}
const PRINT_FIELDS = [
  'author',
  'lastAuthor',
  'company',
  'application',
  'producer',
  'createdAt',
  'modifiedAt',
  'documentId',
  'instanceId',
  'device',
  'unreadable',
] as const satisfies readonly (keyof FilePrint)[];
const PRINT_LISTS = ['revisions', 'embedded'] as const satisfies readonly (keyof FilePrint)[];
/** What is listed in a print: it lies in the handle of its file, which is short. */
export const MAX_LISTED = 16;
/** Smaller images are marks and lines that every program draws. */
export const LEAST_IMAGE_BYTES = 4096;

/** What the examining process is told; the key comes by its input and stands in no argument and no variable. */
export interface ToExamine {
  path: string;
  /** Base64; null: the file lies as it is. */
  key: string | null;
  size: number;
  name: string;
  declaredType: string;
  /** The text is wanted, of a file that was taken in before. */
  wants?: 'text';
}
export interface Examined {
  /** Null where such a file is not taken. */
  mediaType: string | null;
  bomb: boolean;
  /** What in it acts or deceives whoever opens it; such a file is not taken. */
  unsafe?: UnsafeKind | null;
  print: FilePrint;
}

/**
 * What a document does not hold. `macros`: programs of an office file, those of 1992 included; `controls`: ActiveX; `remote_parts`:
 * a template, frame or object that the office program fetches from elsewhere; `embedded_program`: a program in a package;
 * `scripts`: actions of a PDF that run a script or start a program, and forms that may (XFA); `hidden_objects`: a PDF whose
 * objects are packed so that nobody else can read them; `second_kind`: another program reads the same bytes as another kind of
 * file; `escaping_names`: an archive whose names lead out of it, mean two things or are links.
 */
export const UNSAFE_KINDS = [
  'macros',
  'controls',
  'remote_parts',
  'embedded_program',
  'scripts',
  'hidden_objects',
  'second_kind',
  'escaping_names',
] as const;
export type UnsafeKind = (typeof UNSAFE_KINDS)[number];

/** Why a file has no text for us: its format is not read, it is locked, too large, broken, or reading it went beyond the limits. */
export const UNREADABLE_FOR = ['format', 'encrypted', 'too_large', 'broken', 'limits'] as const;
export type UnreadableFor = (typeof UNREADABLE_FOR)[number];
/** The text of a file. `no_text`: it was read and holds pictures alone. */
export type FileText =
  | { state: 'read'; text: string; isCut: boolean }
  | { state: 'no_text' }
  | { state: 'unreadable'; reason: UnreadableFor };

/** A file that is well formed and still says nothing. */
export class Unreadable extends Error {
  constructor(readonly reason: UnreadableFor) {
    super(reason);
  }
}

/** As many characters of one file as are read. */
export const MAX_TEXT = 300_000;

/** What of a content is read, wherever it lies. */
export interface Content {
  readonly size: number;
  read(position: number, length: number): Promise<Buffer>;
  content(from?: number, to?: number): AsyncGenerator<Buffer>;
}

/** It unfolds to more than any document does. */
export class UnfoldsTooFar extends Error {}

/** Longer ones are cut: what is compared is a name or a number. */
const MAX_CHARACTERS = 120;

/** What is left of given texts: no empty ones, no control characters. */
export function cleanPrint(given: { [K in keyof FilePrint]: FilePrint[K] | null | undefined }): FilePrint {
  const print: FilePrint = {};
  for (const field of PRINT_LISTS) {
    const marks = (given[field] ?? []).filter((mark) => /^[0-9A-Fa-f]{8,64}$/.test(mark)).map((m) => m.toLowerCase());
    if (marks.length > 0) print[field] = [...new Set(marks)].slice(0, MAX_LISTED);
  }
  for (const field of PRINT_FIELDS) {
    const text = given[field]
      ?.toWellFormed()
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim();
    if (text) print[field] = [...text].slice(0, MAX_CHARACTERS).join('');
  }
  return print;
}
