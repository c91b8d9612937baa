import compression from 'compression';
import type { Express, RequestHandler } from 'express';
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

const ROOT = '/docs';
/** What of Swagger UI's files the page loads; the others are nobody's business. */
const FILES = ['/swagger-ui.css', '/swagger-ui-bundle.js'];

const answerPage: RequestHandler = (_request, response) => {
  response.set('Content-Security-Policy', CONTENT_SECURITY_POLICY).type('html').send(PAGE);
};
const answerProblems: RequestHandler = (_request, response) => {
  response.type('text/plain').send(problemsPage());
};
/** Swagger UI's own server looks for its files at the root. */
const findFile: RequestHandler = (request, _response, next) => {
  request.url = request.url.slice(ROOT.length);
  next();
};

/** Answers what lies below `/docs`, compressed. */
export function serveDocsPages(server: Express, countPage: RequestHandler): void {
  const before = [countPage, compression()];
  server.get(ROOT, ...before, answerPage);
  server.get(`${ROOT}/problems.md`, ...before, answerProblems);
  for (const file of FILES) server.get(`${ROOT}${file}`, ...before, findFile, ...serve);
}
