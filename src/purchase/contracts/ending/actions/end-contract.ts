import { toScope } from '../../../../kernel/access/scope.js';
import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../../law/calendars/working-calendar.js';
import { computeLeastHearing } from '../../../tenders/oversight/hearing.rules.js';
import type { AnnounceWithdrawalDto } from '../../agency/agency.dto.js';
import type { LockedContract } from '../../conducted/conducted-contract.js';
import { sayAllOfContract, sayOfContract } from '../../conducted/contract-facts.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { closeHalt } from '../../halting/halt-rows.js';
import {
  closeEnding,
  findOpenEnding,
  insertEnding,
  loadOpenEndings,
  storeStatement,
  toEndingKind,
  type OpenEnding,
} from '../ending-rows.js';
import { BeHeardDto, CloseUnperformedDto, ProposeRescissionDto, ProposeTerminationDto } from '../ending.dto.js';

interface Endings {
  loadOpenEndings: OpenEnding[];
}

/** An end by the will of one side: the other one is heard first. */
export async function proposeHeardEnding(
  { tx, root, given, today, action: name }: Situation<LockedContract, ProposeTerminationDto | AnnounceWithdrawalDto>,
  { loadCalendar: calendar }: { loadCalendar: WorkingCalendar },
): Promise<Outcome<LockedContract>> {
  const { ground = '', reference = '', reason } = given;
  const hearUntil = given.hearUntil ?? computeLeastHearing(ground, today, calendar);
  const proposed = { kind: toEndingKind(name), ground, reference, reason, hearUntil };
  return { data: { ending: await insertEnding(tx, root.id, proposed), ground, reference, hearUntil } };
}

export const proposeTermination = action(contractSubject, 'propose_termination', ProposeTerminationDto, {
  operationId: 'proposeContractTermination',
  summary: {
    en: 'Propose to terminate a contract: the agency is heard, and another person decides',
    zh: '提出解除合同：听取承接主体意见，由他人决定',
  },
  needs: { loadCalendar },
  effect: proposeHeardEnding,
});

/** What the other side says of the end, once; to say that there is nothing to say ends its time as well. */
export async function hearOtherSide(
  { tx, given, action: name }: Situation<LockedContract, BeHeardDto>,
  { loadOpenEndings: endings }: Endings,
  { references }: { references: DocumentReferences },
): Promise<Outcome<LockedContract>> {
  const ending = findOpenEnding(endings, name) as OpenEnding;
  await storeStatement(tx, ending.id, given.statement);
  const scope = toScope(tx.principal);
  await references.refer(tx, scope, 'contract_ending', ending.id, given.documents ?? [], '/documents');
  return { data: { ending: ending.id } };
}

export const beHeard = action(contractSubject, 'be_heard', BeHeardDto, {
  operationId: 'beHeardOnTermination',
  summary: { en: 'Say what the agency has to say of a proposed termination', zh: '对拟解除合同陈述意见' },
  needs: { loadOpenEndings },
  uses: { references: DocumentReferences },
  effect: hearOtherSide,
});

export const proposeRescission = action(contractSubject, 'propose_rescission', ProposeRescissionDto, {
  operationId: 'proposeContractRescission',
  summary: {
    en: 'Propose to rescind a contract by a decision or a judgment, which another person carries out',
    zh: '提出依处理决定或者裁判文书撤销合同，由他人执行',
  },
  async effect({ tx, root, given }) {
    const { ground = '', reference = '', reason, decidedOn, remedy } = given;
    const said = { ground, reference, reason, decisionOn: decidedOn, remedy };
    const ending = await insertEnding(tx, root.id, { kind: 'rescission', ...said });
    return { data: { ending, ground, reference, decidedOn, ...(remedy && { remedy }) } };
  },
});

/** Takes back what was proposed. */
export async function takeBackEnding(
  { tx, action: name }: Situation<LockedContract, RequiredReasonDto>,
  { loadOpenEndings: endings }: Endings,
): Promise<Outcome<LockedContract>> {
  const ending = findOpenEnding(endings, name) as OpenEnding;
  await closeEnding(tx, ending.id, 'withdrawn');
  return { data: { ending: ending.id } };
}

export const withdrawTerminationProposal = action(contractSubject, 'withdraw_termination_proposal', RequiredReasonDto, {
  operationId: 'withdrawContractTerminationProposal',
  summary: { en: 'Take back the proposal to terminate a contract', zh: '撤回解除合同的提议' },
  needs: { loadOpenEndings },
  effect: takeBackEnding,
});

export const withdrawRescissionProposal = action(contractSubject, 'withdraw_rescission_proposal', RequiredReasonDto, {
  operationId: 'withdrawContractRescissionProposal',
  summary: { en: 'Take back the proposal to rescind a contract', zh: '撤回撤销合同的提议' },
  needs: { loadOpenEndings },
  effect: takeBackEnding,
});

/** The contract ends before its time: by breach, clause or force majeure, by a decision or a judgment, or by the agency. */
export async function endContract(
  { tx, root, today, action: name }: Situation<LockedContract, ReasonDto>,
  { loadOpenEndings: endings }: Endings,
): Promise<Outcome<LockedContract>> {
  const {
    id,
    ground,
    reference,
    decision_on: decidedOn,
    remedy_id: remedy,
    ...ending
  } = findOpenEnding(endings, name) as OpenEnding;
  // In the words on which the agency was heard; those of who decides stand in the audit.
  await sayOfContract(tx, root, 'termination', { on: today, reason: ending.reason });
  await closeEnding(tx, id, 'carried_out');
  await closeHalt(tx, root.id, 'ended', today);
  return {
    set: {
      ...{ haltedFrom: null, haltGround: null, terminatedOn: today },
      ...{ endGround: ground, endReference: reference, endRemedy: remedy },
    },
    data: { ending: id, ground, reference, ...(decidedOn && { decidedOn }), ...(remedy && { remedy }) },
  };
}

export const terminateContract = action(contractSubject, 'terminate', ReasonDto, {
  operationId: 'terminateContract',
  summary: { en: 'Terminate a contract as another person proposed it', zh: '决定解除他人提议解除的合同' },
  needs: { loadOpenEndings },
  effect: endContract,
});

export const rescindContract = action(contractSubject, 'rescind', ReasonDto, {
  operationId: 'rescindContract',
  summary: {
    en: 'Rescind a contract by the decision or judgment that was proposed',
    zh: '依所提处理决定或者裁判文书撤销合同',
  },
  needs: { loadOpenEndings },
  effect: endContract,
});

export const settleContract = action(contractSubject, 'settle', ReasonDto, {
  operationId: 'settleContract',
  summary: { en: 'Settle a contract that was accepted and paid', zh: '合同结清' },
});

export const closeUnperformed = action(contractSubject, 'close_unperformed', CloseUnperformedDto, {
  operationId: 'closeUnperformedContract',
  summary: { en: 'Close a contract that ended before anything was delivered', zh: '了结未履行即终止的合同' },
  // What was paid here comes back with its instalment; what was paid before is known by its facts alone.
  async effect({ tx, root, given: { reason, returned = [] } }) {
    const ids = returned.map((id) => id.toLowerCase());
    await sayAllOfContract(
      tx,
      root,
      ids.map((of) => ({ kind: 'payment' as const, data: { amount: '0.00' }, instead: { of, reason } })),
    );
    return { data: { ...(ids.length > 0 && { returned: ids }) } };
  },
});

export const archiveContract = action(contractSubject, 'archive', ReasonDto, {
  operationId: 'archiveContract',
  summary: { en: 'Archive a settled contract', zh: '合同归档' },
});
