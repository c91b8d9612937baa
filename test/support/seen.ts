import { expect } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync, mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PROBLEMS, type ProblemCode } from '../../src/boot/refusals.js';
import type { ActionEngine, GuardEvent } from '../../src/kernel/actions/engine.js';
import { warningOf } from '../guards.list.js';
import { guardName, type Note } from './reach.rules.js';
import { isAskedForTheRecord, recordOtherGuards, recordRefusal, recordsRefusals } from './refusals.js';

/** What is remembered within one test file; modules live as long as their process, which runs many files. */
interface Remembered {
  readonly file: string | undefined;
  /** What was noted already: each thing is written once. */
  readonly noted: Set<string>;
  /** What a guard has refused. */
  readonly refused: Set<string>;
}

let last: Remembered = { file: undefined, noted: new Set(), refused: new Set() };

function remembered(): Remembered {
  const file = expect.getState().testPath;
  if (last.file !== file) last = { file, noted: new Set(), refused: new Set() };
  return last;
}

/** Appends a line to what the whole run has seen; `reach.mjs` judges it when the run is over. */
function note(line: Note): void {
  const text = JSON.stringify(line);
  const folder = process.env.TEST_RUN_FOLDER;
  const { noted } = remembered();
  if (folder === undefined || noted.has(text)) return;
  noted.add(text);
  mkdirSync(join(folder, 'seen'), { recursive: true });
  appendFileSync(join(folder, 'seen', `${process.pid}.jsonl`), `${text}\n`);
}

/** How the rounds of a race ended, by outcome. */
export const noteRace = (race: string, outcomes: Readonly<Record<string, number>>): void => note({ race, outcomes });

/** What was searched for where it must not be, and how often it was found. */
export const noteSearch = (search: string, figures: Readonly<Record<string, number>>): void =>
  note({ search, figures });

/** An action that a property took in a random sequence. */
export const noteDriven = (lifecycle: string, action: string): void => note({ driven: `${lifecycle}.${action}` });

/** Words that only a stack, a statement or a driver says. */
const INSIDE = /\bat \S+ \(|node_modules|\.ts:\d|SELECT |INSERT INTO|violates|QueryFailed/;

/** A test that breaks something on purpose says so in its request id; any other answer of 500 is a fault. */
export const ON_PURPOSE = 'on-purpose';

/** What is wrong with an answer that every answer of the product must have right, whoever asked for it. */
function faultsOf(response: ServerResponse, body: string): string[] {
  const type = String(response.getHeader('content-type') ?? '').split(';')[0];
  const faults: string[] = [];
  const kept = /^(private, )?no-cache$/.test(String(response.getHeader('cache-control'))) && response.hasHeader('etag');
  if (response.getHeader('cache-control') !== 'no-store' && !kept) faults.push('may be cached');
  if (!response.getHeader('x-request-id')) faults.push('has no request id');
  if (response.statusCode === 304 && !kept) faults.push('is a 304 that nobody may keep');
  if (response.statusCode < 400 || (type === 'application/json' && body.includes('"checks"'))) return faults;
  if (type !== 'application/problem+json') return [...faults, `${response.statusCode} is no problem: ${type}`];
  const problem = JSON.parse(body) as { code: ProblemCode; status: number; title: string };
  const spec: { status: number } | undefined = PROBLEMS[problem.code];
  if (spec?.status !== response.statusCode || problem.status !== spec.status)
    faults.push(`${problem.code} came as ${response.statusCode}`);
  if (problem.status >= 500 && INSIDE.test(body)) faults.push('shows its inside');
  return faults;
}

const TENDER = /\/tenders\/[0-9a-f-]{36}(\/actions\/approve)?$/;
const WARNINGS = /"warnings":\[(\{"rule".*?\})\]/;

/** The rules by which an answer warns of a draft. */
const warningsIn = (body: string): string[] =>
  [...(WARNINGS.exec(body)?.[1] ?? '').matchAll(/"rule":"([A-Z0-9-]+)"/g)].flatMap(([, rule]) => rule ?? []);

const request = new AsyncLocalStorage<IncomingMessage>();

/** The guards that were asked for each request that is not answered yet. */
const askedFor = new WeakMap<IncomingMessage, GuardEvent[]>();

/** One guard at one object; what is asked of a place for a body is asked of both. */
const pairOf = ({ lifecycle, action, guard, id, given }: GuardEvent): string =>
  [guardName(lifecycle, action, guard), id, 'organisation' in given ? String(given.organisation) : ''].join(' ');

/** A guard is shown where its code came back and the same action on the same object then went through. */
function noteShown(events: readonly GuardEvent[], status: number, code: string | null): void {
  const { refused } = remembered();
  for (const event of events)
    if (!event.passed && event.guard === code) refused.add(pairOf(event));
    else if (event.passed && status < 400 && refused.has(pairOf(event)))
      note({ shown: guardName(event.lifecycle, event.action, event.guard) });
}

/** Whether what runs now runs for a request: the application's own sweeps and loops do not. */
export const isForRequest = (): boolean => request.getStore() !== undefined;

/** A body as it was before it was packed for its way. */
function unpack(bytes: Buffer, encoding: unknown): Buffer {
  if (bytes.length === 0) return bytes;
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'br' ? brotliDecompressSync(bytes) : bytes;
}

/**
 * Notes the code of every problem that a server answers with, and what is wrong with any answer. Every test of the API is
 * thereby also a test of the rules that hold for all routes.
 */
export function watchAnswers(server: Server): void {
  server.prependListener('request', (incoming: IncomingMessage, response: ServerResponse) => {
    request.enterWith(incoming);
    const chunks: Buffer[] = [];
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    const { write, end } = response;
    const isKept = (): boolean => response.statusCode >= 400 || TENDER.test(incoming.url ?? '');
    response.write = function (this: ServerResponse, ...args: unknown[]) {
      if (isKept()) keep(args[0]);
      return Reflect.apply(write, this, args);
    };
    response.end = function (this: ServerResponse, ...args: unknown[]) {
      if (isKept()) keep(args[0]);
      const body = unpack(Buffer.concat(chunks), response.getHeader('content-encoding')).toString('utf8');
      const headless = incoming.method === 'HEAD';
      const isProblem = !headless && String(response.getHeader('content-type')).startsWith('application/problem+json');
      const code = isProblem ? (JSON.parse(body) as { code: string }).code : null;
      if (code !== null) note({ code });
      if (recordsRefusals && response.statusCode >= 400) recordRefusal(incoming, response.statusCode, body);
      for (const rule of warningsIn(body)) note({ code: warningOf(rule) });
      noteShown(askedFor.get(incoming) ?? [], response.statusCode, code);
      for (const fault of headless ? [] : faultsOf(response, body))
        note({ fault, route: `${incoming.method} ${incoming.url?.split('?')[0]}` });
      return Reflect.apply(end, this, args);
    };
  });
}

/** Notes which guards refused and which let pass, where a request over HTTP asked them. */
export function watchGuards(engine: ActionEngine): void {
  if (recordsRefusals) recordOtherGuards(engine);
  engine.observe((event) => {
    const incoming = request.getStore();
    if (incoming === undefined || isAskedForTheRecord()) return;
    note({ guard: guardName(event.lifecycle, event.action, event.guard), passed: event.passed });
    askedFor.set(incoming, [...(askedFor.get(incoming) ?? []), event]);
  });
}
