import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { normalizeCreditCode } from '../../../kernel/identity/credit-code.js';
import { maskedTail } from '../../../kernel/identity/pseudonym.js';
import { REGISTRATION_CLAIM, REGISTRATION_MAILBOX } from '../acting/acting-kinds.js';
import { CodeMailboxes } from '../code-mails/code-mailboxes.js';
import { maskAddress } from '../mail-address/mask-address.js';
import { digest, randomSecret } from '../sessions/secrets.js';
import { endRegistrationMails } from './mails/registration-mail-rows.js';
import { RegistrationMails } from './mails/registration-mails.js';
import { lockCreditCode } from './registration.subject.js';
import type { NewRegistrationDto } from './registrations.dto.js';
import { ClaimReceiptDto, RegistrationReceiptDto } from './registration-view.dto.js';
import { REGISTRATION_COLUMNS } from './registrations.queries.js';
import type { RegistrationRow } from './registration-row.js';

/** A registration as it came in, with its credit code in capitals and the digits of its phone. */
type Filing = NewRegistrationDto;

const normalizeFiling = (given: NewRegistrationDto): Filing => ({
  ...given,
  creditCode: normalizeCreditCode(given.creditCode) ?? given.creditCode,
  phone: given.phone.replace(/\D/g, ''),
});

/** Where what is filed stands, but the mailbox. */
const COLUMNS = {
  ...({ agencyName: 'agency_name', creditCode: 'credit_code', region: 'region', contactName: 'contact_name' } as const),
  ...({ phone: 'phone_masked', login: 'login', note: 'note' } as const),
};

/** A locked registration, as it stands before it is replaced. */
type Replaced = RegistrationRow & { mail_sealed: Buffer | null };

const PREFIX = 'tlr_';
/** How long an applicant may wait for the decision and take the account into use. */
const CLAIM_DAYS = 180;

/** Agencies that ask for accounts. */
@Injectable()
export class RegistrationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly boxes: CodeMailboxes,
    private readonly mails: RegistrationMails,
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
      const id = randomUUID();
      const [received] = (await tx.query<RegistrationRow>(
        `INSERT INTO registration AS r
           (id, agency_name, credit_code, region, contact_name, login, note, phone_masked, mail_sealed, mail_masked, claim_hash, claim_expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp() + interval '${CLAIM_DAYS} days') RETURNING ${REGISTRATION_COLUMNS}`,
        [id, ...this.listContent(id, filing), digest(claimCode)],
      )) as [RegistrationRow];
      tx.bindRow(REGISTRATION_CLAIM, received.id, received.id);
      tx.bindRow(REGISTRATION_MAILBOX, received.id, received.id);
      if (filing.mailTo) await this.mails.order(tx, id, 'received', filing.mailTo);
      await tx.record({ aggregate: 'registration', id: received.id, action: 'received', to: 'received' });
      const claimExpiresAt = received.claim_expires_at?.toISOString();
      return { ...RegistrationReceiptDto.fromRow(received), claimCode, claimExpiresAt };
    });
  }

  /** Puts another filing in the place of what the locked registration says; it waits again. Answers the names of what changed. */
  async replace(
    tx: Tx,
    before: Replaced,
    given: NewRegistrationDto,
  ): Promise<{ row: RegistrationRow; changed: string[] }> {
    const filing = normalizeFiling(given);
    await lockCreditCode(tx, filing.creditCode);
    const [row] = (await tx.query<RegistrationRow>(
      `UPDATE registration r SET agency_name = $2, credit_code = $3, region = $4, contact_name = $5, login = $6, note = $7,
         phone_masked = $8, mail_sealed = $9, mail_masked = $10, state = 'received', reason = NULL, asked_documents = '{}', version = version + 1,
         updated_at = clock_timestamp() WHERE id = $1 RETURNING ${REGISTRATION_COLUMNS}`,
      [before.id, ...this.listContent(before.id, filing)],
    )) as [RegistrationRow];
    // One that was filed before counts no longer, also where none takes its place.
    tx.bindRow(REGISTRATION_MAILBOX, before.id, before.id);
    const mailed = before.mail_sealed && this.boxes.read(before.id, before.mail_sealed);
    const isMailMoved = JSON.stringify(mailed ?? null) !== JSON.stringify(filing.mailTo ?? null);
    if (isMailMoved || before.state === 'asked') await endRegistrationMails(tx, before.id);
    if (isMailMoved && filing.mailTo) await this.mails.order(tx, before.id, 'received', filing.mailTo);
    const moved = Object.entries(COLUMNS).filter(([, column]) => row[column] !== before[column]);
    return { row, changed: [...moved.map(([field]) => field), ...(isMailMoved ? ['mailTo'] : [])] };
  }

  /** What was filed stands, with the documents that were added to it; it waits again. */
  async resubmit(tx: Tx, { id }: Replaced): Promise<{ row: RegistrationRow; changed: string[] }> {
    await endRegistrationMails(tx, id);
    const [row] = (await tx.query<RegistrationRow>(
      `UPDATE registration r SET state = 'received', reason = NULL, asked_documents = '{}', version = version + 1, updated_at = clock_timestamp()
       WHERE id = $1 RETURNING ${REGISTRATION_COLUMNS}`,
      [id],
    )) as [RegistrationRow];
    return { row, changed: [] };
  }

  private listContent(id: string, { agencyName, creditCode, region, contactName, login, note, phone, mailTo }: Filing) {
    if (mailTo) this.boxes.assertMails();
    return [
      ...[agencyName, creditCode, region ?? null, contactName, login, note ?? null, maskedTail(phone)],
      ...(mailTo ? [this.boxes.cover(id, mailTo), maskAddress(mailTo.address)] : [null, null]),
    ];
  }
}
