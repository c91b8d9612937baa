import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { formatYuan, parseYuan } from '../../platform/money/money.js';
/** A nonce is no part of what there is in the beginning: contents without one keep the hash that they had. */
export const NO_CONTENT = {
    price: null,
    statement: null,
    items: [],
    team: [],
    contacts: [],
    documents: [],
};
const members = Object.keys(NO_CONTENT);
/** RFC 7396, member by member: what is absent stays, null is as it was in the beginning. */
export function merged(before, given) {
    const { nonce: had, ...rest } = before;
    const after = { ...rest };
    const nonce = given.nonce === undefined ? had : given.nonce;
    for (const name of members) {
        const value = given[name];
        if (value !== undefined)
            after[name] = value ?? NO_CONTENT[name];
    }
    const content = after;
    const price = content.price === null ? null : formatYuan(parseYuan(content.price));
    return { ...content, price, ...(nonce && { nonce }) };
}
/** RFC 8785: one text for one content, which everybody can make of the own copy. */
export const canonicalText = (content) => canonicalize(content) ?? '';
/** What is sealed, hashed and measured: made once for a request. */
export const textOf = (content) => Buffer.from(canonicalText(content));
export const hashOfText = (text) => createHash('sha256').update(text).digest('hex');
export const hashOf = (content) => hashOfText(textOf(content));
/** What the bidder should know and nobody refuses: it is judged after the opening. */
export function noticesOf(content, lot, revisions) {
    const notices = [];
    if (content.price !== null && lot.ceiling !== null && parseYuan(content.price) > BigInt(lot.ceiling))
        notices.push({
            code: 'price_above_ceiling',
            text: {
                en: 'The price is above the ceiling: such an offer is rejected at the review',
                zh: '报价超过最高限价，评审时将被否决',
            },
        });
    if (content.documents?.some(({ file }) => !file))
        notices.push({
            code: 'files_not_uploaded',
            text: {
                en: 'Some documents are named and not uploaded: the panel cannot read them here',
                zh: '部分文件仅列明而未上传，评审小组无法在此查阅',
            },
        });
    if (isStale(revisions))
        notices.push({
            code: 'documents_corrected',
            text: { en: 'The documents were corrected after this bid was submitted', zh: '投标提交后采购文件已更正' },
        });
    return notices;
}
/** A later correction marks a bid; no article voids it. */
export const isStale = ({ answered, inForce }) => answered !== null && inForce !== null && answered < inForce;
//# sourceMappingURL=bid-content.rules.js.map