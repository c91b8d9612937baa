import { describe, expect, it } from '@jest/globals';
import { readFileText } from '../examination/file-text.js';
import type { Content } from '../examination/examination-types.js';
import { cleanText } from './clean-text.js';
import { writeDocx } from './paper-docx.js';
import { writePdf } from './paper-pdf.js';
import type { WrittenPaper } from './paper.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const ROWS = Array.from({ length: 500 }, (_, i) => [String(i + 1), `第${i + 1}项`, '2026-06-30']);
const PAPER: WrittenPaper = {
  title: '示例',
  madeAt: new Date('2026-01-01T00:00:00Z'),
  language: 'zh',
  marks: ['草案'],
  foot: '示例数据',
  blocks: [
    { kind: 'title', text: '示例' },
    { kind: 'table', head: ['序号', '内容', '期限'], widths: [20, 50, 30], rows: ROWS },
  ],
};

const toContent = (bytes: Buffer): Content => ({
  size: bytes.length,
  read: (at: number, length: number) => Promise.resolve(bytes.subarray(at, at + length)),
  content: async function* (from = 0, to = bytes.length) {
    yield await Promise.resolve(bytes.subarray(from, to));
  },
});
const countMatches = (text: string, word: string): number => text.split(word).length - 1;

describe('a paper of five hundred rows', () => {
  it('has all of them as PDF, with head, mark and number on every page', async () => {
    const read = await readFileText(toContent(await writePdf(PAPER)), 'application/pdf');
    const text = 'text' in read ? read.text.replace(/\s+/g, '') : '';
    const pages = countMatches(text, '示例数据');
    expect(pages).toBeGreaterThan(8);
    expect(countMatches(text, '草案')).toBe(pages);
    expect(countMatches(text, '序号内容期限')).toBe(pages);
    expect(text).toContain(`第${pages}页，共${pages}页`);
    for (const [, name = ''] of ROWS) expect(text).toContain(name);
  });

  it('has all of them as DOCX', async () => {
    const read = await readFileText(toContent(await writeDocx(PAPER)), DOCX);
    const text = 'text' in read ? read.text : '';
    for (const [, name = ''] of ROWS) expect(text).toContain(name);
    expect(text).toContain('草案');
  });
});

it('a text on paper has no controls, no turned direction and no half of a character', () => {
  expect(cleanText('a\u0000b\tc\r\nd\u202ee\ud83df😀\u2066')).toBe('a b c\nd e\ufffdf😀 ');
});
