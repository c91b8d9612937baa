import { fileTypeFromStream } from 'file-type';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { SealedFileReader } from '../../sealing/sealed-file.js';
import { typeOfContent } from '../document-types.js';
import { PlainFile } from './plain-file.js';
import { UnfoldsTooFar, type Content, type Examined, type FilePrint, type ToExamine } from './examination-types.js';
import { readFileText } from './file-text.js';
import { printOfImage } from './image-print.js';
import { printOfPdf } from './pdf-print.js';
import { findUnsafe } from './unsafe-files.js';
import { printOfZip } from './zip-print.js';

/** The program of one examination: reads what to examine from its input, writes what it found, ends. */
async function examine(content: Content, { name, declaredType }: ToExamine): Promise<Examined> {
  const head = await content.read(0, 5);
  const looks = (mark: string) => head.toString('latin1').startsWith(mark);
  let print: FilePrint = {};
  try {
    // First of all: what reads an archive to tell its type may itself be what a bomb is made for.
    if (looks('PK\x03\x04')) print = await printOfZip(content);
  } catch (error) {
    if (error instanceof UnfoldsTooFar) return { mediaType: null, bomb: true, print: {} };
    throw error;
  }
  const mediaType = await typeOfContent(name, declaredType, {
    sniff: async () => {
      const stream = Readable.from(content.content(), { objectMode: false });
      return (await fileTypeFromStream(stream))?.mime ?? null;
    },
    chunks: () => content.content(),
  });
  const unsafe = mediaType === null ? null : await findUnsafe(content, mediaType);
  if (unsafe !== null) return { mediaType, bomb: false, unsafe, print: {} };
  if (mediaType !== null && looks('%PDF-')) print = await readPrint(() => printOfPdf(content));
  if (mediaType?.startsWith('image/')) print = await readPrint(() => printOfImage(content));
  return { mediaType, bomb: false, print };
}

/** A file is taken whether or not it tells how it was made. */
async function readPrint(read: () => Promise<FilePrint>): Promise<FilePrint> {
  try {
    return await read();
  } catch {
    return { unreadable: 'broken' };
  }
}

async function openContent({ path, key, size }: ToExamine): Promise<Content> {
  const file = await open(path, 'r');
  return key === null ? new PlainFile(file, size) : new SealedFileReader(file, Buffer.from(key, 'base64'), size);
}

const input: Buffer[] = [];
for await (const part of process.stdin as AsyncIterable<Buffer>) input.push(part);
const ask = JSON.parse(Buffer.concat(input).toString()) as ToExamine;
const content = await openContent(ask);
const found = ask.wants === 'text' ? await readFileText(content, ask.declaredType) : await examine(content, ask);
process.stdout.write(JSON.stringify(found), () => process.exit(0));
