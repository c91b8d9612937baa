import { Part, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { NewRegistrationDto } from '../registrations.dto.js';
import type { SetupCode } from '../../sessions/setup-codes.js';
import type { Instant } from '../../../../kernel/clock/moment.js';

/** The claim code of a registration; in the body, because addresses are kept in logs. */
export class ClaimDto {
  @TextUpTo(200)
  claimCode: string;
}

/** A registration as it shall be. */
export class ClaimedFilingDto extends ClaimDto {
  /** The whole of it. */
  @Part(() => NewRegistrationDto)
  registration: NewRegistrationDto;
}

/** The one-time code of the account that a registration led to. */
export class ClaimedCodeDto implements SetupCode {
  /** Shown once; `/auth/setup` takes it with the new password. */
  setupCode: string;

  setupCodeExpiresAt: Instant;
}
