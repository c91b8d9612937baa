import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';

/** argon2id (the library's default kind) with the first choice of OWASP's Password Storage Cheat Sheet: 19 MiB, t = 2, p = 1. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** One password typed on two keyboards may differ in composed characters; NIST SP 800-63B 5.1.1.2 asks for one form. */
const oneForm = (password: string): string => password.normalize('NFKC');

@Injectable()
export class Passwords {
  /** Hash of a password nobody knows: an account that is not there costs as much time as one that is. */
  private readonly nobody = this.hash(randomBytes(32).toString('base64'));

  hash(password: string): Promise<string> {
    return hash(oneForm(password), PARAMETERS);
  }

  /** True only where there is a hash and the password made it; takes the same time where there is none. */
  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    const right = await verify(stored ?? (await this.nobody), oneForm(password));
    return right && typeof stored === 'string';
  }
}
