import { raw, type NextFunction, type Request, type Response } from 'express';
import { Problem } from '../errors/problem.js';

const MAX_DEPTH = 32;
/** Largest JSON body. Files and imports are streamed by their own routes. */
const MAX_BYTES = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Refuses what JSON allows and no field of ours means: numbers past the range, NUL, lone surrogates, deep nesting. */
function inspect(value: unknown, pointer: string, depth: number): void {
  if (depth > MAX_DEPTH)
    throw new Problem('too_deep', { detail: { en: `At most ${MAX_DEPTH} levels`, zh: `最多 ${MAX_DEPTH} 层` } });
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new Problem('validation_failed', {
      errors: [
        { pointer, code: 'number_out_of_range', text: { en: 'The number is out of range', zh: '数值超出范围' } },
      ],
    });
  if (typeof value === 'string') inspectText(value, pointer);
  else if (Array.isArray(value)) value.forEach((item, i) => inspect(item, `${pointer}/${i}`, depth + 1));
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) {
      inspectText(key, pointer);
      inspect(item, `${pointer}/${escapePointer(key)}`, depth + 1);
    }
}

function inspectText(text: string, pointer: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw new Problem('malformed_text', {
      errors: [
        { pointer, code: 'malformed_text', text: { en: 'NUL or half a character', zh: '含有 NUL 或不完整字符' } },
      ],
    });
}

export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Parses and inspects one JSON text. */
export function parseJson(bytes: Buffer): unknown {
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
  inspect(value, '', 0);
  return value;
}

const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/** Routes that read their stream themselves; they state their own content types. */
const STREAMED = /^\/api\/v1\/(documents|imports)(\/|\?|$)/;

const readJson = raw({ type: () => true, limit: MAX_BYTES, inflate: false });

/** The JSON body of every ordinary route. NUL is refused in addresses as in bodies: no text of ours holds it. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  if (request.url.includes('%00')) {
    request.resume();
    next(new Problem('malformed_text', { detail: { en: 'The address holds NUL', zh: '地址中含有 NUL' } }));
    return;
  }
  if (!hasBody(request) || (request.method === 'POST' && STREAMED.test(request.url))) {
    next();
    return;
  }
  if (!request.is(['application/json', 'application/*+json'])) {
    request.resume();
    next(new Problem('unsupported_media_type'));
    return;
  }
  readJson(request, response, (error?: unknown) => {
    if (error) {
      next(error);
      return;
    }
    try {
      request.body = parseJson(request.body as Buffer);
      next();
    } catch (problem) {
      next(problem);
    }
  });
}
