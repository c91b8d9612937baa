import canonicalize from 'canonicalize';
import { createHmac, timingSafeEqual } from 'node:crypto';
/** What the first row of a chain follows. */
export const GENESIS = { seq: 0, seal: '00'.repeat(32) };
/** The purpose under which chain keys are derived from the audit keys. */
export const CHAIN_PURPOSE = 'audit chain';
export function recordOf(actor, change, at, head, key) {
    return {
        v: 1,
        aggregate: change.aggregate,
        id: change.id,
        seq: head.seq + 1,
        at: at.toISOString(),
        action: change.action,
        actor: { kind: actor.kind, id: actor.id },
        from: change.from ?? null,
        to: change.to ?? null,
        reason: change.reason ?? null,
        data: change.data ?? {},
        tenants: [...new Set(change.tenants ?? [])].sort(),
        region: change.region ?? null,
        dataset: change.dataset ?? null,
        public: change.public ?? false,
        prev: head.seal,
        key: key.id,
    };
}
/** RFC 8785: one text for one meaning, so that the bytes can be made again and compared. */
export function canonicalText(value) {
    const text = canonicalize(value);
    if (text === undefined)
        throw new TypeError('nothing to canonicalize');
    return text;
}
/** HMAC-SHA-256 over the stored bytes. The key never enters the database. */
export const sealOf = (bytes, key) => createHmac('sha256', key.bytes).update(bytes).digest();
/** Whether a seal was made by the key it names. A key that is not on the ring proves nothing. */
export function sealHolds(bytes, seal, keyId, ring) {
    const key = ring.find((k) => k.id === keyId);
    if (!key)
        return false;
    const expected = sealOf(bytes, key);
    return expected.length === seal.length && timingSafeEqual(expected, seal);
}
/** The record of stored bytes; null where they are not one (someone wrote into the table). */
export function parseRecord(bytes) {
    try {
        const value = JSON.parse(bytes.toString('utf8'));
        return value !== null && typeof value === 'object' && value.v === 1
            ? value
            : null;
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=audit.chain.js.map