import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../platform/access/principal.js';
import { scopeOf } from '../../platform/access/scope.js';
import { Keys } from '../../platform/config/keys.js';
import { lockRoot } from '../../platform/database/roots.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { invalid } from '../../platform/http/validation.js';
import { normalizeCreditCode } from '../../platform/identity/credit-code.js';
import { maskedTail, pseudonym } from '../../platform/identity/pseudonym.js';
import { decide } from '../../platform/lifecycle/lifecycle.js';
import { LifecycleRegistry } from '../../platform/lifecycle/registry.js';
import { agencyBody } from './agency-body.js';
import { createUser } from './new-user.js';
import { registrationLifecycle } from './registration.lifecycle.js';
import type { DecisionDto, NewRegistrationDto } from './registrations.dto.js';
import { REGISTRATION_COLUMNS, visibleRegistrations, type RegistrationRow } from './registrations.queries.js';
import type { SetupCode } from './setup-codes.js';

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
   * decides. The same agency may ask more than once; one request of a stranger must not keep it out.
   */
  receive(principal: Principal, given: NewRegistrationDto): Promise<RegistrationRow> {
    return this.transactions.run(principal, async (tx) => {
      const [key] = this.keys.identity;
      const digits = given.phone.replace(/\D/g, '');
      const [row] = await tx.query<RegistrationRow>(
        `INSERT INTO registration AS r
           (agency_name, credit_code, region, contact_name, phone_pseudonym, phone_masked, login, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${REGISTRATION_COLUMNS}`,
        [
          given.agencyName,
          normalizeCreditCode(given.creditCode),
          given.region ?? null,
          given.contactName,
          pseudonym({ id: key.id, purpose: 'phone', secret: key.bytes }, digits),
          maskedTail(digits),
          given.login,
          given.note ?? null,
        ],
      );
      const received = row as RegistrationRow;
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
  await tx.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('throughline agency ' || credit_code, 0)) FROM registration WHERE id = $1`,
    [registration],
  );
  const rows = await tx.query(
    `SELECT FROM registration r JOIN organisation o ON o.credit_code = r.credit_code AND o.dataset = 'live'
     JOIN seat s ON s.organisation_id = o.id WHERE r.id = $1 LIMIT 1`,
    [registration],
  );
  return rows.length > 0;
}
