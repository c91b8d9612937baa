import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { PUBLIC } from '../../../../kernel/access/principal.js';
import { decide } from '../../../../kernel/actions/lifecycle.js';
import type { Head } from '../../../../kernel/audit/audit-chain.js';
import type { StoredContent } from '../../../../kernel/audit/bound-rows.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import { LastingProblem } from '../../../../kernel/errors/problem.js';
import { REGISTRATION_CLAIM } from '../../acting/acting-kinds.js';
import { ActingRows, actingSql, newestEntrySql } from '../../acting/acting-rows.js';
import { loadUse } from '../../seat-standing.queries.js';
import { digest } from '../../sessions/secrets.js';
import { issueSetupCode, type SetupCode } from '../../sessions/setup-codes.js';
import { SignInThrottle } from '../../sessions/sign-in/sign-in-throttle.js';
import { recordUserChange } from '../../user-changes.js';
import { registrationLifecycle } from '../registration.lifecycle.js';
import { RegistrationDocumentFiles } from '../documents/registration-document-files.js';
import type { NewRegistrationDto } from '../registrations.dto.js';
import { endRegistrationMails } from '../mails/registration-mail-rows.js';
import { RegistrationsService } from '../registrations.service.js';
import { REGISTRATION_COLUMNS } from '../registrations.queries.js';
import type { RegistrationRow } from '../registration-row.js';

/** Whoever shows the claim code, for the table of the lifecycle. */
export const APPLICANT = { permissions: new Set(['system']) };

export interface Claimed extends RegistrationRow {
  claim_hash: Buffer;
  mail_sealed: Buffer | null;
  acting: StoredContent;
  newest: Head | null;
}

/** What the applicant of a registration does with its claim code, without an account. */
@Injectable()
export class RegistrationClaims {
  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly rows: ActingRows,
    private readonly filings: RegistrationsService,
    private readonly documents: RegistrationDocumentFiles,
  ) {}

  /** @throws Problem `invalid_claim`, the same for every code that opens nothing; `throttled` */
  read(code: string, address: string): Promise<RegistrationRow> {
    return this.claim(code, address, (_, row) => Promise.resolve(row));
  }

  /** What was filed is replaced as a whole, or stands with its documents (null), and waits. @throws Problem `invalid_claim`, `wrong_state`, `throttled` */
  correct(code: string, given: NewRegistrationDto | null, address: string): Promise<RegistrationRow> {
    return this.claim(code, address, async (tx, before) => {
      const { id, state } = before;
      decide(registrationLifecycle, state, 'correct', APPLICANT);
      const { row, changed } = given
        ? await this.filings.replace(tx, before, given)
        : await this.filings.resubmit(tx, before);
      await tx.record({
        ...{ aggregate: 'registration', id, action: 'correct', from: state, to: 'received' },
        data: { changed },
      });
      return row;
    });
  }

  /** Its documents go with it: no decision rests on them. @throws Problem `invalid_claim`, `wrong_state`, `throttled` */
  withdraw(code: string, address: string): Promise<RegistrationRow> {
    return this.claim(code, address, async (tx, { id, state }) => {
      decide(registrationLifecycle, state, 'withdraw', APPLICANT);
      await endRegistrationMails(tx, id);
      await this.documents.remove(tx, id, null);
      const [row] = await tx.query<RegistrationRow>(
        `UPDATE registration r SET state = 'withdrawn', mail_sealed = NULL, decided_at = clock_timestamp(), version = version + 1,
           updated_at = clock_timestamp() WHERE id = $1 RETURNING ${REGISTRATION_COLUMNS}`,
        [id],
      );
      await tx.record({ aggregate: 'registration', id, action: 'withdraw', from: state, to: 'withdrawn', data: {} });
      return row as RegistrationRow;
    });
  }

  /**
   * Shows a code of the account, and ends the one before, while the account sits where the registration led and nowhere else.
   * Nobody knows who filed: it counts as in the hand of the administrator who confirmed.
   *
   * @throws Problem `invalid_claim`, `no_code_to_show`, `throttled`
   */
  showCode(code: string, address: string): Promise<SetupCode> {
    return this.claim(code, address, async (tx, { id, user_id: user, organisation_id: body, decided_by: decider }) => {
      if (user === null) throw new LastingProblem('no_code_to_show');
      const active = await tx.query(`SELECT FROM app_user WHERE id = $1 AND state = 'active' FOR NO KEY UPDATE`, [
        user,
      ]);
      const seats = await tx.query<{ role: string; organisation_id: string | null }>(
        `SELECT role, organisation_id FROM seat WHERE user_id = $1`,
        [user],
      );
      const sitsThere = seats.length === 1 && seats[0]?.role === 'agency_manager' && seats[0].organisation_id === body;
      if (active.length === 0 || !sitsThere || (await loadUse(tx, user, [])).own)
        throw new LastingProblem('no_code_to_show');
      const shown = await issueSetupCode(tx, user, decider);
      await recordUserChange(tx, user, 'setup_code_shown');
      await tx.query(
        `UPDATE registration SET code_shown_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp()
         WHERE id = $1`,
        [id],
      );
      await tx.record({
        ...{ aggregate: 'registration', id, action: 'setup_code_shown', data: {} },
        ...{ from: 'confirmed', to: 'confirmed' },
      });
      return shown;
    });
  }

  /** Attempts are counted as those to sign in are; a right one counts for nothing, also where what it asks for is refused. */
  async claim<T>(code: string, address: string, use: (tx: Tx, row: Claimed) => Promise<T>): Promise<T> {
    const attempt = await this.throttle.enter(null, address);
    await this.transactions.run(PUBLIC, async (tx) => {
      await this.findByClaim(tx, code);
      await this.throttle.forgive(tx, attempt);
    });
    return this.hold(code, use);
  }

  /** The same of a code whose attempt was counted. @throws Problem `invalid_claim` */
  hold<T>(code: string, use: (tx: Tx, row: Claimed) => Promise<T>): Promise<T> {
    return this.transactions.run(PUBLIC, async (tx) => use(tx, await this.findByClaim(tx, code)));
  }

  private async findByClaim(tx: Tx, code: string): Promise<Claimed> {
    const hash = digest(code);
    const [row] = await tx.query<Claimed>(
      `SELECT ${REGISTRATION_COLUMNS}, r.claim_hash, r.mail_sealed, ${actingSql(REGISTRATION_CLAIM, 'r')} AS acting,
         ${newestEntrySql('registration', 'r.id')} AS newest
       FROM registration r WHERE r.claim_hash = $1 AND r.claim_expires_at > clock_timestamp() FOR NO KEY UPDATE OF r`,
      [hash],
    );
    if (!row || !timingSafeEqual(row.claim_hash, hash)) throw new LastingProblem('invalid_claim');
    const isBound = await this.rows.open(tx.manager, { aggregate: 'registration', id: row.id, newest: row.newest });
    if (!isBound(REGISTRATION_CLAIM, row.acting)) throw new LastingProblem('invalid_claim');
    return row;
  }
}
