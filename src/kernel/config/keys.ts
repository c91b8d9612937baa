import { hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from './settings.js';

/** A secret of 32 bytes with a public name; the name is stored beside what the key made. */
export interface Key {
  id: string;
  bytes: Buffer;
}
/** The first key signs and hashes; the others only verify what they once made. */
export type KeyRing = readonly [Key, ...Key[]];

export function parseKeys(text: string): KeyRing {
  const keys = text.split(',').map((part) => {
    const [id, encoded] = part.split(':', 2) as [string, string];
    return { id, bytes: Buffer.from(encoded, 'base64') };
  });
  const twice = keys.find(({ id }, at) => keys.findIndex((key) => key.id === id) < at);
  if (twice) throw new Error(`Two keys of one ring are called ${twice.id}: what one made would be read by the other.`);
  return keys as unknown as KeyRing;
}

/** One key per purpose from one ring, so that a hash made for one purpose says nothing about another. */
export function forPurpose(ring: KeyRing, purpose: string): KeyRing {
  return ring.map((key) => ({
    id: key.id,
    bytes: Buffer.from(hkdfSync('sha256', key.bytes, Buffer.alloc(0), `throughline ${purpose}`, 32)),
  })) as unknown as KeyRing;
}

export class Keys {
  constructor(
    readonly token: KeyRing,
    readonly audit: KeyRing,
    readonly identity: KeyRing,
  ) {}
}

/** Generated keys lie in `DATA_DIR/keys`, outside the database, readable by the owner alone. Never used in production. */
function generateKeys(dataDir: string, name: string): KeyRing {
  const folder = join(dataDir, 'keys');
  const file = join(folder, `${name}.key`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${name}-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  return parseKeys(readFileSync(file, 'utf8').trim());
}

export function loadKeys(settings: Settings): Keys {
  const ring = (given: string | undefined, name: string) =>
    given ? parseKeys(given) : generateKeys(settings.dataDir, name);
  return new Keys(
    ring(settings.tokenKeys, 'token'),
    ring(settings.auditKeys, 'audit'),
    ring(settings.identityKeys, 'identity'),
  );
}
