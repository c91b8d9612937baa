import { extractText, getDocumentProxy } from 'unpdf';
import { MAX_TEXT, Unreadable, type Content, type FileText } from './examination-types.js';
import { XmlText } from './xml-text.js';
import { readEntries, unfold } from './zip-print.js';

/** Larger ones are not held in memory. */
const MAX_PDF = 64 * 1024 * 1024;
const MAX_PAGES = 2_000;
/** More than the words of any document unfold to. */
const MAX_UNFOLDED = 256 * 1024 * 1024;

interface OfficeFormat {
  parts: RegExp;
  texts: ReadonlySet<string>;
  breaks: ReadonlySet<string>;
}
/** ECMA-376: the parts with words, the elements that hold them, and those that end a line. GB/T 33190 for OFD. */
const OFFICE: readonly OfficeFormat[] = [
  {
    parts: /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/,
    texts: new Set(['w:t', 'w:delText']),
    breaks: new Set(['w:p', 'w:tc']),
  },
  {
    parts: /^xl\/(?:sharedStrings|worksheets\/sheet\d+)\.xml$/,
    texts: new Set(['t']),
    breaks: new Set(['si', 'c']),
  },
  { parts: /^ppt\/(?:slides|notesSlides)\/\w+\.xml$/, texts: new Set(['a:t']), breaks: new Set(['a:p']) },
  { parts: /(?:^|\/)Pages\/.*Content\.xml$/, texts: new Set(['ofd:TextCode']), breaks: new Set(['ofd:TextObject']) },
];

/** The words of a file that was taken in. A file that holds pictures alone has none, and is told apart from one that is unreadable. */
export async function readFileText(file: Content, mediaType: string): Promise<FileText> {
  try {
    const text = await readWords(file, mediaType);
    if (text.trim() === '') return { state: 'no_text' };
    return { state: 'read', text: text.slice(0, MAX_TEXT), isCut: text.length >= MAX_TEXT };
  } catch (error) {
    if (error instanceof Unreadable) return { state: 'unreadable', reason: error.reason };
    const isLocked = (error as { name?: unknown }).name === 'PasswordException';
    return { state: 'unreadable', reason: isLocked ? 'encrypted' : 'broken' };
  }
}

async function readWords(file: Content, mediaType: string): Promise<string> {
  if (mediaType.startsWith('image/')) return '';
  if (mediaType === 'application/pdf') return readPdf(file);
  if (mediaType.startsWith('text/')) return readPlain(file);
  const head = await file.read(0, 4);
  if (head.toString('latin1') === 'PK\x03\x04') return readOffice(file);
  throw new Unreadable('format');
}

async function readPdf(file: Content): Promise<string> {
  if (file.size > MAX_PDF) throw new Unreadable('too_large');
  const bytes = new Uint8Array(await file.read(0, file.size));
  const document = await getDocumentProxy(bytes, { isEvalSupported: false, disableFontFace: true, verbosity: 0 });
  if (document.numPages > MAX_PAGES) throw new Unreadable('too_large');
  const { text } = await extractText(document, { mergePages: false });
  return text.join('\n');
}

async function readPlain(file: Content): Promise<string> {
  const bytes = await file.read(0, MAX_TEXT * 4);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

async function readOffice(file: Content): Promise<string> {
  const entries = await readEntries(file);
  const format = OFFICE.find(({ parts }) => entries.some(({ name }) => parts.test(name)));
  if (!format) throw new Unreadable('format');
  const words: string[] = [];
  let [length, unfolded] = [0, 0];
  for (const entry of entries.filter(({ name }) => format.parts.test(name))) {
    const part = new XmlText(format.texts, format.breaks);
    for await (const chunk of unfold(file, entry)) {
      unfolded += chunk.length;
      if (unfolded > MAX_UNFOLDED) throw new Unreadable('limits');
      part.write(chunk);
      if (length + part.length >= MAX_TEXT) break;
    }
    words.push(part.end());
    length += part.length;
  }
  return words.join('\n');
}
