import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { Keys } from '../../../kernel/config/keys.js';
import { lockRoot } from '../../../kernel/database/roots.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import { normalizeCreditCode } from '../../../kernel/identity/credit-code.js';
import { maskedTail, matchesPseudonym, pseudonym, type PurposeKey } from '../../../kernel/identity/pseudonym.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { agencyBody } from '../agency-body.js';
import { createUser } from '../users/new-user.js';
import { registrationLifecycle } from './registration.lifecycle.js';
import type { DecisionDto, NewRegistrationDto } from './registrations.dto.js';
import { REGISTRATION_COLUMNS, visibleRegistrations, type RegistrationRow } from './registrations.queries.js';
import type { SetupCode } from '../sessions/setup-codes.js';

/** A registration as it came in, with its credit code in capitals and the digits of its phone. */
type Filing = NewRegistrationDto;

const contentOf = ({ agencyName, creditCode, region, contactName, login, note }: Filing) => [
  agencyName,
  creditCode,
  region ?? null,
  contactName,
  login,
  note ?? null,
];

/** Whoever files or decides something for one agency at the same time looks after the other. */
const lockCreditCode = (tx: Tx, creditCode: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('throughline agency ' || $1, 0))`, [creditCode]);

/** Agencies that ask for accounts. */
@Injectable()
export class RegistrationsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly keys: Keys,
  ) {}

  onModuleInit(): void {
    this.registry.register(registrationLifecycle);
    this.registry.contribute('credit_code_registered', async (tx, id) =>
      (await hasAccounts(tx, id)) ? { errors: [CODE_TAKEN] } : null,
    );
  }

  /**
   * Tells nothing about who is registered: whether login and credit code are free is looked at when an administrator
   * decides. The same filing again, while it waits, is the same registration. Another one for the same credit code is kept
   * beside it and shown as competing: a request of a stranger must not keep an agency out.
   */
  receive(principal: Principal, given: NewRegistrationDto): Promise<RegistrationRow> {
    return this.transactions.run(principal, async (tx) => {
      const filing: Filing = {
        ...given,
        creditCode: normalizeCreditCode(given.creditCode) ?? given.creditCode,
        phone: given.phone.replace(/\D/g, ''),
      };
      await lockCreditCode(tx, filing.creditCode);
      const before = await this.sameFiling(tx, filing);
      if (before) return before;
      const received = await this.store(tx, filing);
      await tx.record({ aggregate: 'registration', id: received.id, action: 'received', to: 'received' });
      return received;
    });
  }

  /** The one-time code of the new account, where it was confirmed. */
  act(
    principal: Principal,
    id: string,
    version: number,
    action: string,
    decision: DecisionDto,
  ): Promise<SetupCode | null> {
    return this.transactions.run(principal, async (tx) => {
      const visible = visibleRegistrations(scopeOf(principal));
      const row = await lockRoot<RegistrationRow>(tx, 'registration', id, visible, new Sql(), version);
      const transition = decide(registrationLifecycle, row.state, action, principal);
      if (transition.reason === 'required' && decision.reason === undefined)
        throw invalid('/reason', 'required', { en: 'Say why', zh: '请说明理由' });
      await this.registry.pass(tx, registrationLifecycle.name, transition.action, transition.guards ?? [], id);
      const to = transition.action === 'confirm' ? 'confirmed' : 'rejected';
      const made = to === 'confirmed' ? await this.admit(tx, row, decision.login ?? row.login) : null;
      await tx.query(
        `UPDATE registration SET state = $2, organisation_id = $3, user_id = $4, reason = $5, decided_by = $6,
           decided_at = clock_timestamp(), version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to, made?.organisation ?? null, made?.user ?? null, decision.reason ?? null, principal.id],
      );
      await tx.record({
        aggregate: 'registration',
        id,
        action: transition.action,
        from: row.state,
        to,
        reason: decision.reason,
        data: made ? { organisation: made.organisation, user: made.user } : {},
      });
      return made?.code ?? null;
    });
  }

  private async store(tx: Tx, filing: Filing): Promise<RegistrationRow> {
    const [row] = await tx.query<RegistrationRow>(
      `INSERT INTO registration AS r
         (agency_name, credit_code, region, contact_name, login, note, phone_pseudonym, phone_masked)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${REGISTRATION_COLUMNS}`,
      [...contentOf(filing), pseudonym(this.phoneKeys()[0], filing.phone), maskedTail(filing.phone)],
    );
    return row as RegistrationRow;
  }

  /** The registration that still waits and says the same, to the letter and the phone. */
  private async sameFiling(tx: Tx, filing: Filing): Promise<RegistrationRow | undefined> {
    const rows = await tx.query<RegistrationRow & { phone_pseudonym: string }>(
      `SELECT ${REGISTRATION_COLUMNS}, r.phone_pseudonym FROM registration r
       WHERE r.state = 'received' AND r.credit_code = $2
         AND (r.agency_name, r.region, r.contact_name, r.login, r.note) IS NOT DISTINCT FROM ($1, $3, $4, $5, $6)
       ORDER BY r.created_at, r.id`,
      contentOf(filing),
    );
    return rows.find((row) => matchesPseudonym(this.phoneKeys(), row.phone_pseudonym, filing.phone));
  }

  private phoneKeys(): [PurposeKey, ...PurposeKey[]] {
    const [first, ...older] = this.keys.identity.map(({ id, bytes }) => ({ id, purpose: 'phone', secret: bytes }));
    return [first as PurposeKey, ...older];
  }

  private async admit(
    tx: Tx,
    row: RegistrationRow,
    login: string,
  ): Promise<{ organisation: string; user: string; code: SetupCode }> {
    const organisation = await agencyBody(tx, {
      name: row.agency_name,
      creditCode: row.credit_code,
      region: row.region,
    });
    const seats = [{ organisation, role: 'agency_manager' as const }];
    const { id, code } = await createUser(tx, { login, name: row.contact_name, seats });
    return { organisation, user: id, code };
  }
}

const CODE_TAKEN = {
  pointer: '/creditCode',
  code: 'not_unique',
  text: { en: 'A body with this code has accounts', zh: '该代码的组织已有账号' },
};

/** A body that purchases name is often known before it registers; it is registered once somebody has a seat in it. */
async function hasAccounts(tx: Tx, registration: string): Promise<boolean> {
  // Two registrations of one agency that are confirmed at once: the second looks after the first.
  const [row] = await tx.query<{ credit_code: string }>(`SELECT credit_code FROM registration WHERE id = $1`, [
    registration,
  ]);
  if (row) await lockCreditCode(tx, row.credit_code);
  const rows = await tx.query(
    `SELECT FROM registration r JOIN organisation o ON o.credit_code = r.credit_code AND o.dataset = 'live'
     JOIN seat s ON s.organisation_id = o.id WHERE r.id = $1 LIMIT 1`,
    [registration],
  );
  return rows.length > 0;
}
