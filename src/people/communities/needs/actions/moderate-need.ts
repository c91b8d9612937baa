import { action } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../accounts/reason.dto.js';
import { loadNeedRegion, needSubject } from '../need.subject.js';

export const acceptNeed = action(needSubject, 'accept', ReasonDto, {
  operationId: 'acceptNeed',
  summary: { en: 'Accept what a resident suggested as a need', zh: '采纳居民提出的需求' },
  // From here on the need is the business of those who watch over its place, and they learn of it.
  effect: async ({ tx, root }) => ({ region: await loadNeedRegion(tx, root.id) }),
});

/** The community rejects what a resident suggested; the bureau rejects what was recorded, verified or left unmet. */
export const rejectNeed = action(needSubject, 'reject', RequiredReasonDto, {
  operationId: 'rejectNeed',
  summary: { en: 'Reject what a resident suggested, or a need on record', zh: '不予采纳居民建议或已登记的需求' },
});
