import type { Guards } from '../../../kernel/actions/action.js';
import { addDays, isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { findRuleInForce, getRule } from '../../../law/rules/rule-book.js';
import { exceedingDetails } from '../budget.js';
import { documentsEndEarlier } from '../corrections/correction.rules.js';
import { budgetBelowCeilings, incompleteLots } from '../drafts/draft.rules.js';
import { isOutgrown, WAY_GUARDS } from '../oversight/ways/way-guards.js';
import { BEFORE_ISSUE, CANCEL_GROUNDS, refuseFailGround, refuseGround } from '../oversight/grounds.js';
import { askForThreshold } from '../oversight/unknown-thresholds.js';
import { LOT_GUARDS } from './lot-guards.js';
import { CONDUCTED_METHODS, toRuleRefusal, tooShort, type ConductedMethod, type Minimum } from './issue.rules.js';
import {
  isBuyerNoOrgan,
  deadlineDay,
  findCategory,
  findIntent,
  findOverruns,
  grantsForCity,
  isFoundSplit,
  loadCalendar,
  loadDocuments,
  loadMethodApprovals,
  loadThreshold,
  type Documents,
  guardTender,
  type TenderView,
} from './tender-facts.js';
import type { LockedTenderHere } from './tender-circumstances.js';

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
const missing = (pointer: string, en: string, zh: string): ProblemDetails => ({
  errors: [{ pointer, code: 'required', text: { en, zh } }],
});
const refuseByRule = (id: string, errors: FieldError[]): ProblemDetails | null =>
  errors.length > 0 ? toRuleRefusal(getRule(id), errors) : null;
const toMethod = ({ tender }: Documents) => tender.method as ConductedMethod;

/** A guard that looks at the documents alone. */
const onDocuments = (refuses: (documents: Documents, view: TenderView) => ProblemDetails | null) =>
  guardTender({ documents: loadDocuments }, ({ documents }, view) => refuses(documents, view));
/** A guard that holds a date of the documents against a minimum period that begins today. */
const onPeriod = (which: Minimum, pointer: string, end: (documents: Documents) => PlainDate | null) =>
  guardTender({ documents: loadDocuments, calendar: loadCalendar }, ({ documents, calendar }, { today }) =>
    tooShort(toMethod(documents), which, { start: today, end: end(documents), pointer }, calendar),
  );
const onApprovals = (refuses: (states: readonly string[]) => boolean) =>
  guardTender({ approvals: loadMethodApprovals }, ({ approvals }) => (refuses(approvals) ? {} : null));

/** Guards of the way from a draft to its issue. Each names the fact that would change its answer. */
export const TENDER_GUARDS: Guards<LockedTenderHere> = {
  ...LOT_GUARDS,
  ...WAY_GUARDS,
  method_not_conducted: guardTender({}, (_, { root }) => {
    if (CONDUCTED_METHODS.includes(root.method ?? '')) return null;
    // Law article 32: an inquiry is for goods; the other methods are lawful, and recorded here.
    const rule = root.method === 'INQUIRY' ? getRule('INQ-NOT-FOR-SERVICE') : null;
    const refusal = missing(
      '/method',
      'Only open tender and consultation are conducted here',
      '本系统只执行公开招标与竞争性磋商',
    );
    return rule === null ? refusal : toRuleRefusal(rule, refusal.errors ?? []);
  }),
  buyer_not_eligible: guardTender({}, (_, { root }) =>
    isBuyerNoOrgan(root.circumstances) ? toRuleRefusal(getRule('GPS-BUYER'), []) : null,
  ),
  lots_incomplete: onDocuments(({ lots }) => {
    const errors = incompleteLots(lots);
    const isUndisclosed = errors.some(({ pointer }) => pointer.endsWith('/ceiling'));
    return isUndisclosed ? refuseByRule('BUDGET-DISCLOSED', errors) : refuse(errors);
  }),
  // Lots that all have a window of their own need none of their tender.
  window_missing: onDocuments(({ tender, lots }) =>
    (isPlainDate(tender.window_start) && isPlainDate(tender.window_end)) ||
    (lots.length > 0 && lots.every(({ window }) => (window.start ?? window.end) !== null))
      ? null
      : missing('/window', 'First and last day of the service', '请填写服务起止日期'),
  ),
  service_lines_missing: onDocuments((documents, { root }) => {
    const category = findCategory(documents);
    if ((!category?.publicService && !category?.continuous) || documents.lots.length > 1) return null;
    if (root.circumstances.service_lines.length > 0) return null;
    return missing('/serviceLines', 'Which service of which residents it buys', '请指明所购买的服务线');
  }),
  budget_below_ceilings: onDocuments(({ tender, lots }) =>
    refuseByRule('BUDGET-DISCLOSED', budgetBelowCeilings(tender.budget, lots)),
  ),
  budget_exceeded: guardTender({ overruns: findOverruns }, ({ overruns }, { root }) =>
    overruns.length > 0 && root.programme_id !== null ? exceedingDetails(root.programme_id, overruns) : null,
  ),
  opinion_missing: onDocuments((documents, { today, root }) => {
    const rule = findRuleInForce('DEMAND-PUBLIC-OPINION', today);
    if (rule === null || !findCategory(documents)?.publicService || root.circumstances.has_public_opinion) return null;
    const text = { en: 'Opinions of the public', zh: '征求社会公众意见' };
    return toRuleRefusal(rule, [{ pointer: '/opinions', code: 'required', text }]);
  }),
  insufficient_data: guardTender({ documents: loadDocuments, threshold: loadThreshold }, ({ documents, threshold }) => {
    // Law article 55: whoever complains finds the authority of the place, for whatever method.
    if (documents.issued === undefined && documents.tender.region === null) return { facts: { missing: ['region'] } };
    return threshold === 'unknown' ? askForThreshold('open_tender', documents.tender) : null;
  }),
  method_approval_missing: guardTender(
    { threshold: loadThreshold, approvals: loadMethodApprovals },
    ({ threshold, approvals }) =>
      threshold === 'above' && !approvals.includes('granted') ? toRuleRefusal(getRule('METHOD-APPROVAL'), []) : null,
  ),
  // Regulation article 28 asks for the approval of purchases that reach the threshold together, Law article 37 for what grew
  // beyond the change of method that was granted after a failure. One that was granted is not asked for again.
  method_approval_needless: guardTender(
    { threshold: loadThreshold, isSplit: isFoundSplit, isOutgrown, approvals: loadMethodApprovals },
    ({ threshold, isSplit, isOutgrown: outgrown, approvals }) =>
      approvals.includes('granted') || (threshold === 'below' && !isSplit && !outgrown) ? {} : null,
  ),
  method_approval_pending: onApprovals((states) => states.includes('requested')),
  method_approval_refused: onApprovals((states) => states.includes('refused')),
  method_approval_not_asked: onApprovals((states) => !states.includes('requested')),
  authority_level_too_low: guardTender({}, (_, view) =>
    grantsForCity(view) ? null : toRuleRefusal(getRule('METHOD-APPROVAL'), []),
  ),
  // Without a programme nobody has said that the money is there.
  programme_not_approved: guardTender({}, (_, { root }) =>
    root.circumstances.programme_approved
      ? null
      : toRuleRefusal(getRule('GPS-CATALOG'), root.programme_id ? [] : [NO_PROGRAMME]),
  ),
  intent_unexplained: guardTender({ intent: findIntent }, ({ intent }, { root, today, given }) => {
    const rule = findRuleInForce('INTENT-30D', today, root.budget_level ?? undefined);
    if (rule === null || given.reason !== undefined) return null;
    if (intent?.fits && addDays(intent.on, Number(rule.value)) <= today) return null;
    return toRuleRefusal(rule, [{ pointer: '/reason', code: 'required', text: describeIntent(intent) }]);
  }),
  preparation_too_short: onPeriod('preparation', '/plan/deadlineAt', deadlineDay),
  documents_too_short: guardTender(
    { documents: loadDocuments, calendar: loadCalendar },
    ({ documents, calendar }, { today, given: { correction } }) => {
      const { tender, issued } = documents;
      if (issued !== undefined && correction !== undefined)
        return refuse(documentsEndEarlier(issued.tender.plan.documentsTo, correction));
      const dates = { start: today, end: tender.plan.documentsTo, pointer: '/plan/documentsTo' };
      return tooShort(toMethod(documents), 'documents', dates, calendar);
    },
  ),
  notice_too_short: onPeriod('notice', '/plan/noticeTo', ({ tender }) => tender.plan.noticeTo),
  cancel_ground_missing: guardTender({}, (_, { root, given }) =>
    (BEFORE_ISSUE as readonly string[]).includes(root.state) ? null : refuseGround(CANCEL_GROUNDS, given.ground),
  ),
  fail_ground_missing: guardTender({}, (_, { root, given }) => refuseFailGround(root.method, given.ground)),
};

/** Why an intent does not do: there is none, it is that of an earlier draft, or its thirty days are not over. */
function describeIntent(intent: { on: PlainDate; fits: boolean } | null): Text {
  if (intent === null) return { en: 'No intent was published', zh: '尚未公开采购意向' };
  return intent.fits
    ? { en: `The intent was published on ${intent.on}`, zh: `采购意向于 ${intent.on} 公开` }
    : {
        en: `The intent of ${intent.on} is that of an earlier draft`,
        zh: `${intent.on} 公开的采购意向所依据的文件此后已修改`,
      };
}

export const NO_PROGRAMME: FieldError = {
  pointer: '/programme',
  code: 'required',
  text: { en: 'The programme that pays for it', zh: '请指明列支的年度购买计划' },
};
