import { Injectable } from '@nestjs/common';
import { generateSecret, generateURI } from 'otplib';
import { toString } from 'qrcode';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { LastingProblem, Problem } from '../../../kernel/errors/problem.js';
import { SESSION } from '../acting/acting-kinds.js';
import { loadBodies } from '../seat-standing.queries.js';
import { readableCode } from '../sessions/secrets.js';
import { endSessions } from '../sessions/session-endings.js';
import { OwnPassword } from '../sessions/sign-in/own-password.js';
import { SignInThrottle } from '../sessions/sign-in/sign-in-throttle.js';
import { nameCodes, plainCode } from './codes.rules.js';
import { DemandedRoles } from './demanded-roles.js';
import { FactorChecks } from './factor-checks.js';
import { endFactor } from './factor-endings.js';
import { FactorKeys } from './factor-keys.js';
import { countRecoveryCodes, insertRecoveryCodes } from './recovery-code-rows.js';
import { insertFactor } from './second-factor-rows.js';
import type { EnrolmentDto, RecoveryCodesDto, SecondFactorDto } from './second-factor.dto.js';

/** What an app shows above its code. */
const ISSUER = 'Throughline';
const RECOVERY_CODES = 10;

/** A person's own second factor: an app that makes a code every half minute, and recovery codes for when it is lost. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly own: OwnPassword,
    private readonly keys: FactorKeys,
    private readonly checks: FactorChecks,
    private readonly demanded: DemandedRoles,
  ) {}

  show(principal: Principal): Promise<SecondFactorDto> {
    const user = mustBePerson(principal);
    return this.transactions.run(principal, async (tx) => {
      const found = await this.checks.find(tx, user);
      const factor = found === 'broken' ? null : found;
      return {
        state: found === 'broken' || factor?.confirmed ? 'active' : factor === null ? 'none' : 'pending',
        required: this.demanded.needsFactor(principal.seats),
        recoveryCodesLeft: factor?.confirmed ? await countRecoveryCodes(tx, user) : 0,
      };
    });
  }

  /** A secret that counts for nothing before a code of it was shown. @throws Problem `wrong_password`, `second_factor_exists` */
  async enrol(principal: Principal, password: string, address: string): Promise<EnrolmentDto> {
    const holder = await this.own.prove(principal, password, address);
    const secret = generateSecret();
    const uri = generateURI({ issuer: ISSUER, label: holder.login, secret });
    await this.transactions.run(principal, async (tx) => {
      await this.own.lock(tx, holder);
      const before = await this.checks.find(tx, holder.id);
      if (before === 'broken' || before?.confirmed) throw new Problem('second_factor_exists');
      await insertFactor(tx, holder.id, this.keys.coverSecret(holder.id, secret));
      await recordOfUser(tx, holder.id, 'second_factor_enrolled', []);
    });
    const picture = await toString(uri, { type: 'svg' });
    return { secret, uri, picture: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}` };
  }

  /** Puts the factor in force; every other session ends. @throws Problem `wrong_code`, `second_factor_absent` */
  async confirm(principal: Principal, code: string, address: string): Promise<RecoveryCodesDto> {
    const codes = Array.from({ length: RECOVERY_CODES }, () => readableCode(2, 5));
    await this.useCode(principal, address, async (tx, user) => {
      const factor = await this.checks.find(tx, user);
      if (factor === null || factor === 'broken' || factor.confirmed) throw new Problem('second_factor_absent');
      if (!(await this.checks.checkAppCode(tx, user, factor, plainCode(code)))) return false;
      await insertRecoveryCodes(
        tx,
        user,
        codes.map((each) => this.keys.hashCode(user, each)[0]),
      );
      await keepThisSession(tx, user, principal.session, 'app');
      await recordOfUser(tx, user, 'second_factor_confirmed', await loadBodies(tx, user));
      return true;
    });
    return { recoveryCodes: codes };
  }

  /** Every other session ends. @throws Problem `wrong_code`, `second_factor_absent` */
  async remove(principal: Principal, code: string, address: string): Promise<void> {
    await this.useCode(principal, address, async (tx, user) => {
      const outcome = await this.checks.check(tx, user, code);
      if (outcome === 'none') throw new Problem('second_factor_absent');
      if (outcome === 'wrong') return false;
      await endFactor(tx, user, 'removed');
      await keepThisSession(tx, user, principal.session, null);
      return true;
    });
  }

  /** Counts the attempt; `work` answers whether its code was right, and has written nothing where it was not. */
  private async useCode(
    principal: Principal,
    address: string,
    work: (tx: Tx, user: string) => Promise<boolean>,
  ): Promise<void> {
    const user = mustBePerson(principal);
    const attempt = await this.throttle.enterByFactor(nameCodes(user), address);
    const isRight = await this.transactions.run(principal, async (tx) => {
      await tx.query(`SELECT id FROM app_user WHERE id = $1 FOR NO KEY UPDATE`, [user]);
      const done = await work(tx, user);
      if (done) await this.throttle.forgive(tx, attempt);
      return done;
    });
    if (!isRight) throw new LastingProblem('wrong_code');
  }
}

function mustBePerson({ kind, id }: Principal): string {
  if (kind !== 'user' || id === null) throw new Problem('not_permitted');
  return id;
}

/** Ends all sessions but this one, which from now on has shown the factor, or none. */
async function keepThisSession(tx: Tx, user: string, session: string | undefined, shown: 'app' | null): Promise<void> {
  await endSessions(tx, { user, except: session ?? null }, 'second_factor');
  if (session === undefined) return;
  await tx.query(`UPDATE session SET second_factor = $2 WHERE id = $1`, [session, shown]);
  tx.bindRow(SESSION, session, session);
}

const recordOfUser = (tx: Tx, id: string, action: string, tenants: string[]): Promise<unknown> =>
  tx.record({ aggregate: 'user', id, action, from: 'active', to: 'active', tenants });
