import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import { coverText, uncoverText } from '../../../kernel/sealing/covered-text.js';
import { plainSetupCode } from '../sessions/secrets.js';

/** What makes a second factor's rows worthless to whoever has the database alone, to read or to write. */
@Injectable()
export class FactorKeys {
  private readonly secrets: KeyRing;
  private readonly codes: KeyRing;
  private readonly tickets: KeyRing;

  constructor(keys: Keys) {
    this.secrets = forPurpose(keys.identity, 'second factor');
    this.codes = forPurpose(keys.identity, 'recovery code');
    this.tickets = forPurpose(keys.identity, 'sign-in ticket');
  }

  coverSecret(user: string, secret: string): Buffer {
    return coverText(this.secrets[0].bytes, describePlace(user), secret);
  }

  /** Null where it was altered, is of another account, or its key is gone. */
  readSecret(user: string, covered: Buffer): string | null {
    const ring = this.secrets.map((key) => key.bytes);
    return uncoverText(ring, describePlace(user), covered);
  }

  /** Of a recovery code under each key, the newest first. Case and look-alikes do not matter. */
  hashCode(user: string, code: string): [Buffer, ...Buffer[]] {
    return hashUnderEach(this.codes, `${user}\n${plainSetupCode(code)}`);
  }

  hashTicket(ticket: string): [Buffer, ...Buffer[]] {
    return hashUnderEach(this.tickets, ticket);
  }
}

const describePlace = (user: string): string => `throughline second factor 1|${user}`;

const hashUnderEach = (ring: KeyRing, text: string): [Buffer, ...Buffer[]] =>
  ring.map((key) => createHmac('sha256', key.bytes).update(text).digest()) as [Buffer, ...Buffer[]];
