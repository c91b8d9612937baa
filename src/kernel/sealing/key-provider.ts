import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, isAbsolute } from 'node:path';
import { parseKeys, type Key } from '../config/keys.js';
import type { Settings } from '../config/settings.js';
import { seal, unseal } from './hpke.js';

/** A secret that only the provider's private key gives back. */
export interface Wrapped {
  /** Name of the key it was wrapped under. */
  key: string;
  bytes: Buffer;
}

/** What lies wrapped is not what was wrapped. */
export class AlteredSecret extends Error {}

/**
 * Keeps the keys that open what is sealed. Wrapping needs a public key alone, so a process that only seals holds nothing
 * that opens; a key management service may take the place of the file.
 */
export abstract class KeyProvider {
  /** Whether this process holds the private key. */
  abstract readonly opens: boolean;
  abstract wrap(secret: Uint8Array, info: string): Promise<Wrapped>;
  /** @throws Error where this process does not hold the key, AlteredSecret where the wrapped secret was altered. */
  abstract unwrap(wrapped: Wrapped, info: string): Promise<Buffer>;
}

/** PKCS #8 of a bare X25519 private key: RFC 8410. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The public key of a bare private one. */
export function derivePublicKey(privateKey: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, privateKey]), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

const lies = (file: string, folder: string): boolean => {
  const path = relative(folder, file);
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
};

/** Refuses a file that others may read, or that a copy of the data would hold. */
function readPrivate(settings: Settings, file: string): Key[] {
  const place = resolve(file);
  const folders = [settings.dataDir, settings.documentsDir ?? settings.dataDir];
  if (folders.some((folder) => lies(place, folder)))
    throw new Error(`OPENING_KEY_FILE: ${file} lies in the data or the document folder`);
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Error(
      `OPENING_KEY_FILE: ${file} is not there. Put the opening key back: without it nothing that is sealed is opened`,
    );
  if (!found.isFile() || (found.mode & 0o077) !== 0)
    throw new Error(`OPENING_KEY_FILE: ${file} must be a file that its owner alone may read (mode 0600)`);
  return [...parseKeys(readFileSync(place, 'utf8').trim())];
}

/** Outside production the key is made at the first start, beside the other generated keys. */
function generateOpeningKey(settings: Settings): Key[] {
  const folder = join(settings.dataDir, 'keys');
  const file = join(folder, 'opening.key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, `opening-1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  return [...parseKeys(readFileSync(file, 'utf8').trim())];
}

/**
 * The one provider there is: an X25519 key pair, the private half in a file of mode 0600 outside the data and the document
 * folder. In production the API is given the public half (`OPENING_PUBLIC_KEY`), and only the worker that opens the file
 * (`OPENING_KEY_FILE`).
 */
export class LocalKeyFile extends KeyProvider {
  private readonly privateKeys: Key[];
  private readonly publicKey: Key;

  constructor(settings: Settings) {
    super();
    const { openingKeyFile, openingPublicKey } = settings;
    this.privateKeys = openingKeyFile
      ? readPrivate(settings, openingKeyFile)
      : settings.production || openingPublicKey
        ? []
        : generateOpeningKey(settings);
    const [first] = this.privateKeys;
    const given = openingPublicKey ? parseKeys(openingPublicKey)[0] : undefined;
    const publicKey = given ?? (first && { id: first.id, bytes: derivePublicKey(first.bytes) });
    if (!publicKey) throw new Error('Neither OPENING_PUBLIC_KEY nor OPENING_KEY_FILE is given');
    this.publicKey = publicKey;
  }

  get opens(): boolean {
    return this.privateKeys.length > 0;
  }

  async wrap(secret: Uint8Array, info: string): Promise<Wrapped> {
    return { key: this.publicKey.id, bytes: await seal(this.publicKey.bytes, info, secret) };
  }

  async unwrap({ key, bytes }: Wrapped, info: string): Promise<Buffer> {
    const held = this.privateKeys.find((k) => k.id === key);
    if (!held) throw new Error(`This process does not hold the opening key ${key}`);
    const secret = await unseal(held.bytes, info, bytes);
    if (secret === null) throw new AlteredSecret(`A secret wrapped under ${key} was altered`);
    return secret;
  }
}
