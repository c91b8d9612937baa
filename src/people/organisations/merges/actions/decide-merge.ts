import { action } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { addDays } from '../../../../kernel/clock/plain-date.js';
import { TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { bindMerge } from '../merge-binding.js';
import { UNDO_DAYS } from '../merge.lifecycle.js';
import { mergeSubject, switchRecord } from '../merge.subject.js';

/** Confirms what another person proposed. */
class ConfirmMergeDto {
  /** Why; kept in the audit. */
  @TextUpTo(2000, 'optional')
  reason?: string;
}

/** Takes back what was proposed, or parts the two again. */
class EndMergeDto {
  /** Why; kept in the audit. */
  @RequiredByAction({ en: 'Say why', zh: '请说明理由' })
  @TextUpTo(2000)
  reason: string;
}

export const confirmMerge = action(mergeSubject, 'confirm', ConfirmMergeDto, {
  operationId: 'confirmOrganisationMerge',
  summary: { en: 'Confirm that two records are one body', zh: '确认两条登记为同一机构' },
  effect({ tx, root, principal, now, today }) {
    bindMerge(tx, root.id);
    return { set: { decidedAt: now, decidedBy: principal.id, undoUntil: addDays(today, UNDO_DAYS) } };
  },
  after: ({ tx, root }) => switchRecord(tx, root, false),
});

export const withdrawMerge = action(mergeSubject, 'withdraw', EndMergeDto, {
  operationId: 'withdrawOrganisationMerge',
  summary: { en: 'Take back the proposal', zh: '撤回合并提议' },
  effect({ tx, root }) {
    bindMerge(tx, root.id);
    return {};
  },
});

export const undoMerge = action(mergeSubject, 'undo', EndMergeDto, {
  operationId: 'undoOrganisationMerge',
  summary: { en: 'Part two records again, for 30 days', zh: '撤销合并（30日内）' },
  effect({ tx, root }) {
    bindMerge(tx, root.id);
    return { set: { followedAt: null } };
  },
  after: ({ tx, root }) => switchRecord(tx, root, true),
});
