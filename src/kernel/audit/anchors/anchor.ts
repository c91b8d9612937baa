import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Key } from '../../config/keys.js';
import { canonicalText } from '../canonical.js';

/** The purpose under which signing keys are derived from the audit keys. */
export const ANCHOR_PURPOSE = 'audit anchor';

/** A signed statement: these chains ended so when the feed had come to this position. */
export interface AnchorBody {
  v: 1;
  /** 1, 2, 3 … */
  no: number;
  /** Wall time, RFC 3339. */
  at: string;
  /** The feed position up to which chains were looked at. */
  position: string;
  /** Chains that moved since the anchor before. */
  leaves: number;
  /** Merkle root of their heads, in hex. */
  root: string;
  /** SHA-256 of the line before, in hex; zeros for the first. */
  prev: string;
  key: string;
}

export interface AnchorLine extends AnchorBody {
  /** Ed25519 over the canonical body, base64. */
  signature: string;
}

export const FIRST_PREV = '00'.repeat(32);

/** What the head of a chain contributes to the root. */
export const leafBytes = (aggregate: string, id: string, seq: number, seal: Buffer): Buffer =>
  Buffer.from(canonicalText([aggregate, id, seq, seal.toString('hex')]));

export const lineHash = (line: string): string => createHash('sha256').update(line).digest('hex');

/** PKCS #8 wrapping of a raw Ed25519 seed (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const privateKey = (key: Key): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, key.bytes]), format: 'der', type: 'pkcs8' });

/**
 * Anchors are signed with Ed25519, not sealed with an HMAC: who keeps a copy of the anchor file (an auditor, another
 * house) can check it with the public key alone and could not have written it.
 */
export function signAnchor(body: AnchorBody, key: Key): string {
  const signature = sign(null, Buffer.from(canonicalText(body)), privateKey(key)).toString('base64');
  return canonicalText({ ...body, signature });
}

/** The public key of an anchor key, as PEM, for whoever keeps copies of the file. */
export const anchorPublicKey = (key: Key): string =>
  createPublicKey(privateKey(key)).export({ type: 'spki', format: 'pem' }).toString();

/** The anchor of a line; null where the line is not one or was not signed by the named key of the ring. */
export function readAnchor(line: string, ring: readonly Key[]): AnchorLine | null {
  const parsed = parse(line);
  const key = ring.find((k) => k.id === parsed?.key);
  if (!parsed || !key) return null;
  const { signature, ...body } = parsed;
  const signed = Buffer.from(canonicalText(body));
  const holds = verify(null, signed, createPublicKey(privateKey(key)), Buffer.from(signature, 'base64'));
  return holds && canonicalText(parsed) === line ? parsed : null;
}

/** Whether a line names a key that is on the ring. */
export const isKeyKnown = (line: string, ring: readonly Key[]): boolean =>
  ring.some((key) => key.id === parse(line)?.key);

function parse(line: string): AnchorLine | null {
  try {
    const value = JSON.parse(line) as Partial<AnchorLine> | null;
    return value?.v === 1 && typeof value.signature === 'string' ? (value as AnchorLine) : null;
  } catch {
    return null;
  }
}
