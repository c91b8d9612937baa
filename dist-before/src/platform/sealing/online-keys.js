import { createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { forPurpose } from '../config/keys.js';
/** PKCS #8 of a bare Ed25519 seed: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const signingKey = (key) => createPrivateKey({ key: Buffer.concat([PKCS8, key.bytes]), format: 'der', type: 'pkcs8' });
/**
 * The keys that a serving process needs to take sealed things in: the blind index, the outer cover, the receipts. They
 * open nothing that was sealed to a tender.
 */
export class OnlineKeys {
    index;
    covers;
    receipts;
    constructor(keys) {
        this.index = forPurpose(keys.identity, 'sealed index');
        this.covers = forPurpose(keys.identity, 'sealed cover');
        this.receipts = forPurpose(keys.identity, 'sealed receipt');
    }
    /** The blind index of some names under every key, the key in use first. */
    blinds(...names) {
        const under = (key) => createHmac('sha256', key.bytes).update(names.join('|')).digest();
        return this.index.map(under);
    }
    /** Keys of the outer cover, the key in use first. */
    get cover() {
        return this.covers.map((key) => key.bytes);
    }
    sign(text) {
        const [key] = this.receipts;
        return { key: key.id, signature: sign(null, Buffer.from(text), signingKey(key)).toString('base64url') };
    }
    isSigned(text, { key, signature }) {
        const known = this.receipts.find((k) => k.id === key);
        if (!known)
            return false;
        return verify(null, Buffer.from(text), createPublicKey(signingKey(known)), Buffer.from(signature, 'base64url'));
    }
}
//# sourceMappingURL=online-keys.js.map