import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
/** SIL Open Font License. Only the characters that are used are embedded. */
const FONT = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
const MARGIN = 50;
const PAD = 4;
const SIZES = { title: 20, heading: 13, text: 10, table: 9 };
const bottomOf = (doc) => doc.page.height - MARGIN;
/** Begins a page where less than `height` is left. */
function room(doc, height) {
    if (doc.y + height > bottomOf(doc))
        doc.addPage();
}
function table(doc, { head, rows, widths }) {
    const whole = doc.page.width - 2 * MARGIN;
    const columns = widths.map((share) => (share / 100) * whole);
    doc.fontSize(SIZES.table);
    const heightOf = (row) => Math.max(...row.map((cell, i) => doc.heightOfString(cell || ' ', { width: (columns[i] ?? 0) - 2 * PAD }))) +
        2 * PAD;
    const draw = (row, shaded) => {
        const height = heightOf(row);
        if (doc.y + height > bottomOf(doc)) {
            doc.addPage();
            if (!shaded && head.length > 0)
                draw(head, true);
        }
        const top = doc.y;
        let left = MARGIN;
        row.forEach((cell, i) => {
            const width = columns[i] ?? 0;
            doc.rect(left, top, width, height);
            if (shaded)
                doc.fillAndStroke('#f2f2f2', '#999999').fillColor('#000000');
            else
                doc.strokeColor('#999999').stroke();
            doc.text(cell, left + PAD, top + PAD, { width: width - 2 * PAD });
            left += width;
        });
        doc.x = MARGIN;
        doc.y = top + height;
    };
    if (head.length > 0) {
        // A head does not stand alone at the end of a page.
        room(doc, heightOf(head) + heightOf(rows[0] ?? []));
        draw(head, true);
    }
    for (const row of rows)
        draw(row, false);
    doc.moveDown(0.6);
}
function block(doc, part) {
    switch (part.kind) {
        case 'title':
            doc.fontSize(SIZES.title).text(part.text, { align: 'center' }).moveDown(0.6);
            return;
        case 'heading':
            room(doc, 80);
            doc.moveDown(0.4).fontSize(SIZES.heading).text(part.text).moveDown(0.3);
            return;
        case 'text':
            doc.fontSize(SIZES.text).text(part.text).moveDown(0.4);
            return;
        case 'table':
            table(doc, part);
    }
}
/** The report as PDF, with its page numbers. The same report gives the same bytes: its date is its own, not the clock's. */
export function reportAsPdf(title, madeAt, blocks) {
    const doc = new PDFDocument({
        size: 'A4',
        margin: MARGIN,
        bufferPages: true,
        lang: 'zh-CN',
        info: { Title: title, CreationDate: madeAt },
    });
    const chunks = [];
    const done = new Promise((resolve, reject) => {
        doc.on('data', (chunk) => chunks.push(chunk));
        doc.on('end', () => resolve(Buffer.concat(chunks)));
        doc.on('error', reject);
    });
    doc.font(FONT).fillColor('#000000');
    for (const part of blocks)
        block(doc, part);
    const { start, count } = doc.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
        doc.switchToPage(page);
        // Below the margin: else the text would begin a page of its own.
        doc.page.margins.bottom = 0;
        doc.fontSize(8).text(`第 ${page - start + 1} 页，共 ${count} 页`, MARGIN, doc.page.height - 32, {
            align: 'center',
            width: doc.page.width - 2 * MARGIN,
            lineBreak: false,
        });
    }
    doc.end();
    return done;
}
//# sourceMappingURL=report.pdf.js.map