import { createHash } from 'node:crypto';
import { createInflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { cleanPrint, LEAST_IMAGE_BYTES, UnfoldsTooFar, type Content, type FilePrint } from './examination-types.js';

/** More than any document of the largest size taken unfolds to. */
const MAX_UNFOLDED = 512 * 1024 * 1024;
const MAX_ENTRIES = 20_000;
/** As much of a part as is looked at. */
const MAX_PART = 256 * 1024;
/** Of OOXML (ECMA-376) and of OFD (GB/T 33190): the parts that tell how a document was made. */
const IMAGE = /^(?:word|xl|ppt)\/media\/|\/Res\/[^/]+\.(?:png|jpe?g|bmp)$/i;
const PARTS = ['docProps/core.xml', 'docProps/app.xml', 'word/settings.xml', 'OFD.xml'];

export interface Entry {
  name: string;
  method: number;
  packed: number;
  at: number;
  /** Its name as the directory has it, and whether that says it is a link. */
  rawName: Buffer;
  isLink: boolean;
}

/**
 * Unfolds a whole archive to count what it comes to, whatever it says of itself, and reads what its parts tell.
 * @throws UnfoldsTooFar
 */
export async function printOfZip(file: Content): Promise<FilePrint> {
  const entries = await readEntries(file);
  // Parts that lie over each other unfold the same bytes again and again.
  if (entries.reduce((sum, e) => sum + e.packed, 0) > file.size) throw new UnfoldsTooFar();
  const parts = new Map<string, string>();
  const images: string[] = [];
  let unfolded = 0;
  for (const entry of entries) {
    const kept: Buffer[] = [];
    const image = IMAGE.test(entry.name) ? createHash('sha256') : null;
    const before = unfolded;
    let held = 0;
    for await (const chunk of unfold(file, entry)) {
      unfolded += chunk.length;
      if (unfolded > MAX_UNFOLDED) throw new UnfoldsTooFar();
      image?.update(chunk);
      if (!PARTS.includes(entry.name) || held >= MAX_PART) continue;
      kept.push(chunk);
      held += chunk.length;
    }
    if (image && unfolded - before >= LEAST_IMAGE_BYTES) images.push(image.digest('hex'));
    if (PARTS.includes(entry.name)) parts.set(entry.name, Buffer.concat(kept).subarray(0, MAX_PART).toString('utf8'));
  }
  return printOfParts((name) => parts.get(name) ?? '', images);
}

function printOfParts(part: (name: string) => string, embedded: string[]): FilePrint {
  const [core, app, settings, ofd] = PARTS.map(part) as [string, string, string, string];
  return cleanPrint({
    author: readElementText(core, 'dc:creator') ?? readElementText(ofd, 'ofd:Author'),
    lastAuthor: readElementText(core, 'cp:lastModifiedBy'),
    company: readElementText(app, 'Company'),
    application: readElementText(app, 'Application') ?? readElementText(ofd, 'ofd:Creator'),
    createdAt: readElementText(core, 'dcterms:created') ?? readElementText(ofd, 'ofd:CreationDate'),
    modifiedAt: readElementText(core, 'dcterms:modified') ?? readElementText(ofd, 'ofd:ModDate'),
    // The number a word processor gives a document when it is begun.
    documentId: /<w:rsidRoot w:val="([0-9A-Fa-f]{8})"/.exec(settings)?.[1] ?? readElementText(ofd, 'ofd:DocID'),
    revisions: [...settings.matchAll(/<w:rsid w:val="([0-9A-Fa-f]{8})"/g)].flatMap(([, mark]) => mark ?? []),
    embedded,
  });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text of the first element of a name. */
function readElementText(xml: string, name: string): string | undefined {
  const begin = xml.search(new RegExp(`<${name}[\\s>]`));
  if (begin < 0) return undefined;
  const from = xml.indexOf('>', begin) + 1;
  const to = xml.indexOf(`</${name}>`, from);
  if (to < 0) return undefined;
  return xml.slice(from, to).replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '');
}

export async function* unfold(file: Content, { method, packed, at }: Entry): AsyncGenerator<Buffer> {
  const local = await file.read(at, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50) throw new Error('An entry is not where it should be');
  const begin = at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const content = file.content(begin, begin + packed);
  if (method === 0) yield* content;
  else if (method === 8) {
    const inflate = createInflateRaw();
    const source = Readable.from(content, { objectMode: false });
    source.once('error', (error) => inflate.destroy(error));
    yield* source.pipe(inflate) as AsyncIterable<Buffer>;
  } else throw new Error(`Method ${method} is not one of a document's`);
}

/** Programs in China write names in GB 18030 as well. */
function decodeName(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return new TextDecoder('gb18030').decode(raw);
  }
}

/** The central directory, which lies at the end. */
export async function readEntries(file: Content): Promise<Entry[]> {
  const start = Math.max(0, file.size - 65_557);
  const tail = await file.read(start, 65_557);
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > tail.length) throw new Error('The archive has no end');
  const count = tail.readUInt16LE(end + 10);
  const size = tail.readUInt32LE(end + 12);
  const begin = tail.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES) throw new UnfoldsTooFar();
  if (begin + size > file.size || size > MAX_ENTRIES * 512) throw new Error('The directory is not where it should be');
  const directory = await file.read(begin, size);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw new Error('A broken directory');
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => directory.readUInt16LE(at + o)) as [
      number,
      number,
      number,
    ];
    const rawName = directory.subarray(at + 46, at + 46 + nameLength);
    entries.push({
      name: decodeName(rawName),
      rawName,
      // The upper half holds the mode of Unix, where a link is kind 12.
      isLink: directory.readUInt16LE(at + 40) >>> 12 === 0xa,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      at: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
