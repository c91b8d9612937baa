import { forPurpose, type KeyRing } from '../config/keys.js';
import { computeSeal, sealHolds } from './audit-chain.js';

/** A seal of bytes that the database keeps. */
export interface StatementSeal {
  /** Name of the audit key. */
  key: string;
  /** HMAC-SHA-256, 32 bytes. */
  seal: Buffer;
}

/**
 * Seals statements that lie in the database and that whoever writes there must not be able to make. The keys are derived from
 * the audit keys, one per purpose, so that a statement of one purpose is none of another. Every process that writes the audit
 * holds them; the database holds none.
 */
export class StatementSeals {
  private readonly rings = new Map<string, KeyRing>();

  constructor(private readonly auditKeys: KeyRing) {}

  seal(purpose: string, text: string | Buffer): StatementSeal {
    const [key] = this.ring(purpose);
    return { key: key.id, seal: computeSeal(text, key) };
  }

  /** Whether the key that the seal names made it of these bytes, for this purpose. */
  holds(purpose: string, bytes: Buffer, { key, seal }: StatementSeal): boolean {
    return sealHolds(bytes, seal, key, this.ring(purpose));
  }

  private ring(purpose: string): KeyRing {
    const known = this.rings.get(purpose) ?? forPurpose(this.auditKeys, purpose);
    this.rings.set(purpose, known);
    return known;
  }
}
