import type { OpenAPIObject } from '@nestjs/swagger';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { PROBLEMS } from '../../kernel/errors/codes.js';
import type { ProblemSpec } from '../../kernel/errors/refusal.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { readRequestedLanguage, toPage } from './page.js';
import { listCauses, type Cause } from './problem-causes.js';
import WORDS from './problem-pages.texts.json' with { type: 'json' };

/** Beyond so many the documentation lists them better. */
const MOST = 40;

const toText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The requests that are answered so, each with its place in the documentation. */
function toCauses(lang: Language, causes: readonly Cause[]): string {
  if (causes.length === 0) return `<p>${WORDS.none[lang]}</p>`;
  if (causes.length > MOST) return `<p>${WORDS.many[lang].replace('{n}', String(causes.length))}</p>`;
  const docs = lang === 'zh' ? '/docs?lang=zh' : '/docs';
  const items = causes.map(
    ({ summary, request, anchor }) =>
      `<li><a href="${docs}${toText(anchor)}">${toText(summary)}</a> <code>${toText(request)}</code></li>`,
  );
  return `<ul>\n${items.join('\n')}\n</ul>`;
}

function toHtml(lang: Language, code: string, { status, title }: ProblemSpec, causes: readonly Cause[]): string {
  const said = toText(title[lang]);
  const remedy = (WORDS.byStatus as Partial<Record<string, Text>>)[status];
  const main = `<h1>${said}</h1>
<p>${WORDS.status[lang]}: ${status}<br>${WORDS.code[lang]}: <code>${code}</code></p>
<h2>${WORDS.causes[lang]}</h2>
${toCauses(lang, causes)}
<h2>${WORDS.do[lang]}</h2>
${remedy === undefined ? '' : `<p>${remedy[lang]}</p>\n`}<p>${WORDS.answer[lang]}</p>
<p>${WORDS.where[lang]}</p>`;
  return toPage(lang, { title: `${code} · Throughline 接续`, description: said, address: `/problems/${code}`, main });
}

/** Answers the `type` of every problem: what it means, which requests lead to it and what to do, in the reader's language. */
export function serveProblemPages(
  server: Express,
  countPage: RequestHandler,
  buildDocument: (lang: Language) => OpenAPIObject,
): void {
  /** Made with the first page of a language, as the document is. */
  const causes = new Map<Language, Map<string, Cause[]>>();
  const loadCauses = (lang: Language): Map<string, Cause[]> => {
    const made = causes.get(lang) ?? listCauses(buildDocument(lang));
    causes.set(lang, made);
    return made;
  };
  server.get('/problems/:code', countPage, (request: Request, response: Response, next: NextFunction) => {
    const code = String(request.params['code']);
    const spec = Object.entries<ProblemSpec>(PROBLEMS).find(([name]) => name === code)?.[1];
    if (spec === undefined) return next();
    const lang = readRequestedLanguage(request);
    response
      .vary('Accept-Language')
      .set('Content-Language', lang)
      .type('html')
      .send(toHtml(lang, code, spec, loadCauses(lang).get(code) ?? []));
  });
}
