import { action, guard } from '../../../../kernel/actions/action.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { OptionalId } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../accounts/reason.dto.js';
import { needSubject } from '../need.subject.js';
import { declareContribution } from '../../../../kernel/contributions/contributed.js';

/** Plans a need, in a programme of the own body where one is named. */
class PlanNeedDto extends ReasonDto {
  /** The programme that takes the need up, of the own body. */
  @OptionalId()
  programme?: string;
}

const LINE_MISSING = {
  pointer: '/serviceLine',
  code: 'required',
  text: { en: 'The service line it belongs to', zh: '请指明所属服务线' },
};
const NO_PROGRAMME = {
  pointer: '/programme',
  code: 'not_found',
  text: { en: 'No such programme of yours', zh: '没有这个计划，或不属于您的机构' },
};

/** Whether there is such a programme, of the dataset and of a body for which the caller verifies needs. */
export const isOwnProgramme = declareContribution<(tx: Tx, programme: string, dataset: string) => Promise<boolean>>(
  'programmes in which a need is planned',
);

export const planNeed = action(needSubject, 'plan', PlanNeedDto, {
  operationId: 'planNeed',
  summary: { en: 'Plan to meet a need, in a programme where one is named', zh: '将需求列入计划' },
  guards: {
    need_line_missing: guard({}, (_, { root }) => (root.service_line_id === null ? { errors: [LINE_MISSING] } : null)),
  },
  async effect({ tx, root, given, now }) {
    const programme = given.programme?.toLowerCase();
    if (programme !== undefined && !(await isOwnProgramme(tx, programme, root.dataset)))
      throw new Problem('not_found', { errors: [NO_PROGRAMME] });
    return { set: { programmeId: programme ?? null, plannedAt: now }, data: programme ? { programme } : {} };
  },
});
