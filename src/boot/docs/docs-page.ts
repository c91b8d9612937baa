import compression from 'compression';
import type { RequestHandler } from 'express';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { serve } from 'swagger-ui-express';
import { problemsPage } from '../pages.js';

const PAGE = readFileSync(new URL('./docs.html', import.meta.url), 'utf8');

/** The one script that stands in the page itself, named by its hash. */
function inlineScript(): string {
  const inside = /<script>([\s\S]*?)<\/script>/.exec(PAGE)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
}

/** Swagger UI sets style attributes and draws its arrows as data URLs; everything else comes from here. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' ${inlineScript()}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What of Swagger UI's files the page loads; the others are nobody's business. */
const FILES = ['/swagger-ui.css', '/swagger-ui-bundle.js'];

const page: RequestHandler = (request, response, next) => {
  const { path, method } = request;
  if (!['GET', 'HEAD'].includes(method)) next('router');
  else if (path === '/') response.set('Content-Security-Policy', CONTENT_SECURITY_POLICY).type('html').send(PAGE);
  else if (path === '/problems.md') response.type('text/plain').send(problemsPage());
  else if (FILES.includes(path)) next();
  else next('router');
};

/** Answers what lies below `/docs`, compressed. */
export const docsPage = (): RequestHandler[] => [compression(), page, ...serve];
