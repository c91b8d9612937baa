import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { ActingRows } from '../acting/acting-rows.js';
import { loadBodies } from '../seat-standing.queries.js';
import { findStep, isAppCode, plainCode } from './codes.rules.js';
import { FactorKeys } from './factor-keys.js';
import { useRecoveryCode } from './recovery-code-rows.js';
import { findFactor, useStep, type StoredFactor } from './second-factor-rows.js';

/** How the second factor of a sign-in was shown. */
export type FactorShown = 'app' | 'recovery_code' | 'provider';

/** What a sign-in comes to by its second factor: `none`: the account has no factor; `due`: it has one, and no code came. */
type FactorOutcome = 'none' | 'due' | 'wrong' | Exclude<FactorShown, 'provider'>;

/** Looks at codes, and uses up each that is right, in the caller's transaction. */
@Injectable()
export class FactorChecks {
  constructor(
    private readonly keys: FactorKeys,
    private readonly rows: ActingRows,
  ) {}

  /** The factor of an account, as it was written; `broken` where it is not, or is gone. */
  find(tx: Tx, user: string): Promise<StoredFactor | 'broken' | null> {
    return findFactor(this.rows, tx, user);
  }

  async check(tx: Tx, user: string, code: string | undefined): Promise<FactorOutcome> {
    const factor = await this.find(tx, user);
    if (factor === 'broken') return 'wrong';
    if (!factor?.confirmed) return 'none';
    return code === undefined ? 'due' : this.checkCode(tx, user, factor, code);
  }

  private async checkCode(tx: Tx, user: string, factor: StoredFactor, code: string): Promise<FactorOutcome> {
    const plain = plainCode(code);
    if (isAppCode(plain)) return (await this.checkAppCode(tx, user, factor, plain)) ? 'app' : 'wrong';
    const left = await useRecoveryCode(this.rows, tx, user, this.keys.hashCode(user, plain));
    if (left === null) return 'wrong';
    await tx.record({
      ...{ aggregate: 'user', id: user, action: 'recovery_code_used', data: { left } },
      ...{ from: 'active', to: 'active', tenants: await loadBodies(tx, user) },
    });
    return 'recovery_code';
  }

  /** Uses the step of a right code up, once: of two that come at the same time one is too late. */
  async checkAppCode(tx: Tx, user: string, factor: StoredFactor, plain: string): Promise<boolean> {
    const secret = this.keys.readSecret(user, factor.secret);
    const step = secret === null ? null : findStep(secret, plain, Date.now(), factor.lastStep);
    return step !== null && useStep(tx, user, factor.id, step);
  }
}
