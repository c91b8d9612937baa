import { ApiPropertyOptional } from '@nestjs/swagger';
import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { AnyTextUpTo, OptionalId, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { RESCISSION_GROUNDS, TERMINATION_GROUNDS } from '../../content/content-types.js';
import type { LockedContract } from '../conducted-contract.js';
import { sayOfContract } from '../contract-facts.js';
import { contractSubject } from '../contract.subject.js';

/** Ends a contract before its time. */
class EndContractDto extends RequiredReasonDto {
  /** Number of the paper that it rests on. */
  @TextUpTo(200, 'optional')
  reference?: string;
}
/** Terminates a contract, on a ground that the law names. */
class TerminateContractDto extends EndContractDto {
  /** One of the list of the action. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: TERMINATION_GROUNDS })
  ground?: string;
}

/** Rescinds a contract by a decision or a judgment. */
class RescindContractDto extends EndContractDto {
  /** One of the list of the action. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: RESCISSION_GROUNDS })
  ground?: string;
  /** By the decision on a complaint that is on record here: which. */
  @OptionalId()
  remedy?: string;
}

/** The contract ends before its time: by breach, clause or force majeure, or by a decision or a judgment. */
async function endContract({
  tx,
  root,
  today,
  given: { ground, reference, remedy, reason },
}: Situation<LockedContract, RescindContractDto>): Promise<Outcome<LockedContract>> {
  await sayOfContract(tx, root, 'termination', { on: today, ...(reason && { reason }) });
  return {
    set: {
      haltedFrom: null,
      terminatedOn: today,
      endGround: ground,
      endReference: reference ?? null,
      endRemedy: remedy ?? null,
    },
    data: { ground, ...(reference && { reference }), ...(remedy && { remedy }) },
  };
}

export const terminateContract = action(contractSubject, 'terminate', TerminateContractDto, {
  operationId: 'terminateContract',
  summary: { en: 'Terminate a contract on a ground of the law', zh: '解除合同' },
  effect: endContract,
});

export const rescindContract = action(contractSubject, 'rescind', RescindContractDto, {
  operationId: 'rescindContract',
  summary: { en: 'Rescind a contract by a decision or a judgment', zh: '撤销合同' },
  effect: endContract,
});

export const settleContract = action(contractSubject, 'settle', ReasonDto, {
  operationId: 'settleContract',
  summary: { en: 'Settle a contract that was accepted and paid', zh: '合同结清' },
});

export const closeUnperformed = action(contractSubject, 'close_unperformed', RequiredReasonDto, {
  operationId: 'closeUnperformedContract',
  summary: { en: 'Close a contract that ended before anything was delivered', zh: '了结未履行即终止的合同' },
});

export const archiveContract = action(contractSubject, 'archive', ReasonDto, {
  operationId: 'archiveContract',
  summary: { en: 'Archive a settled contract', zh: '合同归档' },
});
