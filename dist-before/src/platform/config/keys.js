import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
export function parseKeys(text) {
    const keys = text.split(',').map((part) => {
        const [id, encoded] = part.split(':', 2);
        return { id, bytes: Buffer.from(encoded, 'base64') };
    });
    return keys;
}
/** One key per purpose from one ring, so that a hash made for one purpose says nothing about another. */
export function forPurpose(ring, purpose) {
    return ring.map((key) => ({
        id: key.id,
        bytes: Buffer.from(hkdfSync('sha256', key.bytes, Buffer.alloc(0), `throughline ${purpose}`, 32)),
    }));
}
export class Keys {
    token;
    audit;
    identity;
    constructor(token, audit, identity) {
        this.token = token;
        this.audit = audit;
        this.identity = identity;
    }
}
/** Generated keys lie in `DATA_DIR/keys`, outside the database, readable by the owner alone. Never used in production. */
function generated(dataDir, name) {
    const folder = join(dataDir, 'keys');
    const file = join(folder, `${name}.key`);
    if (!existsSync(file)) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(file, `${name}-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
        chmodSync(file, 0o600);
    }
    return parseKeys(readFileSync(file, 'utf8').trim());
}
export function loadKeys(settings) {
    const ring = (given, name) => given ? parseKeys(given) : generated(settings.dataDir, name);
    return new Keys(ring(settings.tokenKeys, 'token'), ring(settings.auditKeys, 'audit'), ring(settings.identityKeys, 'identity'));
}
//# sourceMappingURL=keys.js.map