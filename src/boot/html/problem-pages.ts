import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { PROBLEMS } from '../../kernel/errors/codes.js';
import type { ProblemSpec } from '../../kernel/errors/refusal.js';
import type { Language } from '../../kernel/errors/texts.js';
import { readRequestedLanguage, toPage } from './page.js';

const WORDS = {
  status: { en: 'HTTP status', zh: 'HTTP 状态码' },
  code: { en: 'Code, which never changes', zh: '错误码（固定不变）' },
  where: {
    en: 'The <a href="/docs">documentation</a> says at each operation which of these it answers, and <a href="/docs/problems.md">problems.md</a> lists all.',
    zh: '各接口可能返回的错误码见<a href="/docs">接口文档</a>，全部错误码见 <a href="/docs/problems.md">problems.md</a>。',
  },
};

const toText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function toHtml(lang: Language, code: string, { status, title }: ProblemSpec): string {
  const said = toText(title[lang]);
  const main = `<h1>${said}</h1>
<p>${WORDS.status[lang]}: ${status}<br>${WORDS.code[lang]}: <code>${code}</code></p>
<p>${WORDS.where[lang]}</p>`;
  return toPage(lang, { title: `${code} · Throughline 接续`, description: said, address: `/problems/${code}`, main });
}

/** Answers the `type` of every problem: what it means, in the reader's language. */
export function serveProblemPages(server: Express, countPage: RequestHandler): void {
  server.get('/problems/:code', countPage, (request: Request, response: Response, next: NextFunction) => {
    const code = String(request.params['code']);
    const spec = Object.entries<ProblemSpec>(PROBLEMS).find(([name]) => name === code)?.[1];
    if (spec === undefined) return next();
    const lang = readRequestedLanguage(request);
    response
      .vary('Accept-Language')
      .set('Content-Language', lang)
      .type('html')
      .send(toHtml(lang, code, spec));
  });
}
