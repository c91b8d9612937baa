import { createHash } from 'node:crypto';
import { raw, type NextFunction, type Request, type Response } from 'express';
import { Problem } from '../errors/problem.js';
import type { Text } from '../errors/texts.js';
import { repeatedName } from './json-text.js';
import { hasBody, isStreamed } from './transport/body-kinds.js';
import { listenForStall } from './transport/body-pace.js';

const MAX_DEPTH = 32;
/** Largest JSON body. Files and imports are streamed by their own routes. */
const MAX_BYTES = 1024 * 1024;

const TOO_LARGE: Text = {
  en: 'A JSON body has at most 1 MiB (1 048 576 bytes). Send less at once, a batch in several requests; many rows come as a file (POST /imports)',
  zh: 'JSON 请求体不超过 1 MiB（1 048 576 字节）。请减少单次提交的内容，批量登记请分次提交；大量记录请以文件导入（POST /imports）',
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Names that every object has already: libraries drop them silently, and what is not ours is refused instead. */
const isReserved = (name: string): boolean => name in Object.prototype || name === 'prototype';

export function refuseReservedNames(names: readonly string[], pointer: string): void {
  const name = names.find(isReserved);
  if (name !== undefined)
    throw createFieldProblem(`${pointer}/${name}`, 'unknown_field', {
      en: `property ${name} should not exist`,
      zh: '未知字段',
    });
}

const createFieldProblem = (pointer: string, code: string, text: Text): Problem =>
  new Problem('validation_failed', { errors: [{ pointer, code, text }] });

/** Refuses what JSON allows and no field of ours means: numbers past the range, NUL, lone surrogates, deep nesting. */
function inspect(value: unknown, pointer: string, depth: number): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw createFieldProblem(pointer, 'number_out_of_range', { en: 'The number is out of range', zh: '数值超出范围' });
  if (typeof value === 'string') inspectText(value, pointer);
  if (value === null || typeof value !== 'object') return;
  if (depth > MAX_DEPTH)
    throw new Problem('too_deep', { detail: { en: `At most ${MAX_DEPTH} levels`, zh: `最多 ${MAX_DEPTH} 层` } });
  if (Array.isArray(value)) value.forEach((item, i) => inspect(item, `${pointer}/${i}`, depth + 1));
  else {
    refuseReservedNames(Object.keys(value), pointer);
    for (const [key, item] of Object.entries(value)) {
      inspectText(key, pointer);
      inspect(item, `${pointer}/${escapePointer(key)}`, depth + 1);
    }
  }
}

const isMalformed = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

function inspectText(text: string, pointer: string): void {
  if (isMalformed(text))
    throw new Problem('malformed_text', {
      errors: [
        { pointer, code: 'malformed_text', text: { en: 'NUL or half a character', zh: '含有 NUL 或不完整字符' } },
      ],
    });
}

export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** What is wrong with some things of a list, by their place in it. */
export type Faults = ReadonlyMap<number, Problem>;

/** What may be said of a thing that is broken, and a hash of all of it: another one does not pass for the same request. */
const describeBrokenItem = (item: object): object => ({
  ...Object.fromEntries(
    Object.entries(item).filter(
      ([name, value]) => typeof value === 'string' && !isReserved(name) && ![name, value].some(isMalformed),
    ),
  ),
  broken: createHash('sha256').update(JSON.stringify(item)).digest('hex'),
});

/** Inspects each thing of the list by itself, and puts what remains in the place of those that are broken. */
function inspectEach(body: object, list: string): Faults {
  const faults = new Map<number, Problem>();
  const { [list]: items, ...rest } = body as Record<string, unknown>;
  inspect(rest, '', 1);
  if (!Array.isArray(items)) inspect(items, `/${list}`, 2);
  else
    (items as unknown[]).forEach((item, i) => {
      try {
        inspect(item, `/${list}/${i}`, 3);
      } catch (fault) {
        if (!(fault instanceof Problem) || item === null || typeof item !== 'object' || fault.code === 'too_deep')
          throw fault;
        faults.set(i, fault);
        items[i] = describeBrokenItem(item);
      }
    });
  return faults;
}

/** Parses and inspects one JSON text, which must be an object. */
export const parseJson = (bytes: Buffer): object => parseList(bytes, null).value;

/** The same of a body that holds a list of things which stand each by themselves; their faults beside it. */
function parseList(bytes: Buffer, list: string | null): { value: object; faults: Faults } {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new Problem('malformed_text', { detail: { en: 'The body is not UTF-8', zh: '请求体不是 UTF-8' } });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // A parser that gives up on depth throws RangeError.
    if (error instanceof RangeError) throw new Problem('too_deep');
    throw new Problem('malformed_json');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw createFieldProblem('', 'not_an_object', { en: 'The body must be an object', zh: '请求体应为对象' });
  let faults: Faults = new Map();
  if (list === null) inspect(value, '', 1);
  else faults = inspectEach(value, list);
  const twice = repeatedName(text)?.map((step) => escapePointer(String(step)));
  if (twice)
    throw createFieldProblem(`/${twice.join('/')}`, 'repeated_field', { en: 'The field stands twice', zh: '字段重复' });
  return { value, faults };
}

/**
 * Batch routes answer each thing of a list by itself: what a device kept in a day is not lost with one broken record. Such a
 * thing never goes further than this file; its fault does (`FaultsOfList`).
 */
const EACH_BY_ITSELF = { route: /^\/api\/v1\/[^?]+\/batch(\?|$)/, list: 'records' };

const findEachItemList = ({ method, url }: Request): string | null =>
  method === 'POST' && EACH_BY_ITSELF.route.test(url) ? EACH_BY_ITSELF.list : null;

const readJson = raw({ type: () => true, limit: MAX_BYTES, inflate: false });

/** The body of a read means nothing (RFC 9110 §9.3.1). */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The type names no other encoding. JSON is UTF-8; a text in another encoding may pass for it and say something else. */
export const isUtf8 = ({ headers }: Request): boolean =>
  !/;\s*charset\s*=(?!\s*"?utf-?8"?\s*(;|$))/i.test(headers['content-type'] ?? '');

/** The JSON body of every ordinary route. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  if (!hasBody(request) || READS.has(request.method) || isStreamed(request)) {
    next();
    return;
  }
  if (!request.is(['application/json', 'application/*+json']) || !isUtf8(request)) {
    request.resume();
    next(new Problem('unsupported_media_type'));
    return;
  }
  let isStalled = false;
  listenForStall(request, (problem) => {
    isStalled = true;
    next(problem);
  });
  readJson(request, response, (error?: unknown) => {
    if (isStalled) return;
    if (error) {
      const isTooLarge = (error as { status?: unknown }).status === 413;
      next(isTooLarge ? new Problem('payload_too_large', { detail: TOO_LARGE }) : error);
      return;
    }
    try {
      const { value, faults } = parseList(request.body as Buffer, findEachItemList(request));
      request.body = value;
      request.faults = faults;
      next();
    } catch (problem) {
      next(problem);
    }
  });
}
