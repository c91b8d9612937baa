/**
 * Notes every distinct text of SQL that product code sends in this process, with the calls through which it was sent:
 * `npm run lint:sql -- --sent FOLDER` prepares each and holds its columns beside the row that the call declares.
 * The runtime of the tests imports this once in each process where TEST_STATEMENTS names that folder.
 */
import { createHash } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = resolve(root, process.env.TEST_STATEMENTS);
const notes = join(folder, `${process.pid}.jsonl`);
/** So much of the stack holds the calls from a use case to the driver. */
const FRAMES = 40;
/** What is known by its hash, so that a text which holds a value costs 20 bytes and not itself. */
const seen = new Set();

/** The project's own calls on the stack, innermost first, at their places in what the sources are compiled to. */
function findCalls() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  Error.prepareStackTrace = (_error, sites) => sites;
  const sites = new Error().stack;
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return sites.flatMap((site) => {
    const url = site.getFileName() ?? '';
    if (!url.startsWith('file:') || !url.endsWith('.ts') || site.isAsync()) return [];
    const path = relative(root, fileURLToPath(url)).split(sep).join('/');
    return path.startsWith('node_modules/')
      ? []
      : [{ path, line: site.getLineNumber(), column: site.getColumnNumber() }];
  });
}

const isOfProduct = ({ path }) => path.startsWith('src/') && !path.endsWith('.spec.ts');

function note(text) {
  const hash = createHash('sha1').update(text).digest('base64');
  if (seen.has(hash)) return;
  seen.add(hash);
  const calls = findCalls();
  // What a test sends through the product's own doors is the test's.
  const sender = calls.find(({ path }) => !path.startsWith('src/kernel/database/'));
  if (sender && isOfProduct(sender))
    appendFileSync(notes, `${JSON.stringify({ text, calls: calls.filter(isOfProduct) })}\n`);
}

/** Notes what a method is given before it does what it did. */
function watch(prototype, name) {
  const method = prototype[name];
  prototype[name] = function (first, ...others) {
    note(typeof first === 'string' ? first : first.text);
    return method.call(this, first, ...others);
  };
}

mkdirSync(folder, { recursive: true });
watch(PostgresQueryRunner.prototype, 'query');
watch(pg.Pool.prototype, 'query');
subscribe('throughline.statement', note);
