import type { ActionGuard } from '../../../../kernel/actions/action.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { CONDUCTED_METHODS, toRuleRefusal } from '../issue.rules.js';
import { guardTender, loadDocuments, type TenderGiven, type TenderView } from '../tender-facts.js';
import { NO_PROGRAMME, TENDER_GUARDS } from '../tender-guards.js';
import type { LockedTenderHere } from '../tender-circumstances.js';
import { refuseLikeContracts } from '../terms/qualifications/like-contracts.rules.js';
import { listLotDocuments } from '../terms/lot-documents.rules.js';
import { refuseDeductions } from '../terms/sme/sme-policy.rules.js';

type TenderGuard = ActionGuard<LockedTenderHere, TenderGiven>;

/** The planned day of the issue; one that has passed or is not planned is today. */
const findIssueDay = ({ root: { plan }, today }: TenderView): PlainDate =>
  plan.issueOn !== null && plan.issueOn > today ? plan.issueOn : today;

/** A guard of the issue, asked as of the planned day. A method that is not conducted here has no minimum periods. */
function onIssueDay(code: keyof typeof TENDER_GUARDS): TenderGuard {
  const asked = TENDER_GUARDS[code] as TenderGuard;
  return {
    needs: asked.needs,
    refuses: (facts, view) =>
      CONDUCTED_METHODS.includes(view.root.method ?? '')
        ? asked.refuses(facts, { ...view, today: findIssueDay(view) })
        : null,
  };
}

const PLACE: FieldError = {
  ...{ pointer: '/region', code: 'required' },
  text: { en: 'Where it is bought: whose authority receives a complaint', zh: '请填写项目所在地' },
};
const LEVEL: FieldError = {
  ...{ pointer: '/budgetLevel', code: 'required' },
  text: { en: 'Whose budget pays: by it the threshold of the method is known', zh: '请填写预算级次' },
};

/**
 * What would refuse the issue and what only the draft can mend: once it is approved it would take a revision. What others
 * decide until then (approval of the programme and of the method, an intent, a threshold on record) is asked at the issue.
 */
export const SUBMIT_GUARDS = {
  insufficient_data: guardTender({}, (_, { root: { region, budget_level: level, method } }) => {
    const errors = [
      ...(region === null ? [PLACE] : []),
      ...(level === null && method !== 'OPEN_TENDER' ? [LEVEL] : []),
    ];
    return errors.length > 0 ? { errors, facts: { missing: errors.map(({ pointer }) => pointer.slice(1)) } } : null;
  }),
  programme_not_approved: guardTender({}, (_, { root }) =>
    root.programme_id === null ? toRuleRefusal(getRule('GPS-CATALOG'), [NO_PROGRAMME]) : null,
  ),
  like_contracts_too_many: guardTender({ documents: loadDocuments }, ({ documents: { tender, lots } }, view) =>
    refuseLikeContracts(listLotDocuments(tender, lots), findIssueDay(view)),
  ),
  price_weight_unlawful: onIssueDay('price_weight_unlawful'),
  deduction_unlawful: guardTender({ documents: loadDocuments }, ({ documents: { tender, lots } }, view) =>
    refuseDeductions(listLotDocuments(tender, lots), findIssueDay(view)),
  ),
  preparation_too_short: onIssueDay('preparation_too_short'),
  documents_too_short: onIssueDay('documents_too_short'),
  notice_too_short: onIssueDay('notice_too_short'),
};
