import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, Matches } from 'class-validator';
import type { Principal } from '../../../kernel/access/principal.js';
import { IsInstant } from '../../../kernel/clock/is-date.js';
import { SYSTEM } from '../../../kernel/database/external-ids/external-ids.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { AllowedActionDto, linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { OptionalField, OptionalId, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { apiKeySubject } from './api-key.subject.js';
import type { ApiKeyState } from './api-key.lifecycle.js';
import type { ApiKeyRow } from './api-key-row.js';
import { KEY_SCOPES, type Permission } from '../roles.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import { toView } from '../../../kernel/http/view.js';

/** An API key to be made, with what it may do. */
export class NewApiKeyDto {
  /** What it is for. */
  @TextUpTo(100)
  name: string;

  /** The body it acts for; may be left out by who sits in one body only. */
  @OptionalId()
  organisation?: string | null;

  /** Permissions; none that you do not have in that body. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(KEY_SCOPES, { each: true })
  scopes: Permission[];

  /** Short name of the other system whose key it is: by it that system says what it calls bodies. One body's. */
  @IsOptional()
  @Matches(SYSTEM)
  system?: string | null;

  /** RFC 3339, at most 365 days ahead; absent: in 365 days. Rotating a key does not move it. */
  @OptionalField(IsInstant())
  expiresAt?: string | null;
}

export class ApiKeysQuery extends PageQuery {
  @IsOptional()
  @IsIn(['active', 'expired', 'revoked'])
  state?: string;

  /** Keys that act for this body. */
  @OptionalId()
  organisation?: string;

  /** Changed at or after this time (RFC 3339). */
  @OptionalField(IsInstant())
  updatedSince?: string;
}

/** An API key; its secret is shown once, when it is made or rotated. */
export class ApiKeyDto {
  id: Uuid;

  /** For If-Match. */
  version: number;

  name: string;

  organisation: Uuid;

  /** User whose permissions bound the key's; it stops working when the account is disabled. */
  holder: Uuid;

  scopes: Permission[];

  /** The other system whose key it is. */
  system: string | null;

  /** `active`, `expired` or `revoked`. */
  state: ApiKeyState;

  /** How the key begins. */
  hint: string;

  expiresAt: Instant;

  createdAt: Instant;

  rotatedAt: Instant | null;

  updatedAt: Instant;

  allowedActions: AllowedActionDto[];

  static fromRow(row: ApiKeyRow, caller: Pick<Principal, 'permissions'>): ApiKeyDto {
    return toView(ApiKeyDto, row, {
      organisation: row.organisation_id,
      holder: row.holder_id,
      allowedActions: linkAllowedActions(apiKeySubject, row.state, { id: row.id }, caller),
    });
  }
}

/** A key with its secret, where this answer is the one that shows it. */
export class ApiKeyWithSecretDto extends ApiKeyDto {
  /** Shown once. `Authorization: Bearer …`. */
  key?: string;

  static fromRowAndKey(row: ApiKeyRow, caller: Pick<Principal, 'permissions'>, key: string): ApiKeyWithSecretDto {
    return { ...ApiKeyDto.fromRow(row, caller), key };
  }
}

/** A page of API keys. */
export class ApiKeyListDto {
  items: ApiKeyDto[];

  next: string | null;
}
