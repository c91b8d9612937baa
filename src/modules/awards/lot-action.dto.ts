import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { ReasonDto } from '../accounts/reason.dto.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from '../tenders/conducted/grounds.js';

/** What an action on a lot may be given beside its reason. */
export class LotActionDto extends ReasonDto {
  /** `fail`, `cancel`: one of a closed list of legal grounds. */
  @IsOptional()
  @IsIn([...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS])])
  ground?: string;
  /** `suspend`: the complaint that is dealt with; otherwise the challenge or complaint that was upheld. */
  @IsOptional()
  @IsUUID()
  remedy?: string;
  /** `end_by_decision`: what it comes to; failed where it is not said. */
  @IsOptional()
  @IsIn(['failed', 'cancelled'])
  outcome?: 'failed' | 'cancelled';
}
