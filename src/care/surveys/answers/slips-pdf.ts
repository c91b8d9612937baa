import PDFDocument from 'pdfkit';
import { create } from 'qrcode';
import { CHINESE_FONT } from '../../../kernel/documents/chinese-font.js';
import { cleanText } from '../../../kernel/documents/papers/clean-text.js';
import { createNaming } from '../../../kernel/documents/papers/name-characters.js';

const COLUMNS = 2;
const ROWS = 4;
const MARGIN = 28;
const PAD = 14;
const QR_SIZE = 104;

type Doc = InstanceType<typeof PDFDocument>;

export interface Slip {
  no: number;
  /** Null: recipients whose community is not known. */
  community: string | null;
  code: string;
}
export interface SlipSheet {
  title: string;
  /** Who asks. */
  runner: string;
  closesOn: string;
  /** Where the page lies; the code follows it as a fragment, which no server is sent. */
  page: string;
  madeAt: Date;
  slips: readonly Slip[];
}

/** Dark modules of a line that touch are one rectangle: a page of codes has a fifth of the shapes. */
function qr(doc: Doc, text: string, left: number, top: number): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const unit = QR_SIZE / modules.size;
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) === 0) continue;
      let length = 1;
      while (column + length < modules.size && modules.get(row, column + length) !== 0) length += 1;
      doc.rect(left + column * unit, top + row * unit, length * unit, unit);
      column += length;
    }
  doc.fill('#000000');
}

function slip(
  doc: Doc,
  sheet: SlipSheet,
  { no, community, code }: Slip,
  left: number,
  top: number,
  size: [number, number],
): void {
  const [width, height] = size;
  doc.rect(left, top, width, height).dash(3, { space: 3 }).strokeColor('#999999').stroke().undash();
  const inner = width - 2 * PAD;
  const text = inner - QR_SIZE - 10;
  const line = { width: text, lineBreak: true, ellipsis: true } as const;
  doc.fillColor('#000000').fontSize(11);
  doc.text(sheet.title, left + PAD, top + PAD, { ...line, height: 32 });
  doc.fontSize(8).fillColor('#444444');
  doc.text(`${sheet.runner} · ${community ?? '社区未登记'} · 第 ${no} 号`, left + PAD, top + PAD + 34, {
    ...line,
    height: 24,
  });
  doc.text(`请用手机扫描二维码；或打开 ${sheet.page} 输入下面的作答码。`, left + PAD, top + PAD + 62, {
    ...line,
    height: 36,
  });
  doc.text(`无需登录，不记姓名；每张只能作答一次，截止 ${sheet.closesOn}。`, left + PAD, top + PAD + 102, {
    ...line,
    height: 24,
  });
  qr(doc, `${sheet.page}#${code}`, left + width - PAD - QR_SIZE, top + PAD);
  doc.fillColor('#000000').fontSize(17);
  doc.text(code, left + PAD, top + height - PAD - 24, { width: inner, align: 'center', lineBreak: false });
}

/** Slips to be cut apart, eight a page. The codes are nowhere else: what is lost is printed again with others. */
export function slipsAsPdf(sheet: SlipSheet): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    autoFirstPage: false,
    lang: 'zh-CN',
    info: { Title: cleanText(sheet.title), CreationDate: sheet.madeAt },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  doc.font(CHINESE_FONT.bytes);
  const nameRare = createNaming(doc);
  const shown = { ...sheet, title: nameRare(sheet.title), runner: nameRare(sheet.runner) };
  for (const [i, each] of sheet.slips.entries()) {
    const place = i % (COLUMNS * ROWS);
    if (place === 0) doc.addPage();
    const width = (doc.page.width - 2 * MARGIN) / COLUMNS;
    const height = (doc.page.height - 2 * MARGIN) / ROWS;
    const left = MARGIN + (place % COLUMNS) * width;
    const named = { ...each, community: each.community === null ? null : nameRare(each.community) };
    slip(doc, shown, named, left, MARGIN + Math.floor(place / COLUMNS) * height, [width, height]);
  }
  doc.end();
  return done;
}
