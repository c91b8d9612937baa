import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Keys } from '../../../kernel/config/keys.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { normalizeCreditCode } from '../../../kernel/identity/credit-code.js';
import { maskedTail, pseudonym, type PurposeKey } from '../../../kernel/identity/pseudonym.js';
import { REGISTRATION_CLAIM } from '../acting/acting-kinds.js';
import { digest, randomSecret } from '../sessions/secrets.js';
import { lockCreditCode } from './registration.subject.js';
import type { NewRegistrationDto } from './registrations.dto.js';
import { ClaimReceiptDto, RegistrationReceiptDto } from './registration-view.dto.js';
import { REGISTRATION_COLUMNS, type RegistrationRow } from './registrations.queries.js';

/** A registration as it came in, with its credit code in capitals and the digits of its phone. */
type Filing = NewRegistrationDto;

const normalizeFiling = (given: NewRegistrationDto): Filing => ({
  ...given,
  creditCode: normalizeCreditCode(given.creditCode) ?? given.creditCode,
  phone: given.phone.replace(/\D/g, ''),
});

const listContent = ({ agencyName, creditCode, region, contactName, login, note }: Filing) => [
  agencyName,
  creditCode,
  region ?? null,
  contactName,
  login,
  note ?? null,
];

const PREFIX = 'tlr_';
/** How long an applicant may wait for the decision and take the account into use. */
const CLAIM_DAYS = 180;

/** Agencies that ask for accounts. */
@Injectable()
export class RegistrationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
  ) {}

  /**
   * Tells nothing about who is registered: whether login and credit code are free is looked at when an administrator
   * decides. Another filing for the same credit code is kept beside it and shown as competing, also where it says the same: who
   * filed first may be a stranger who knew the words, and would hold the claim code. A request that is repeated by its
   * Idempotency-Key is one filing.
   */
  receive(principal: Principal, given: NewRegistrationDto): Promise<ClaimReceiptDto> {
    return this.transactions.run(principal, async (tx) => {
      const filing = normalizeFiling(given);
      await lockCreditCode(tx, filing.creditCode);
      const claimCode = `${PREFIX}${randomSecret()}`;
      const received = await this.store(tx, filing, digest(claimCode));
      tx.bindRow(REGISTRATION_CLAIM, received.id, received.id);
      await tx.record({ aggregate: 'registration', id: received.id, action: 'received', to: 'received' });
      const claimExpiresAt = received.claim_expires_at?.toISOString();
      return { ...RegistrationReceiptDto.fromRow(received), claimCode, claimExpiresAt };
    });
  }

  /** Puts another filing in the place of what the locked registration says; it waits again. */
  async replace(tx: Tx, id: string, given: NewRegistrationDto): Promise<RegistrationRow> {
    const filing = normalizeFiling(given);
    await lockCreditCode(tx, filing.creditCode);
    const [row] = await tx.query<RegistrationRow>(
      `UPDATE registration r SET agency_name = $1, credit_code = $2, region = $3, contact_name = $4, login = $5, note = $6,
         phone_pseudonym = $7, phone_masked = $8, state = 'received', reason = NULL, version = version + 1,
         updated_at = clock_timestamp() WHERE id = $9 RETURNING ${REGISTRATION_COLUMNS}`,
      [...listContent(filing), pseudonym(this.phoneKeys()[0], filing.phone), maskedTail(filing.phone), id],
    );
    return row as RegistrationRow;
  }

  private async store(tx: Tx, filing: Filing, claim: Buffer): Promise<RegistrationRow> {
    const [row] = await tx.query<RegistrationRow>(
      `INSERT INTO registration AS r
         (agency_name, credit_code, region, contact_name, login, note, phone_pseudonym, phone_masked, claim_hash, claim_expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + interval '${CLAIM_DAYS} days') RETURNING ${REGISTRATION_COLUMNS}`,
      [...listContent(filing), pseudonym(this.phoneKeys()[0], filing.phone), maskedTail(filing.phone), claim],
    );
    return row as RegistrationRow;
  }

  private phoneKeys(): [PurposeKey, ...PurposeKey[]] {
    const [first, ...older] = this.keys.identity.map(({ id, bytes }) => ({ id, purpose: 'phone', secret: bytes }));
    return [first as PurposeKey, ...older];
  }
}
