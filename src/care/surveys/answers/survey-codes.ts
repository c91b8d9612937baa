import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import { plainSetupCode, readableCode } from '../../../people/accounts/sessions/secrets.js';

/** 80 random bits in four groups of four: short enough to be typed from paper. */
const GROUPS = 4;
const GROUP = 4;
const PLAIN = new RegExp(`^[0-9A-Z]{${GROUPS * GROUP}}$`);

/**
 * The one-time codes on slips. What lies in the database is their HMAC under a key outside it, so that a copy of the
 * database neither shows a code nor lets one be tried.
 *
 * A code belongs to a slip of a community, never to a recipient, and an answer names neither: it keeps its survey and its
 * community. What remains to be learned: whoever handed a slip to a person and wrote down its number sees in the survey
 * whether that slip was used, not what was answered; whoever may read the database's own bookkeeping (the transaction that
 * wrote a row, its write-ahead log) before the survey is closed can tie a used slip to its answer, and so to a person only
 * with such a list on paper. Nothing is recorded of when somebody answered: no log line, no audit row, no event.
 */
@Injectable()
export class SurveyCodes {
  private readonly ring: KeyRing;

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'survey code');
  }

  make(): { code: string; hmac: Buffer } {
    const code = readableCode(GROUPS, GROUP);
    return { code, hmac: computeHmac(this.ring[0].bytes, plainSetupCode(code)) };
  }

  /** What a typed code may lie under, by every key that still verifies; nothing where it cannot be one. */
  read(typed: string): Buffer[] {
    const plain = plainSetupCode(typed);
    return PLAIN.test(plain) ? this.ring.map((key) => computeHmac(key.bytes, plain)) : [];
  }
}

const computeHmac = (key: Buffer, plain: string): Buffer => createHmac('sha256', key).update(plain).digest();
