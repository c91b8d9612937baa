import { action, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import type { LockedContract } from '../../conducted/conducted-contract.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { findInForce } from '../halt-guards.js';
import { closeHalt, decideHalt, dropProposedHalt, insertHalt, loadOpenHalts, type OpenHalt } from '../halt-rows.js';
import { computeConfirmDue, type HaltGiven } from '../halt.rules.js';
import { HaltContractDto, ProposeHaltDto } from '../halting.dto.js';

/** The table halts what is signed or at work. */
const createHaltedState = ({ state }: LockedContract, ground: string) => ({
  haltedFrom: state as 'signed' | 'active',
  haltGround: ground,
});

export const proposeHalt = action(contractSubject, 'propose_halt', ProposeHaltDto, {
  operationId: 'proposeContractHalt',
  summary: { en: 'Propose to halt a contract, which another person orders', zh: '提出中止合同，由他人决定' },
  async effect({ tx, root, given, today }) {
    const { ground = '', reference, until, reason } = given;
    const by = tx.principal.id;
    // One whose last day has passed is swept within the minute; it stands in the way of no other.
    await dropProposedHalt(tx, root.id, today);
    const halt = await insertHalt(tx, root.id, { state: 'proposed', ground, reference, until, reason, by, today });
    return { data: { halt, ground, until, ...(reference && { reference }) } };
  },
});

async function haltAtOnce(situation: Situation<LockedContract, HaltGiven>): Promise<Outcome<LockedContract>> {
  const { tx, root, given, today } = situation;
  const { ground = '', reference, until, servedBy, reason } = given;
  const confirmDue =
    ground === 'danger_to_recipients' ? computeConfirmDue(today, await situation.load(loadCalendar)) : null;
  await dropProposedHalt(tx, root.id, today);
  const halt = await insertHalt(tx, root.id, {
    ...{ state: 'in_force', ground, reference, until, servedBy, reason, confirmDue, today },
    by: tx.principal.id,
  });
  return {
    set: createHaltedState(root, ground),
    data: {
      ...{ halt, ground },
      ...(reference && { reference }),
      ...(until && { until }),
      ...(confirmDue && { confirmDue }),
    },
  };
}

export const haltContract = action(contractSubject, 'halt', HaltContractDto, {
  operationId: 'haltContract',
  summary: {
    en: 'Halt a contract at once: for a challenge, or for danger to recipients, which another person confirms',
    zh: '立即中止合同：收到质疑，或者危及服务对象（须由他人确认）',
  },
  effect: haltAtOnce,
});

export const orderHalt = action(contractSubject, 'order_halt', ReasonDto, {
  operationId: 'orderContractHalt',
  summary: { en: 'Order the halt that another person proposed', zh: '决定中止他人提议中止的合同' },
  needs: { loadOpenHalts },
  async effect({ tx, root, today }, { loadOpenHalts: halts }: { loadOpenHalts: OpenHalt[] }) {
    const proposed = halts.find(({ state }) => state === 'proposed') as OpenHalt;
    await decideHalt(tx, proposed.id, today);
    const { id: halt, ground, reference, until } = proposed;
    return { set: createHaltedState(root, ground), data: { halt, ground, until, ...(reference && { reference }) } };
  },
});

export const confirmHalt = action(contractSubject, 'confirm_halt', ReasonDto, {
  operationId: 'confirmContractHalt',
  summary: { en: 'Confirm a halt for danger to recipients', zh: '确认因危及服务对象作出的中止' },
  needs: { loadOpenHalts },
  async effect({ tx, today }, { loadOpenHalts: halts }: { loadOpenHalts: OpenHalt[] }) {
    const { id: halt } = findInForce(halts) as OpenHalt;
    await decideHalt(tx, halt, today);
    return { data: { halt } };
  },
});

export const resumeContract = action(contractSubject, 'resume', ReasonDto, {
  operationId: 'resumeContract',
  summary: { en: 'Resume a halted contract where it stood', zh: '恢复履行合同' },
  async effect({ tx, root, today }) {
    await closeHalt(tx, root.id, 'ended', today);
    return { to: root.halted_from ?? 'signed', set: { haltedFrom: null, haltGround: null } };
  },
});

export const withdrawHaltProposal = action(contractSubject, 'withdraw_halt_proposal', RequiredReasonDto, {
  operationId: 'withdrawContractHaltProposal',
  summary: { en: 'Take back the proposal to halt a contract', zh: '撤回中止合同的提议' },
  async effect({ tx, root, today }) {
    const [halt] = await dropProposedHalt(tx, root.id, today);
    return { data: { halt: halt?.id } };
  },
});
