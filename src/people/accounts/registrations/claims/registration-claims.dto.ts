import { Part } from '../../../../kernel/http/validation/fields.js';
import { NewRegistrationDto } from '../registrations.dto.js';
import type { SetupCode } from '../../sessions/setup-codes.js';
import type { Instant } from '../../../../kernel/clock/moment.js';
import { ClaimDto } from './claim.dto.js';

/** A registration as it shall be. */
export class ClaimedFilingDto extends ClaimDto {
  /** The whole of it; without it what was filed stands, completed by its documents. */
  @Part(() => NewRegistrationDto, 'optional')
  registration?: NewRegistrationDto | null;
}

/** The one-time code of the account that a registration led to. */
export class ClaimedCodeDto implements SetupCode {
  /** Shown once; `/auth/setup` takes it with the new password. */
  setupCode: string;

  setupCodeExpiresAt: Instant;
}
