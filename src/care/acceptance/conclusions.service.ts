import { Injectable } from '@nestjs/common';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { latestDay } from '../../kernel/clock/partial-date.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { invalid } from '../../kernel/http/validation.js';
import { formatYuan, parseYuan } from '../../kernel/money/money.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { ContractAcceptance } from '../../purchase/contracts/conducted/contract-acceptance.js';
import type { ContractFactData } from '../../purchase/tenders/recording/facts.types.js';
import type { AcceptanceActionDto } from './acceptance.dto.js';
import { hasEnded, HEARD, type AcceptanceRoot, type LockedAcceptance } from './acceptance-root.js';
import { mustBeNear } from './ahead.js';
import { contractAfter, type AcceptanceResult } from './acceptance.rules.js';

/** What a round comes to, for its contract and for the public. */
@Injectable()
export class AcceptanceConclusions {
  constructor(private readonly contracts: ContractAcceptance) {}

  /** A conclusion says what its result needs. */
  mustSay(contract: ConductedContract, given: AcceptanceActionDto): void {
    const need = (pointer: string, en: string, zh: string) => invalid(pointer, 'required', { en, zh });
    const { result, acceptedPart: part, acceptedAmount: amount } = given;
    if (result === undefined) throw need('/result', 'What came of it?', '请给出验收结论');
    if (result !== 'passed' && given.reason === undefined) throw need('/reason', 'Say why', '请说明理由');
    if (result === 'failed' && given.ground === undefined)
      throw need('/ground', 'Why the contract is ended', '请给出终止合同的事由');
    if (part !== undefined && amount === undefined)
      throw need('/acceptedAmount', 'The amount that follows', '请填写相应金额');
    if (amount === undefined) return;
    if (part === undefined) throw need('/acceptedPart', 'Which part is accepted', '请写明验收的部分');
    const whole = wholeOf(contract);
    if (parseYuan(amount) > whole)
      throw invalid('/acceptedAmount', 'too_large', {
        en: `At most ${formatYuan(whole)} yuan`,
        zh: `不得超过 ${formatYuan(whole)} 元`,
      });
  }

  async conclude(
    tx: Tx,
    contract: ConductedContract,
    acceptance: AcceptanceRoot,
    given: AcceptanceActionDto,
  ): Promise<{ set: Record<string, unknown>; data: Record<string, unknown> }> {
    const today = todayInShanghai(await tx.now());
    // What is accepted before its window is over may be mended within it and after.
    const last = latestDay(contract.window_end ?? today);
    mustBeNear('/newDueOn', given.newDueOn, last > today ? last : today);
    const [row] = await tx.query<{ heard: number }>(`SELECT ${HEARD} AS heard FROM acceptance a WHERE a.id = $1`, [
      acceptance.id,
    ]);
    const heard = row?.heard ?? 0;
    const { result = 'passed', reason = null, acceptedPart = null } = given;
    const amount = amountOf(contract, given);
    const said = saidOf({ ...acceptance, result, accepted_part: acceptedPart, recipients_heard: heard }, today);
    const fact = await this.contracts.say(tx, contract, said);
    return {
      set: {
        result,
        of_ended: hasEnded(contract),
        ground: result === 'failed' ? given.ground : null,
        reason,
        new_due_on: result === 'rectify' ? given.newDueOn : null,
        accepted_part: result === 'passed' ? acceptedPart : null,
        accepted_amount: amount?.toString() ?? null,
        recipients_heard: heard,
        concluded_on: today,
        concluded_by: tx.principal.id,
        fact_id: fact,
      },
      data: { result, ...(acceptedPart !== null && { part: true }) },
    };
  }

  /** After the round itself: no contract is accepted without one. */
  moveContract(tx: Tx, { contract, acceptance }: LockedAcceptance, given: AcceptanceActionDto): Promise<void> {
    const { result = 'passed', reason = null } = given;
    const to = contractAfter({ result, part: given.acceptedPart !== undefined }, hasEnded(contract));
    return this.contracts.conclude(tx, contract, {
      acceptance: acceptance.id,
      to,
      reason,
      ground: to === 'terminated' ? (given.ground ?? null) : null,
      newDueOn: to === 'active' ? (given.newDueOn ?? null) : null,
      amount: amountOf(contract, given),
    });
  }

  async publish(
    tx: Tx,
    contract: ConductedContract,
    acceptance: AcceptanceRoot,
    url: string | null,
  ): Promise<{ set: Record<string, unknown>; data: Record<string, unknown>; public: boolean }> {
    const said = saidOf(acceptance, acceptance.concluded_on ?? '');
    const fact = acceptance.fact_id ?? '';
    await this.contracts.publish(tx, contract, { acceptance: acceptance.id, fact, said, url });
    const published_on = todayInShanghai(await tx.now());
    return { set: { published_on }, data: { result: acceptance.result, ...(url !== null && { url }) }, public: true };
  }
}

const wholeOf = (contract: ConductedContract): bigint => BigInt(contract.amount ?? 0) + BigInt(contract.supplements);

function amountOf(contract: ConductedContract, given: AcceptanceActionDto): bigint | null {
  if (given.result !== 'passed') return null;
  return given.acceptedAmount === undefined ? wholeOf(contract) : parseYuan(given.acceptedAmount);
}

/** As the record of the purchase tells it. */
function saidOf(
  acceptance: Pick<AcceptanceRoot, 'public_service' | 'accepted_part' | 'recipients_heard'> & {
    result: AcceptanceResult | null;
  },
  concludedOn: string,
): ContractFactData['acceptance'] {
  const { result, accepted_part: part, recipients_heard: heard } = acceptance;
  return {
    concludedOn,
    ...(result !== null && { result: result === 'passed' && part !== null ? 'partial' : result }),
    ...((acceptance.public_service || (heard ?? 0) > 0) && { recipientsTookPart: (heard ?? 0) > 0 }),
  };
}
