import type { Language } from '../../../kernel/errors/texts.js';
import { escapeMarkup } from '../../../kernel/documents/papers/clean-text.js';
import type { Block } from '../../../kernel/documents/papers/paper.js';

const STYLE =
  'body{font:15px/1.6 "Noto Sans SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'h1{text-align:center}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;table-layout:fixed;width:100%;margin:.6rem 0}' +
  'th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f2f2f2}' +
  'figure{margin:1rem 0}img{max-width:100%;height:auto}';

const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
  `<tr>${row.map((cell) => `<${tag}>${escapeMarkup(cell)}</${tag}>`).join('')}</tr>`;

/** As wide as on paper: what is short is not squeezed by what is long. */
const columns = (widths: readonly number[]): string =>
  `<colgroup>${widths.map((width) => `<col width="${width}%">`).join('')}</colgroup>`;

function block(part: Block): string {
  switch (part.kind) {
    case 'title':
      return `<h1>${escapeMarkup(part.text)}</h1>`;
    case 'heading':
      return `<h2>${escapeMarkup(part.text)}</h2>`;
    case 'text':
      return `<p>${escapeMarkup(part.text)}</p>`;
    case 'picture':
      return `<figure><img alt="${escapeMarkup(part.text)}" width="${part.width}" src="data:image/svg+xml;base64,${part.svg.toString('base64')}"></figure>`;
    case 'table':
      return `<table>${columns(part.widths)}${part.head.length > 0 ? cells('th', part.head) : ''}${part.rows.map((row) => cells('td', row)).join('')}</table>`;
  }
}

const HTML_LANGUAGES = { zh: 'zh-CN', en: 'en' } as const;

/** One page that needs nothing else: no script, no address. */
export const reportAsHtml = (title: string, blocks: readonly Block[], lang: Language = 'zh'): string =>
  `<!doctype html><html lang="${HTML_LANGUAGES[lang]}"><head><meta charset="utf-8"><title>${escapeMarkup(title)}</title>` +
  `<style>${STYLE}</style></head><body>${blocks.map(block).join('\n')}</body></html>\n`;
