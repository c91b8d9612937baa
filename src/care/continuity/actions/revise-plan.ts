import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsObject, ValidateNested } from 'class-validator';
import { action } from '../../../kernel/actions/action.js';
import { NotNull } from '../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { sayPlan } from '../plan-facts.js';
import { writePlanItems } from '../plan-items.js';
import { readServiceLine, NewPlanItemDto } from '../plan.dto.js';
import { planSubject } from '../plan.subject.js';

/** Replaces the items of a continuity plan. */
class RevisePlanDto extends RequiredReasonDto {
  /** The whole of it as it is now proposed; as before where it is not given. */
  @NotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ArrayUnique(readServiceLine)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => NewPlanItemDto)
  items?: NewPlanItemDto[];
}

export const revisePlan = action(planSubject, 'revise', RevisePlanDto, {
  operationId: 'reviseContinuityPlan',
  summary: { en: 'Write a continuity plan anew, which is agreed on anew', zh: '修订接续方案' },
  refuses: ['dataset_mismatch'],
  async effect({ tx, principal, root, given, now, today }) {
    const { contract, agreedOn, proposedBy } = root;
    if (agreedOn !== null) await sayPlan(tx, contract, root.id, { agreedOn, withdrawnOn: today }, given.reason);
    if (given.items) await writePlanItems(tx, contract, root.id, given.items);
    else await tx.query(`UPDATE continuity_plan_item SET fact_id = NULL WHERE plan_id = $1`, [root.id]);
    const by = principal.id ?? '';
    return {
      set: {
        agreedOn: null,
        agreedBy: null,
        proposedBy: proposedBy.includes(by) ? proposedBy : [...proposedBy, by],
        since: now,
        decisionReason: given.reason,
      },
    };
  },
});

export const withdrawPlan = action(planSubject, 'withdraw', RequiredReasonDto, {
  operationId: 'withdrawContinuityPlan',
  summary: { en: 'Withdraw a proposed continuity plan', zh: '撤回接续方案' },
  effect: ({ given, now }) => ({ set: { since: now, decisionReason: given.reason } }),
});
