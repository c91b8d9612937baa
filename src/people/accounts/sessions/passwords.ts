import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';

/** argon2id (the library's default kind) with the first choice of OWASP's Password Storage Cheat Sheet: 19 MiB, t = 2, p = 1. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One password typed on two keyboards may differ in composed characters; NIST SP 800-63B 5.1.1.2 asks for one form. */
const oneForm = (password: string): string => password.normalize('NFKC');

/** What is kept of a password, by the names of its columns. */
export interface StoredPassword {
  /** argon2id with its parameters. */
  password_hash: string;
  /** Name of the key of its pepper; null: made before there was one. */
  password_key: string | null;
}

const randomBase64 = (bytes: number): string => randomBytes(bytes).toString('base64').replace(/=+$/, '');

/** As if made of a password, of which there is none: to verify one against it takes as long, and nothing had to be hashed for it. */
const makeHashOfNobody = (): string => {
  const { memoryCost, timeCost, parallelism } = PARAMETERS;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${randomBase64(16)}$${randomBase64(32)}`;
};

/** Hashes passwords, with a pepper that the database lacks: its hashes alone cannot be guessed at. */
@Injectable()
export class Passwords {
  private readonly ring: KeyRing;
  /** An account that is not there costs as much time as one that is. */
  private readonly nobody: StoredPassword;

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'password pepper');
    this.nobody = { password_hash: makeHashOfNobody(), password_key: this.ring[0].id };
  }

  async hash(password: string, parameters: typeof PARAMETERS = PARAMETERS): Promise<StoredPassword> {
    const [{ id, bytes: secret }] = this.ring;
    return { password_hash: await hash(oneForm(password), { ...parameters, secret }), password_key: id };
  }

  /** True only where there is a hash and the password made it; takes the same time where there is none. */
  async verify(stored: StoredPassword | null, password: string): Promise<boolean> {
    const { password_hash, password_key } = stored ?? this.nobody;
    const secret = this.ring.find(({ id }) => id === password_key)?.bytes;
    if (password_key !== null && secret === undefined) return false;
    return (await verify(password_hash, oneForm(password), secret && { secret })) && stored !== null;
  }

  /** Whether it has the pepper of today; one that has not is hashed anew when its password is next known. */
  isCurrent({ password_key }: StoredPassword): boolean {
    return password_key === this.ring[0].id;
  }
}
