import type { Cast } from './cast.js';
import type { Person, Root, Stage } from './stage.js';
import type { Engagement } from './engagement.js';

interface Plan extends Root {
  dueOn: string;
}

interface Handover extends Root {
  recipients: number;
  named: number;
}

interface Following {
  kind: 'hand_over' | 'absorb';
  from: string;
  receiver: string;
}

/** What follows a contract for the residents of its line: proposed by one person of the buyer, agreed on by another. */
export async function planned(stage: Stage, cast: Cast, work: Engagement, follows: Following): Promise<string> {
  const at = `contracts/${work.contract}/continuity-plan`;
  const proposed = await cast.officer.post<Plan>(at, {
    items: [{ serviceLine: work.line, ...follows, handsOver: '虚构：服务档案、应急呼叫设备' }],
  });
  const plan = `${at}/${proposed.id}`;
  const { state } = await cast.approver.act(plan, 'agree');
  stage.say(
    'officer, approver',
    `what follows (due by ${proposed.dueOn}): ${follows.kind} from ${follows.from}: ${state}`,
  );
  return plan;
}

/** Recipients pass to whoever the plan names, under their numbers; a name goes only with those who agreed. */
export async function handedOver(
  stage: Stage,
  cast: Cast,
  work: Engagement,
  given: { receiver: string; by: Person; as: string; consentOn: string },
): Promise<void> {
  const offered = await cast.officer.post<Handover>(`contracts/${work.contract}/handovers`, {
    ...{ serviceLine: work.line, receiver: given.receiver },
    names: work.recipients.slice(1).map((recipient) => ({ recipient, consentOn: given.consentOn })),
  });
  const taken = await given.by.act<Handover>(`handovers/${offered.id}`, 'acknowledge');
  stage.say(given.as, `takes over ${taken.recipients} recipients, ${taken.named} of them by name: ${taken.state}`);
}

/** Once the contract is over and whom the plan names has taken them over. */
export async function carriedOut(stage: Stage, cast: Cast, plan: string): Promise<void> {
  const { state } = await cast.officer.act(plan, 'carry-out');
  stage.say('officer', `the plan is ${state === 'carried_out' ? 'carried out' : state}`);
}

/** Nothing is open any more. */
export async function archived({ say }: Stage, cast: Cast, work: Engagement): Promise<void> {
  const { state } = await cast.officer.act(`contracts/${work.contract}`, 'archive');
  say('officer', `the contract is put away: ${state}`);
}
