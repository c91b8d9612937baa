import { action } from '../../../../kernel/actions/action.js';
import { forgetAnswers } from '../../../../kernel/http/idempotency/forget-answers.js';
import { OneOf, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { blockData, eraseData } from '../../erasure.js';
import { PersonKinds } from '../../person-kinds.js';
import { TAKEN_OUT } from '../../../../kernel/identity/taken-out.js';
import { ERASURE_GROUNDS, type ErasureGround } from '../personal-data-request.lifecycle.js';
import { loadDuty, loadPerson, personalDataRequestSubject } from '../personal-data-request.subject.js';

/** Why it is erased. */
class ErasureDto {
  /** Kept in the audit. */
  @RequiredByAction({ en: 'Say on which ground', zh: '请说明删除事由' })
  @OneOf(ERASURE_GROUNDS)
  ground: ErasureGround;
}

/** Why it is decided so. */
export class DecisionDto {
  /** Kept in the audit until the data is erased. */
  @TextUpTo(2000, 'optional')
  reason?: string;
}

/** A decision that is not taken without a reason. */
export class ReasonedDecisionDto {
  /** Kept in the audit until the data is erased. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
}

/** What is blocked has been taken out before. */
export const erasePerson = action(personalDataRequestSubject, 'erase', ErasureDto, {
  operationId: 'erasePersonalData',
  summary: { en: 'Erase what is kept about a person; by a second person', zh: '删除个人信息（须由另一人决定）' },
  needsKey: true,
  uses: { kinds: PersonKinds },
  async effect({ tx, root, principal, given }, _, { kinds }) {
    await eraseData(tx, root, root.state === 'blocked' ? null : kinds.get(root.person_kind));
    await forgetAnswers(tx, [root.person_id]);
    return {
      set: {
        answeredBy: principal.id,
        blockedValues: null,
        takenPart: null,
        ...(root.person_kind === 'behind_body' && { personId: TAKEN_OUT }),
      },
      data: { ground: given.ground },
    };
  },
});

export const blockPerson = action(personalDataRequestSubject, 'block', DecisionDto, {
  operationId: 'blockPersonalData',
  summary: {
    en: 'Take what a law keeps about a person out of sight and out of use, until it may be erased; by a second person',
    zh: '法定保存期内停止除存储外的处理（封存），期满删除（须由另一人决定）',
  },
  needsKey: true,
  uses: { kinds: PersonKinds },
  needs: { person: loadPerson, duty: loadDuty },
  async effect({ tx, root, principal }, { person, duty }, { kinds }) {
    const blockedValues = await blockData(tx, root, kinds.get(root.person_kind), person.values);
    return {
      set: {
        answeredBy: principal.id,
        blockedValues,
        takenPart: person.takenPart,
        keptBy: duty?.rule ?? null,
        keptUntil: duty?.keepUntil ?? null,
      },
      data: { rule: duty?.rule ?? null, keepUntil: duty?.keepUntil ?? null },
    };
  },
});

export const refuseRequest = action(personalDataRequestSubject, 'refuse', ReasonedDecisionDto, {
  operationId: 'refusePersonalDataRequest',
  summary: { en: 'Refuse what was asked, and say why', zh: '不予办理并说明理由' },
  effect: ({ principal }) => ({ set: { answeredBy: principal.id } }),
});
