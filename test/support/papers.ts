import { inflateRawSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

interface Asked {
  by?: TestAccount | null;
  accept?: string;
  language?: string;
  /** Further parameters. */
  query?: string;
}

/** Asks for an object on paper; answers the request as it stands. */
export const askPaper = (app: TestApp, path: string, { by = null, accept = '*/*', language = 'zh' }: Asked = {}) =>
  app.http
    .get(`/api/v1/${path}`)
    .set({ ...by?.auth, Accept: accept, 'Accept-Language': language })
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });

/** The words of each page of a PDF. Spaces are those of the layout, and are left out. */
async function readPages(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text.map((page) => page.replace(/\s+/g, ''));
}

/** An object as PDF: its pages. */
export async function readPdf(app: TestApp, path: string, asked: Asked = {}): Promise<string[]> {
  const { body, status, type } = await askPaper(app, `${path}?format=pdf${asked.query ?? ''}`, asked);
  if (status !== 200 || type !== 'application/pdf') throw new Error(`${path}: ${status} ${String(body)}`);
  return readPages(body as Buffer);
}

/** An object as DOCX: its parts by their names. */
export async function readDocx(app: TestApp, path: string, asked: Asked = {}): Promise<Map<string, string>> {
  const { body, status, type } = await askPaper(app, `${path}?format=docx${asked.query ?? ''}`, asked);
  if (status !== 200 || type !== DOCX) throw new Error(`${path}: ${status} ${String(body)}`);
  return unzip(body as Buffer);
}

/** The parts of an archive, by their names. */
export function unzip(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, name, extra, comment] = [20, 28, 30, 32].map((offset) =>
      offset === 20 ? zip.readUInt32LE(at + offset) : zip.readUInt16LE(at + offset),
    ) as [number, number, number, number];
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(begin, begin + packed);
    const text = zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content);
    parts.set(zip.toString('utf8', at + 46, at + 46 + name), text.toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return parts;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** The words of a part of a DOCX. */
export const readWords = (xml = ''): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
    .map(([, text = '']) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? ''))
    .join('\n');
