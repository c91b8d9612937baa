import { action, type Fact } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { readBlockedValues } from '../../erasure.js';
import { PersonKinds, type KeptPerson } from '../../person-kinds.js';
import { findDecision, personalDataRequestSubject, type LockedRequest } from '../personal-data-request.subject.js';
import { PersonCopies } from '../person-copies.queries.js';
import { DecisionDto, ReasonedDecisionDto } from './erase-person.js';

/** The person, with what is blocked where it is. Who asked may have left the body since: it is asked again whether they may. */
const loadPersonToCopy: Fact<LockedRequest, KeptPerson> = async ({ tx, root, principal, use }) => {
  const keeper = use(PersonKinds).get(root.person_kind);
  const person = await keeper.find(tx, root.person_id);
  if (person === null || !keeper.mayAsk(principal, root.person_id, person)) throw new Problem('not_found');
  const handled = await findDecision(tx, root);
  const values = handled?.blocked_values && (await readBlockedValues(tx, handled.id, handled.blocked_values));
  const whole = values ? { ...person, values } : person;
  return keeper.limit?.(principal, root.person_id, whole) ?? whole;
};

export const giveCopy = action(personalDataRequestSubject, 'give_copy', DecisionDto, {
  operationId: 'givePersonalDataCopy',
  summary: {
    en: 'Give a copy of what is kept about a person; the answer shows it, once',
    zh: '提供个人信息副本（仅显示一次）',
  },
  uses: { copies: PersonCopies },
  needs: { person: loadPersonToCopy },
  async effect({ tx, root, principal }, { person }, { copies }) {
    const copy = await copies.copy(tx, root.person_kind, root.person_id, person);
    return { set: { answeredBy: principal.id }, shown: { copy } };
  },
});

export const discloseBlocked = action(personalDataRequestSubject, 'disclose', ReasonedDecisionDto, {
  operationId: 'disclosePersonalData',
  summary: {
    en: 'Read what is blocked, with a reason that is kept; the answer shows it, once',
    zh: '说明理由后查阅已封存的个人信息（仅显示一次，查阅留痕）',
  },
  async effect({ tx, root }) {
    const values = root.blocked_values && (await readBlockedValues(tx, root.id, root.blocked_values));
    return { shown: { values } };
  },
});
