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
] as const satisfies readonly (keyof FilePrint)[];

/** What the examining process is told; the key comes by its input and stands in no argument and no variable. */
export interface ToExamine {
  path: string;
  /** Base64; null: the file lies as it is. */
  key: string | null;
  size: number;
  name: string;
  declaredType: string;
}
export interface Examined {
  /** Null where such a file is not taken. */
  mediaType: string | null;
  bomb: boolean;
  print: FilePrint;
}

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
export function cleanPrint(given: { [K in keyof FilePrint]: string | null | undefined }): FilePrint {
  const print: FilePrint = {};
  for (const field of PRINT_FIELDS) {
    const text = given[field]
      ?.toWellFormed()
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim();
    if (text) print[field] = [...text].slice(0, MAX_CHARACTERS).join('');
  }
  return print;
}
