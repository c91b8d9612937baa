import type { Principal } from '../../../kernel/access/principal.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { registrationSubject } from './registration.subject.js';
import { RegistrationDocumentDto } from './documents/registration-document.dto.js';
import type { RegistrationRow } from './registration-row.js';
import { CodeMailDto } from '../code-mails/code-mail.dto.js';
import type { RegistrationState } from './registration.lifecycle.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { RegistrationNextDto } from './claims/registration-next.dto.js';
import { describeNext } from './claims/registration-next.rules.js';
import { toView } from '../../../kernel/http/view.js';

/** What the applicant is told. */
export class RegistrationReceiptDto {
  id: Uuid;

  /** `received`; an administrator decides. */
  state: RegistrationState;

  agencyName: string;

  creditCode: string;

  login: string;

  /** First letter and domain of the mailbox to which the setup code goes; null: to none. */
  mailMasked: string | null;

  receivedAt: Instant;

  static fromRow(row: RegistrationRow): RegistrationReceiptDto {
    return toView(RegistrationReceiptDto, row, {
      receivedAt: row.created_at.toISOString(),
    });
  }
}

/** The receipt with the claim code, where this answer is the one that shows it. */
export class ClaimReceiptDto extends RegistrationReceiptDto {
  /** Shown once; whoever has it reads the registration and is shown the setup code. */
  claimCode?: string;

  /** Until when the claim code works. */
  claimExpiresAt?: Instant;
}

/** A registration, as whoever has its claim code sees it. */
export class ClaimedRegistrationDto extends RegistrationReceiptDto {
  /** Why it was rejected, what is to be completed, or what an administrator said with the confirmation. */
  reason: string | null;

  /** Documents that an administrator asks for with the reason, by name. */
  askedDocuments: string[];

  /** Those that the applicant gave. */
  documents: RegistrationDocumentDto[];

  decidedAt: Instant | null;

  claimExpiresAt: Instant;

  /** When a setup code was shown last. */
  codeShownAt: Instant | null;

  /** The mail that brings it; null before the confirmation, once the code was used, and where the claim code showed another. */
  codeMail: CodeMailDto | null;

  /** What comes next, and who does it; null: nothing does. */
  next: RegistrationNextDto | null;

  static fromClaim(row: RegistrationRow, lang: Language): ClaimedRegistrationDto {
    return toView(ClaimedRegistrationDto, row, {
      ...RegistrationReceiptDto.fromRow(row),
      next: describeNext(row.state, row.in_use, lang),
      claimExpiresAt: row.claim_expires_at?.toISOString() ?? '',
    });
  }
}

/** An agency's request for an account, as administrators see it. */
export class RegistrationDto extends RegistrationReceiptDto {
  /** For If-Match. */
  version: number;

  region: string | null;

  contactName: string;

  phoneMasked: string;

  note: string | null;

  /** The body whose manager the applicant became. */
  organisation: Uuid | null;

  user: Uuid | null;

  reason: string | null;

  /** Documents that are asked for with the reason, by name. */
  askedDocuments: string[];

  /** What the applicant gave; read one by one. */
  documents: RegistrationDocumentDto[];

  /** Other registrations for the same credit code that wait for a decision: not all of them can be the agency's. */
  competing: Uuid[];

  decidedAt: Instant | null;

  decidedBy: Uuid | null;

  /** When the applicant was shown a setup code last, by the claim code; nobody else is. */
  codeShownAt: Instant | null;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRowForCaller(row: RegistrationRow, caller: Pick<Principal, 'permissions'>): RegistrationDto {
    return toView(RegistrationDto, row, {
      ...RegistrationReceiptDto.fromRow(row),
      organisation: row.organisation_id,
      user: row.user_id,
      allowedActions: linkAllowedActions(registrationSubject, row.state, { id: row.id }, caller),
    });
  }
}

/** A page of registrations. */
export class RegistrationListDto {
  items: RegistrationDto[];

  next: string | null;
}
