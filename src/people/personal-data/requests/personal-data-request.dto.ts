import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ListOf } from '../../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { OneOf, OptionalField, OptionalId } from '../../../kernel/http/validation/fields.js';
import { toView } from '../../../kernel/http/view.js';
import { IsResidentId } from '../../../kernel/identity/is-identity.js';
import { PERSON_KINDS, type PersonKind } from '../person-kinds.js';
import { personalDataRequestLifecycle, type PersonalDataRequestState } from './personal-data-request.lifecycle.js';
import { listOfferedPermissions, personalDataRequestSubject } from './personal-data-request.subject.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { PersonalDataRequest } from './personal-data-request.entity.js';

/** What is asked of the data about one person. */
export class NewPersonalDataRequestDto {
  /** A copy of what is kept, or its erasure. */
  @OneOf(['copy', 'erasure'])
  wants: 'copy' | 'erasure';

  /** By where the data lies: `contact` and `behind_body` are people of a body. */
  @OneOf(PERSON_KINDS)
  kind: PersonKind;

  /** Of the account, worker, recipient or registration; of `contact` that of the body. */
  @OptionalId()
  id?: string | null;

  /** Of `behind_body`: the resident id of the person, who shows it. It is kept nowhere. */
  @OptionalField(IsResidentId())
  residentId?: string | null;
}

export class PersonalDataRequestsQuery extends PageQuery {
  @OneOf(personalDataRequestLifecycle.states, 'optional')
  state?: string;

  @OneOf(PERSON_KINDS, 'optional')
  kind?: string;
}

/** What was asked of the data about one person, and what became of it. Names nobody. */
export class PersonalDataRequestDto {
  id: Uuid;

  /** For If-Match. */
  version: number;

  state: PersonalDataRequestState;

  kind: PersonKind;

  /** Of the account, worker, recipient, registration or body; null for who stands behind bodies. */
  person: Uuid | null;

  /** Bodies that keep the data. */
  bodies: Uuid[];

  /** Null where a term has ended by itself. */
  askedBy: Uuid | null;

  answeredBy: Uuid | null;

  /** The rule by which the data is kept, where it is blocked. */
  keptBy: string | null;

  /** Last day on which it is kept, as far as it was known when it was blocked. */
  keptUntil: PlainDate | null;

  createdAt: Instant;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: RequestRow, caller: Scope): PersonalDataRequestDto {
    const permissions = listOfferedPermissions(row, caller);
    return toView(PersonalDataRequestDto, row, {
      kind: row.person_kind,
      person: row.person_kind === 'behind_body' ? null : row.person_id,
      allowedActions: linkAllowedActions(personalDataRequestSubject, row.state, { id: row.id }, { permissions }),
    });
  }
}

/** What the audit says of a person. */
export class PersonEntryDto {
  at: Instant;
  action: string;
  reason: string | null;
  data: Record<string, unknown>;
}

/** That somebody was shown a person's name. */
export class PersonReadDto {
  at: Instant;
  byKind: 'user' | 'api_key' | 'system' | 'public';
  by: Uuid | null;
  /** Type and id of what was read. */
  object: string;
}

/** What is kept about a person. */
export class PersonalDataCopyDto {
  kind: PersonKind;
  /** By field. */
  values: Record<string, unknown>;
  /** The newest thousand. */
  entries: PersonEntryDto[];
  /** Who was shown the name, alone or in a list of the body; the newest thousand. */
  reads: PersonReadDto[];
}

/** The request with what it asked for, where this answer is the one that shows it. */
export class AnsweredPersonalDataRequestDto extends PersonalDataRequestDto {
  /** Shown once. */
  copy?: PersonalDataCopyDto;

  /** Shown once: what is blocked. Null where it cannot be read any more. */
  values?: Record<string, unknown> | null;
}

/** A page of requests. */
export class PersonalDataRequestListDto extends ListOf(PersonalDataRequestDto) {}

export type RequestRow = Omit<StoredRow<PersonalDataRequest>, 'blocked_values' | 'taken_part'>;
