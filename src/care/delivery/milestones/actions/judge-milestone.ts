import { action, type Situation } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { lapseUnreachable, publishMilestones } from '../milestone-changes.js';
import { milestoneSubject, type LockedMilestone } from '../milestone.subject.js';

const recordDecision = ({ given, now }: Situation<LockedMilestone, { reason?: string }>) => ({
  set: { decidedAt: now, decisionReason: given.reason ?? null },
});
const publish = ({ tx, root }: Situation<LockedMilestone, object>): Promise<void> =>
  publishMilestones(tx, root.contract, [root.id]);

export const acceptMilestone = action(milestoneSubject, 'accept', ReasonDto, {
  operationId: 'acceptMilestone',
  summary: { en: 'Accept a milestone', zh: '验收通过阶段性目标' },
  effect: recordDecision,
  after: publish,
});

export const acceptMilestoneInPart = action(milestoneSubject, 'accept_in_part', RequiredReasonDto, {
  operationId: 'acceptMilestoneInPart',
  summary: { en: 'Accept a part of a milestone', zh: '部分验收通过阶段性目标' },
  effect: recordDecision,
  after: publish,
});

export const returnMilestone = action(milestoneSubject, 'return', RequiredReasonDto, {
  operationId: 'returnMilestone',
  summary: { en: 'Return a milestone for something that is missing', zh: '退回阶段性目标' },
  effect: recordDecision,
  async after(situation) {
    await publish(situation);
    await lapseUnreachable(situation.tx, situation.root.contract);
  },
});

/** The buyer gives up what the contract promised: never by the person who asks for it. */
export const waiveMilestone = action(milestoneSubject, 'waive', RequiredReasonDto, {
  operationId: 'waiveMilestone',
  summary: { en: 'Waive a milestone', zh: '豁免阶段性目标' },
  effect: recordDecision,
  after: publish,
});
