import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The page of residents: one file that asks nothing of anybody but this server. */
export const SURVEY_PAGE = readFileSync(new URL('./page/s.html', import.meta.url), 'utf8');

/** What may run in it is what it was shipped with, named by its hash. */
function hashTag(tag: 'style' | 'script'): string {
  const inside = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(SURVEY_PAGE)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
}

export const SURVEY_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `script-src ${hashTag('script')}`,
    `style-src ${hashTag('style')}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
};

/** Where the page lies for who holds a slip: the origin that was set, else the one that was asked. */
export const pageAddress = (request: Request, origin: string | undefined): string =>
  `${origin ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`}/s`;
