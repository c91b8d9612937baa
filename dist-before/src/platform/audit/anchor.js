import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { canonicalText } from './audit.chain.js';
/** The purpose under which signing keys are derived from the audit keys. */
export const ANCHOR_PURPOSE = 'audit anchor';
export const FIRST_PREV = '00'.repeat(32);
/** What the head of a chain contributes to the root. */
export const leafBytes = (aggregate, id, seq, seal) => Buffer.from(canonicalText([aggregate, id, seq, seal.toString('hex')]));
export const lineHash = (line) => createHash('sha256').update(line).digest('hex');
/** PKCS #8 wrapping of a raw Ed25519 seed (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const privateKey = (key) => createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, key.bytes]), format: 'der', type: 'pkcs8' });
/**
 * Anchors are signed with Ed25519, not sealed with an HMAC: who keeps a copy of the anchor file (an auditor, another
 * house) can check it with the public key alone and could not have written it.
 */
export function signAnchor(body, key) {
    const signature = sign(null, Buffer.from(canonicalText(body)), privateKey(key)).toString('base64');
    return canonicalText({ ...body, signature });
}
/** The public key of an anchor key, as PEM, for whoever keeps copies of the file. */
export const anchorPublicKey = (key) => createPublicKey(privateKey(key)).export({ type: 'spki', format: 'pem' }).toString();
/** The anchor of a line; null where the line is not one or was not signed by the named key of the ring. */
export function readAnchor(line, ring) {
    const parsed = parse(line);
    const key = ring.find((k) => k.id === parsed?.key);
    if (!parsed || !key)
        return null;
    const { signature, ...body } = parsed;
    const signed = Buffer.from(canonicalText(body));
    const holds = verify(null, signed, createPublicKey(privateKey(key)), Buffer.from(signature, 'base64'));
    return holds && canonicalText(parsed) === line ? parsed : null;
}
/** Whether a line names a key that is on the ring. */
export const keyIsKnown = (line, ring) => ring.some((key) => key.id === parse(line)?.key);
function parse(line) {
    try {
        const value = JSON.parse(line);
        return value?.v === 1 && typeof value.signature === 'string' ? value : null;
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=anchor.js.map