import { raw } from 'express';
import { Problem } from '../errors/problem.js';
import { repeatedName } from './json-text.js';
const MAX_DEPTH = 32;
/** Largest JSON body. Files and imports are streamed by their own routes. */
const MAX_BYTES = 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** Names that every object has already: libraries drop them silently, and what is not ours is refused instead. */
const isReserved = (name) => name in Object.prototype || name === 'prototype';
export function refuseReserved(names, pointer) {
    const name = names.find(isReserved);
    if (name !== undefined)
        throw refused(`${pointer}/${name}`, 'unknown_field', { en: `property ${name} should not exist`, zh: '未知字段' });
}
const refused = (pointer, code, text) => new Problem('validation_failed', { errors: [{ pointer, code, text }] });
/** Refuses what JSON allows and no field of ours means: numbers past the range, NUL, lone surrogates, deep nesting. */
function inspect(value, pointer, depth) {
    if (typeof value === 'number' && !Number.isFinite(value))
        throw refused(pointer, 'number_out_of_range', { en: 'The number is out of range', zh: '数值超出范围' });
    if (typeof value === 'string')
        inspectText(value, pointer);
    if (value === null || typeof value !== 'object')
        return;
    if (depth > MAX_DEPTH)
        throw new Problem('too_deep', { detail: { en: `At most ${MAX_DEPTH} levels`, zh: `最多 ${MAX_DEPTH} 层` } });
    if (Array.isArray(value))
        value.forEach((item, i) => inspect(item, `${pointer}/${i}`, depth + 1));
    else {
        refuseReserved(Object.keys(value), pointer);
        for (const [key, item] of Object.entries(value)) {
            inspectText(key, pointer);
            inspect(item, `${pointer}/${escapePointer(key)}`, depth + 1);
        }
    }
}
function inspectText(text, pointer) {
    if (text.includes('\0') || !text.isWellFormed())
        throw new Problem('malformed_text', {
            errors: [
                { pointer, code: 'malformed_text', text: { en: 'NUL or half a character', zh: '含有 NUL 或不完整字符' } },
            ],
        });
}
export const escapePointer = (key) => key.replaceAll('~', '~0').replaceAll('/', '~1');
/** Parses and inspects one JSON text, which must be an object. */
export function parseJson(bytes) {
    let text;
    try {
        text = utf8.decode(bytes);
    }
    catch {
        throw new Problem('malformed_text', { detail: { en: 'The body is not UTF-8', zh: '请求体不是 UTF-8' } });
    }
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        // A parser that gives up on depth throws RangeError.
        if (error instanceof RangeError)
            throw new Problem('too_deep');
        throw new Problem('malformed_json');
    }
    if (value === null || typeof value !== 'object' || Array.isArray(value))
        throw refused('', 'not_an_object', { en: 'The body must be an object', zh: '请求体应为对象' });
    inspect(value, '', 1);
    const twice = repeatedName(text)?.map((step) => escapePointer(String(step)));
    if (twice)
        throw refused(`/${twice.join('/')}`, 'repeated_field', { en: 'The field stands twice', zh: '字段重复' });
    return value;
}
const hasBody = (request) => request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
/** Routes that read their stream themselves; they state their own content types. */
const STREAMED = /^\/api\/v1\/(documents|imports|bids\/[^/?]+\/files)(\/|\?|$)/;
const readJson = raw({ type: () => true, limit: MAX_BYTES, inflate: false });
/** The body of a read means nothing (RFC 9110 §9.3.1). */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The type names no other encoding. JSON is UTF-8; a text in another encoding may pass for it and say something else. */
export const isUtf8 = ({ headers }) => !/;\s*charset\s*=(?!\s*"?utf-?8"?\s*(;|$))/i.test(headers['content-type'] ?? '');
/** The JSON body of every ordinary route. */
export function jsonBody(request, response, next) {
    if (!hasBody(request) || READS.has(request.method) || (request.method === 'POST' && STREAMED.test(request.url))) {
        next();
        return;
    }
    if (!request.is(['application/json', 'application/*+json']) || !isUtf8(request)) {
        request.resume();
        next(new Problem('unsupported_media_type'));
        return;
    }
    readJson(request, response, (error) => {
        if (error) {
            next(error);
            return;
        }
        try {
            request.body = parseJson(request.body);
            next();
        }
        catch (problem) {
            next(problem);
        }
    });
}
//# sourceMappingURL=body.js.map