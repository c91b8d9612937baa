import { TextUpTo } from '../../../../kernel/http/validation/fields.js';

/** The claim code of a registration; in the body, because addresses are kept in logs. */
export class ClaimDto {
  @TextUpTo(200)
  claimCode: string;
}
