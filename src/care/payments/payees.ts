import { Injectable } from '@nestjs/common';
import { Keys } from '../../kernel/config/keys.js';
import { matchesPseudonym, maskedTail, pseudonym, type PurposeKey } from '../../kernel/identity/pseudonym.js';

/** Number of a bank account: digits alone. */
export const ACCOUNT_NUMBER = /^\d{8,30}$/;

/** Bank accounts are recognised under a key outside the database; the number itself is kept nowhere. */
@Injectable()
export class Payees {
  private readonly ring: readonly [PurposeKey, ...PurposeKey[]];

  constructor(keys: Keys) {
    const [first, ...older] = keys.identity.map(({ id, bytes }) => ({ id, purpose: 'bank account', secret: bytes }));
    this.ring = [first as PurposeKey, ...older];
  }

  cover(account: string): { pseudonym: string; masked: string } {
    return { pseudonym: pseudonym(this.ring[0], account), masked: maskedTail(account) };
  }

  is(stored: string, account: string): boolean {
    return matchesPseudonym(this.ring, stored, account);
  }
}
