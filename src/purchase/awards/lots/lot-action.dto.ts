import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsVisible } from '../../../kernel/http/is-visible.decorator.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { CORRECTIONS } from '../../reviews/scoring/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../../reviews/repeated-review.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from '../../tenders/oversight/grounds.js';

/** Every ground that the law knows for ending a lot, or for having it reviewed again. */
export const LOT_GROUNDS = [...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS, ...CORRECTIONS, ...VOID_PANEL_GROUNDS])];

/** What an action on a lot may be given beside its reason. */
export class LotActionDto extends ReasonDto {
  /** `fail`, `cancel`, `propose_ending`, `propose_repetition`, `order_rereview`, `reconstitute_panel`: one of a closed list of legal grounds. */
  @IsOptional()
  @IsIn(LOT_GROUNDS)
  ground?: string;
  /**
   * `fail`, `cancel`, `propose_ending`: number of the paper that establishes unlawful acts, or the change that ends the task;
   * `propose_repetition`, `reconstitute_panel`: of the one that says what makes the panel's result void.
   */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(200)
  reference?: string;
  /** `suspend`: the complaint that is dealt with; otherwise the challenge or complaint that was upheld. */
  @IsOptional()
  @IsUUID()
  remedy?: string;
  /** `end_by_decision`, `propose_ending`: what it comes to; failed where it is not said. */
  @IsOptional()
  @IsIn(['failed', 'cancelled'])
  outcome?: 'failed' | 'cancelled';
  /** `apply_remedy` after a challenge, `apply_remedy_after_contract`: what follows, where no decision says it. */
  @IsOptional()
  @IsIn(['next_rank', 'new_round'])
  effect?: 'next_rank' | 'new_round';
  /** `propose_repetition`, `reconstitute_panel`: members of the panel who broke the rules, by the ids of their seats. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  barred?: string[];
}
