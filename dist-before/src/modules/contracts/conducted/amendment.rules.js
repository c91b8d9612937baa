import canonicalize from 'canonicalize';
import { AMENDED } from './content.types.js';
import { hashOf, isSame, withWritten } from './content.rules.js';
const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const escaped = (name) => name.replaceAll('~', '~0').replaceAll('/', '~1');
/** Where two values differ, as deep as they have the same shape. A list of another length differs as a whole. */
export function differences(old, now, pointer = '') {
    if (isSame(old, now))
        return [];
    if (isRecord(old) && isRecord(now))
        return [...new Set([...Object.keys(old), ...Object.keys(now)])]
            .sort()
            .flatMap((name) => differences(old[name], now[name], `${pointer}/${escaped(name)}`));
    if (Array.isArray(old) && Array.isArray(now) && old.length === now.length)
        return old.flatMap((item, i) => differences(item, now[i], `${pointer}/${i}`));
    return [{ pointer, old: old ?? null, new: now ?? null }];
}
/** What an amendment says: the members it gives, against the content in force. */
export function differenceOf(content, change) {
    const given = Object.fromEntries(AMENDED.filter((name) => change[name] !== undefined).map((n) => [n, change[n]]));
    return differences(content, withWritten(content, given));
}
const partsOf = (pointer) => pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
const at = (value, parts) => parts.reduce((inner, part) => Array.isArray(inner) ? inner[Number(part)] : isRecord(inner) ? inner[part] : undefined, value);
/** Pointers whose old value is no longer what stands there. */
export const outdated = (content, difference) => difference.filter((d) => !isSame(at(content, partsOf(d.pointer)), d.old)).map((d) => d.pointer);
/** The content as far as it is published, of amendments in force from the last to the first. */
export function toldOf(content, amendments) {
    const told = [];
    const back = [];
    for (const { difference, published } of amendments) {
        if (published)
            told.push(...difference.map(({ pointer }) => pointer));
        // What a later one has told of a place stands there, whatever an earlier one kept to itself.
        else
            back.push(...difference.filter((d) => !told.some((p) => isWithin(p, d.pointer) || isWithin(d.pointer, p))));
    }
    return amended(content, back.map(({ pointer, old, new: now }) => ({ pointer, old: now, new: old })));
}
const isWithin = (inner, outer) => inner === outer || inner.startsWith(`${outer}/`);
/** The content with an amendment in force. */
export function amended(content, difference) {
    const result = JSON.parse(canonicalize(content) ?? 'null');
    for (const { pointer, new: value } of difference) {
        const parts = partsOf(pointer);
        const last = parts.pop() ?? '';
        const holder = at(result, parts);
        if (Array.isArray(holder))
            holder[Number(last)] = value;
        else if (isRecord(holder))
            holder[last] = value;
    }
    return result;
}
/** What both parties sign of an amendment. */
export const amendmentHash = (amendment) => hashOf(amendment);
/** Law article 49: all supplements together, to the fen. */
export const supplementTooHigh = (amount, inForce, supplement) => (inForce + supplement) * 10n > amount;
/** A supplement is more of the same: only quantities grow with it. */
export const changesOtherTerms = (difference) => difference.map((d) => d.pointer).filter((pointer) => !/^\/standards\/\d+\/target$/.test(pointer));
//# sourceMappingURL=amendment.rules.js.map