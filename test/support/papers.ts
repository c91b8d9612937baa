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

const toStrings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value, value.replace(/\s+/g, '')]
    : value === null || typeof value !== 'object'
      ? []
      : Object.values(value).flatMap(toStrings);

/** Digits of hashes and ids, what is called so in both languages, and amounts in capitals, which are Chinese by law. */
const SAME_EVERYWHERE =
  /\b[0-9a-f]{8,}\b|SHA-256|OCID|ocds-[\w-]+|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元(?:整|[零壹贰叁肆伍陆柒捌玖]角?分?整?)*/g;

/**
 * Words of a paper that are not of its language, but those that its object holds as somebody wrote them: a code of the API is
 * no such word. `object` is the answer in JSON, in the same language.
 */
export function findStrangeWords(text: string, language: 'en' | 'zh', object: unknown): string[] {
  const written = toStrings(object)
    .filter((each) => each.length > 1 && !/^[A-Za-z_]+$/.test(each))
    .toSorted((a, b) => b.length - a.length);
  const left = written.reduce((rest, each) => rest.replaceAll(each, ' '), text).replace(SAME_EVERYWHERE, ' ');
  const words = new Set(left.match(language === 'zh' ? /[A-Za-z_]{2,}/g : /[\u4e00-\u9fff]+/g) ?? []);
  // A name may stand among others in the answer.
  return [...words].filter((word) => language === 'zh' || !written.some((each) => each.includes(word)));
}
