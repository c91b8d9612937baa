/** A kind of file that is taken: what its first bytes must be, null for text, which has no mark of its own. */
interface DocumentType {
  mediaType: string;
  sniffed: string | null;
  /** What programs also call it. */
  alsoDeclared?: readonly string[];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const LEGACY_OFFICE = 'application/x-cfb';
const UNDECLARED = new Set(['', 'application/octet-stream']);

/** By the ending of the name. Archives and programs are not documents. */
const TYPES: Readonly<Record<string, DocumentType>> = {
  pdf: { mediaType: 'application/pdf', sniffed: 'application/pdf' },
  // The format of official documents in China (GB/T 33190): a ZIP with a fixed inside.
  ofd: { mediaType: 'application/ofd', sniffed: 'application/zip' },
  png: { mediaType: 'image/png', sniffed: 'image/png' },
  jpg: { mediaType: 'image/jpeg', sniffed: 'image/jpeg' },
  jpeg: { mediaType: 'image/jpeg', sniffed: 'image/jpeg' },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, sniffed: `${OFFICE}.wordprocessingml.document` },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, sniffed: `${OFFICE}.spreadsheetml.sheet` },
  pptx: { mediaType: `${OFFICE}.presentationml.presentation`, sniffed: `${OFFICE}.presentationml.presentation` },
  doc: { mediaType: 'application/msword', sniffed: LEGACY_OFFICE },
  xls: { mediaType: 'application/vnd.ms-excel', sniffed: LEGACY_OFFICE },
  txt: { mediaType: 'text/plain', sniffed: null },
  csv: { mediaType: 'text/csv', sniffed: null, alsoDeclared: ['text/plain', 'application/vnd.ms-excel'] },
};

/** What a photo may be. */
export const PICTURE_TYPES: readonly string[] = [
  ...new Set(Object.values(TYPES).flatMap(({ mediaType }) => (mediaType.startsWith('image/') ? [mediaType] : []))),
];

export const DOCUMENT_ENDINGS = Object.keys(TYPES);

/** What is looked at of a content: what its first bytes say it is, and all of it. */
export interface Sniffed {
  sniff(): Promise<string | null>;
  chunks(): AsyncIterable<Uint8Array>;
}

/**
 * The media type of a content, or null where it is not taken: its name's ending, what the sender calls it and what it is
 * must agree.
 */
export async function typeOfContent(name: string, declared: string, content: Sniffed): Promise<string | null> {
  const ending = /\.([a-z0-9]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  const type = Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
  if (!type) return null;
  if (!UNDECLARED.has(declared) && declared !== type.mediaType && !type.alsoDeclared?.includes(declared)) return null;
  if ((await content.sniff()) !== type.sniffed) return null;
  if (type.sniffed === null && !(await isText(content.chunks()))) return null;
  return type.mediaType;
}

/** Text without control characters, in UTF-8 or GB 18030 (which spreadsheets in China still write). */
async function isText(chunks: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoders = [new TextDecoder('utf-8', { fatal: true }), new TextDecoder('gb18030', { fatal: true })];
  const valid = decoders.map(() => true);
  const decode = (bytes: Uint8Array | undefined) =>
    decoders.forEach((decoder, i) => {
      if (!valid[i]) return;
      try {
        decoder.decode(bytes, { stream: bytes !== undefined });
      } catch {
        valid[i] = false;
      }
    });
  for await (const chunk of chunks) {
    if (chunk.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d))
      return false;
    decode(chunk);
    if (!valid.includes(true)) return false;
  }
  decode(undefined);
  return valid.includes(true);
}
