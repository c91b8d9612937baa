import { IsIn } from 'class-validator';
import { action, guard, type GuardView } from '../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { latestDay } from '../../../kernel/clock/partial-date.js';
import { invalid } from '../../../kernel/http/validation.js';
import { NotNull, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../kernel/money/is-yuan.js';
import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { ContractAcceptance } from '../../../purchase/contracts/conducted/contract-acceptance.js';
import { toAcceptanceFact } from '../acceptance-fact.js';
import {
  deriveConcludedState,
  contradicts,
  isPossible,
  RESULTS,
  findUnsignedMembers,
  type AcceptanceResult,
  type Conclusion,
} from '../acceptance.rules.js';
import { acceptanceSubject, countHeardRecipients, hasEnded, type LockedAcceptance } from '../acceptance.subject.js';
import { assertWithinYear } from '../date-bounds.js';

/** Concludes a round of acceptance: its result, and what follows from it. */
class ConcludeAcceptanceDto extends ReasonDto {
  @RequiredByAction({ en: 'What came of it?', zh: '请给出验收结论' })
  @IsIn(RESULTS)
  result: AcceptanceResult;

  /** `rectify`: the day by which it is to be mended. */
  @NotNull()
  @IsPlainDate()
  newDueOn?: string;

  /** `failed`: the contract is ended for it. */
  @NotNull()
  @IsIn(['breach', 'contract_clause'])
  ground?: 'breach' | 'contract_clause';

  /** `passed` in part: which part. */
  @TextUpTo(2000, 'not_null')
  acceptedPart?: string;

  /** `passed` in part: the amount that follows, in yuan. */
  @NotNull()
  @IsYuan()
  acceptedAmount?: string;
}

const toConclusion = ({ result, acceptedPart }: ConcludeAcceptanceDto): Conclusion => ({
  result,
  part: acceptedPart !== undefined,
});

/** Amount of the whole contract with its supplements, in fen. */
const amountOfContract = (contract: ConductedContract): bigint =>
  BigInt(contract.amount ?? 0) + BigInt(contract.supplements);

/** Amount that is accepted, in fen; null where nothing is. */
function readAcceptedAmount(contract: ConductedContract, given: ConcludeAcceptanceDto): bigint | null {
  if (given.result !== 'passed') return null;
  return given.acceptedAmount === undefined ? amountOfContract(contract) : parseYuan(given.acceptedAmount);
}

export const concludeAcceptance = action(acceptanceSubject, 'conclude', ConcludeAcceptanceDto, {
  operationId: 'concludeAcceptance',
  summary: { en: 'Conclude a round: passed, to be rectified or failed', zh: '作出验收结论' },
  check: assertComplete,
  guards: {
    own_preparation: guardSecondPerson(({ root }) => Promise.resolve(root.preparedBy)),
    members_unsigned: guard({}, (_, { root: { members } }) => {
      const missing = findUnsignedMembers(members).map(({ no }) => no);
      return members.length > 0 && missing.length === 0 ? null : { facts: { members: missing } };
    }),
    result_not_possible: guard({}, (_, { root: { contract }, given }) =>
      isPossible(toConclusion(given), hasEnded(contract)) ? null : { facts: { state: contract.state } },
    ),
    result_contradicts_items: guard({}, (_, { root: { contract, ticks }, given }) => {
      if (!contradicts(toConclusion(given), ticks, hasEnded(contract))) return null;
      const listItemNumbers = (result: string) => ticks.filter((tick) => tick.result === result).map((tick) => tick.no);
      return {
        facts: { state: contract.state, partly: listItemNumbers('partly'), notMet: listItemNumbers('not_met') },
      };
    }),
    new_due_date_missing: guard({}, (_, { given: { result, newDueOn }, today }) => {
      if (result !== 'rectify' || (newDueOn !== undefined && newDueOn > today)) return null;
      const code = newDueOn === undefined ? 'required' : 'too_early';
      return { errors: [{ pointer: '/newDueOn', code, text: { en: 'A day after today', zh: '应晚于今日' } }] };
    }),
  },
  needs: { countHeardRecipients },
  uses: { contracts: ContractAcceptance },
  async effect({ tx, principal, root, given, today }, { countHeardRecipients: heard }, { contracts }) {
    const { contract } = root;
    const { result, reason = null, acceptedPart = null } = given;
    // What is accepted before its window is over may be mended within it and after.
    const last = latestDay(contract.window_end ?? today);
    assertWithinYear('/newDueOn', given.newDueOn, last > today ? last : today);
    const concluded = { ...root, result, acceptedPart, recipientsHeard: heard };
    const factId = await contracts.say(tx, contract, toAcceptanceFact(concluded, today));
    return {
      set: {
        result,
        ofEnded: hasEnded(contract),
        ground: result === 'failed' ? given.ground : null,
        reason,
        newDueOn: result === 'rectify' ? given.newDueOn : null,
        acceptedPart: result === 'passed' ? acceptedPart : null,
        acceptedAmount: readAcceptedAmount(contract, given),
        recipientsHeard: heard,
        concludedOn: today,
        concludedBy: principal.id,
        factId,
      },
      data: { result, ...(acceptedPart !== null && { part: true }) },
    };
  },
  /** The contract moves after the round: none is accepted without one. */
  after({ tx, root: { id, contract }, given }, { contracts }) {
    const to = deriveConcludedState(toConclusion(given), hasEnded(contract));
    return contracts.conclude(tx, contract, {
      acceptance: id,
      to,
      reason: given.reason ?? null,
      ground: to === 'terminated' ? (given.ground ?? null) : null,
      newDueOn: to === 'active' ? (given.newDueOn ?? null) : null,
      amount: readAcceptedAmount(contract, given),
    });
  },
});

/** What each result needs. @throws Problem `validation_failed` (`required`, `too_large`) */
function assertComplete({ root, given }: GuardView<LockedAcceptance, ConcludeAcceptanceDto>): void {
  const missing = (pointer: string, en: string, zh: string) => invalid(pointer, 'required', { en, zh });
  const { result, acceptedPart: part, acceptedAmount: amount } = given;
  if (result !== 'passed' && given.reason === undefined) throw missing('/reason', 'Say why', '请说明理由');
  if (result === 'failed' && given.ground === undefined)
    throw missing('/ground', 'Why the contract is ended', '请给出终止合同的事由');
  if (part !== undefined && amount === undefined)
    throw missing('/acceptedAmount', 'The amount that follows', '请填写相应金额');
  if (amount === undefined) return;
  if (part === undefined) throw missing('/acceptedPart', 'Which part is accepted', '请写明验收的部分');
  const whole = amountOfContract(root.contract);
  if (parseYuan(amount) > whole)
    throw invalid('/acceptedAmount', 'too_large', {
      en: `At most ${formatYuan(whole)} yuan`,
      zh: `不得超过 ${formatYuan(whole)} 元`,
    });
}
