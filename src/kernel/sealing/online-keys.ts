import { createHmac, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { forPurpose, type Key, type KeyRing, type Keys } from '../config/keys.js';

/** PKCS #8 of a bare Ed25519 seed: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const signingKey = (key: Key): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, key.bytes]), format: 'der', type: 'pkcs8' });

export interface Signature {
  /** Name of the key. */
  key: string;
  /** Ed25519, base64url. */
  signature: string;
}

/**
 * The keys that a serving process needs to take sealed things in: the blind index, the outer cover, the receipts. They
 * open nothing that was sealed to a tender.
 */
export class OnlineKeys {
  private readonly index: KeyRing;
  private readonly covers: KeyRing;
  private readonly receipts: KeyRing;
  private readonly origins: KeyRing;

  constructor(keys: Keys) {
    this.index = forPurpose(keys.identity, 'sealed index');
    this.covers = forPurpose(keys.identity, 'sealed cover');
    this.receipts = forPurpose(keys.identity, 'sealed receipt');
    this.origins = forPurpose(keys.identity, 'sealed origin');
  }

  /** The blind index of some names under every key, the key in use first. */
  blinds(...names: string[]): [Buffer, ...Buffer[]] {
    const computeBlind = (key: Key) => createHmac('sha256', key.bytes).update(names.join('|')).digest();
    return this.index.map(computeBlind) as [Buffer, ...Buffer[]];
  }

  /** Keys of the outer cover, the key in use first. */
  get cover(): [Buffer, ...Buffer[]] {
    return this.covers.map((key) => key.bytes) as [Buffer, ...Buffer[]];
  }

  /** The key in use for what is only compared: its name, and 128 bits for a text of a kind. */
  hashOrigin(kind: string, text: string): { key: string; hash: string } {
    const [key] = this.origins;
    const hash = createHmac('sha256', key.bytes).update(`${kind}|${text}`).digest('hex').slice(0, 32);
    return { key: key.id, hash };
  }

  sign(text: string): Signature {
    const [key] = this.receipts;
    return { key: key.id, signature: sign(null, Buffer.from(text), signingKey(key)).toString('base64url') };
  }

  isSigned(text: string, { key, signature }: Signature): boolean {
    const known = this.receipts.find((k) => k.id === key);
    if (!known) return false;
    return verify(null, Buffer.from(text), createPublicKey(signingKey(known)), Buffer.from(signature, 'base64url'));
  }
}
