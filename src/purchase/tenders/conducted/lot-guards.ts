import type { Guards } from '../../../kernel/actions/action.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { findRuleInForce, getRule } from '../../../law/rules/rule-book.js';
import {
  bidBondTooHigh,
  forbiddenCriteria,
  incompleteCriteria,
  openedTooLate,
  overTooEarly,
  purchaseSum,
  sumOfCeilings,
  unlawfulPriceWeight,
  unquantifiedCriteria,
} from '../drafts/draft.rules.js';
import { findLineOverlaps } from '../lots/lot-words.rules.js';
import { toRuleRefusal, type ConductedMethod } from './issue.rules.js';
import {
  deadlineDay,
  findCategory,
  guardTender,
  loadDocuments,
  type Documents,
  type TenderView,
} from './tender-facts.js';
import type { LockedTenderHere } from './tender-circumstances.js';
import { listLotDocuments, type LotDocuments } from './terms/lot-documents.rules.js';
import { deriveLotTerms } from './terms/lot-terms.rules.js';
import { refuseNegativeKinds } from './terms/negative-list.rules.js';
import { findUnsettledPrice } from './terms/prices/offered-price.rules.js';
import { listUncontractable } from './terms/contract-terms.rules.js';
import { SME_GUARDS } from './terms/sme/sme-guards.js';

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
const refuseByRule = (id: string, errors: FieldError[]): ProblemDetails | null =>
  errors.length > 0 ? toRuleRefusal(getRule(id), errors) : null;
const onDocuments = (refuses: (documents: Documents, view: TenderView) => ProblemDetails | null) =>
  guardTender({ documents: loadDocuments }, ({ documents }, view) => refuses(documents, view));

/** What is found of each lot by the documents as they are for it; what several lots inherit is said once. */
function collectOfLots(documents: Documents, find: (lot: LotDocuments) => FieldError[]): FieldError[] {
  const found = listLotDocuments(documents.tender, documents.lots).flatMap((of) =>
    find(of).map((error) => ({ ...error, pointer: of.toPointer(error.pointer) })),
  );
  return found.filter(({ pointer }, i) => found.findIndex((error) => error.pointer === pointer) === i);
}

const OPENING_IN_CORRECTION = '/correction/terms/openingAt';
/** The day on which a consultation says that it is opened; an open tender is opened at its deadline. */
const openingDay = ({ tender: { method, terms } }: Documents): PlainDate | null =>
  method === 'OPEN_TENDER' || !terms.openingAt ? null : todayInShanghai(new Date(terms.openingAt));

/** What of the documents of each lot no lawful contract could follow; each fault with the rule that it breaks. */
function refuseTerms(documents: Documents, { today }: TenderView): ProblemDetails | null {
  const { tender, issued } = documents;
  // Of what was issued only a deadline that is moved brings it about.
  const moved = issued?.tender.plan.deadlineAt !== tender.plan.deadlineAt;
  const over = collectOfLots(documents, ({ window }) =>
    moved ? overTooEarly(window.end, deadlineDay(documents), today, '/window/end') : [],
  );
  const places = issued === undefined ? over.map(({ pointer }) => pointer) : ['/correction/plan/deadlineAt'];
  if (over.length > 0) return refuse(places.flatMap((pointer, i) => (over[i] ? [{ ...over[i], pointer }] : [])));
  const said = openingDay(documents);
  const late = collectOfLots(documents, ({ window }) =>
    issued?.tender.terms.openingAt === tender.terms.openingAt ? [] : openedTooLate(window.end, said),
  );
  if (late.length > 0)
    return refuse(late.map((error) => (issued === undefined ? error : { ...error, pointer: OPENING_IN_CORRECTION })));
  const errors = collectOfLots(documents, ({ terms, window }) =>
    listUncontractable({ ...terms, window }, today).flatMap(({ rule, errors: faults }) =>
      faults.map((fault) => (rule === null ? fault : { ...fault, rule: rule.id })),
    ),
  );
  const [first] = errors;
  return first?.rule === undefined ? refuse(errors) : refuseByRule(first.rule, errors);
}

/** Guards of what each lot comes to, its own words in place of its tender's. */
export const LOT_GUARDS = {
  ...SME_GUARDS,
  lot_window_incomplete: onDocuments(({ lots }) =>
    refuse(
      lots.flatMap(({ window: { start, end } }, i): FieldError[] => {
        if ((start ?? end) === null || (isPlainDate(start) && isPlainDate(end))) return [];
        const text = { en: 'First and last day of its service, or neither', zh: '请填写本包服务起止日期，或均不填写' };
        return [{ pointer: `/lots/${i}/window`, code: 'required', text }];
      }),
    ),
  ),
  lot_line_missing: onDocuments((documents, { root }) => {
    const category = findCategory(documents);
    if ((!category?.publicService && !category?.continuous) || documents.lots.length < 2) return null;
    const { service_lines: lines } = root.circumstances;
    const text = { en: 'Which service of which residents it buys', zh: '请指明本包所购买的服务线' };
    return refuse(
      documents.lots.flatMap(({ serviceLines }, i): FieldError[] =>
        serviceLines.length + lines.length > 0 ? [] : [{ pointer: `/lots/${i}/serviceLines`, code: 'required', text }],
      ),
    );
  }),
  lot_lines_overlap: onDocuments(({ lots }, { root }) =>
    refuse(
      findLineOverlaps(
        lots.map(({ no, serviceLines: own }) => ({
          no,
          serviceLines: own.length > 0 ? own : root.circumstances.service_lines,
        })),
      ),
    ),
  ),
  // Order 87 article 55: offers are compared by what they come to, so the documents say how much is expected.
  unit_prices_unsettled: onDocuments((documents) =>
    refuse(collectOfLots(documents, ({ lot, terms }) => (lot === null ? [] : findUnsettledPrice(terms.price, lot)))),
  ),
  requirement_missing: onDocuments((documents) => {
    const text = { en: 'What is bought', zh: '请填写采购需求' };
    return refuse(
      collectOfLots(documents, ({ terms }) =>
        /\S/.test(terms.requirement ?? '') ? [] : [{ pointer: '/requirement', code: 'required', text }],
      ),
    );
  }),
  // Order 102 article 10: what its officer says to be one of the six kinds is not bought.
  not_purchasable: onDocuments(({ tender, lots }, { today }) =>
    refuseNegativeKinds(listLotDocuments(tender, lots), today),
  ),
  criteria_incomplete: onDocuments((documents) =>
    refuse(collectOfLots(documents, ({ terms }) => incompleteCriteria(terms))),
  ),
  criterion_forbidden: onDocuments((documents) =>
    refuseByRule(
      'NO-REGION-SCORE',
      collectOfLots(documents, ({ terms }) => forbiddenCriteria(terms.criteria)),
    ),
  ),
  criterion_unquantified: onDocuments((documents) =>
    refuseByRule(
      'SCORE-QUANTIFIED',
      collectOfLots(documents, ({ terms: { scoring, criteria } }) =>
        scoring === 'lowest_price' ? [] : unquantifiedCriteria(criteria),
      ),
    ),
  ),
  // Of the budget where the tender says it; a lot's own bond of the lot's highest price.
  bid_bond_too_high: onDocuments((documents) => {
    const sum = purchaseSum(documents.tender.budget, sumOfCeilings(documents.lots));
    return refuseByRule(
      'BID-BOND-2PCT',
      collectOfLots(documents, ({ terms, lot }) =>
        bidBondTooHigh(terms, lot?.terms.bidBond === undefined ? sum : (lot.ceiling ?? 0n)),
      ),
    );
  }),
  terms_uncontractable: onDocuments(refuseTerms),
  price_weight_unlawful: onDocuments((documents, { today }) => {
    const method = documents.tender.method as ConductedMethod;
    const { tender, lots } = documents;
    // Criteria that are lawful for one lot may not be for another: the lot is named wherever there are several.
    const errors = listLotDocuments(tender, lots).flatMap(({ lot, terms }, i) =>
      unlawfulPriceWeight(method, terms, lot?.pricing ?? null).map((error) => ({
        ...error,
        pointer: lots.length > 1 ? `/lots/${i}/terms${error.pointer}` : error.pointer,
      })),
    );
    const refused = lots.filter((_, i) =>
      errors.some(({ pointer }) => lots.length === 1 || pointer.startsWith(`/lots/${i}/`)),
    );
    const isFixed = refused.every(
      ({ pricing, terms }) => pricing === 'fixed' && deriveLotTerms(tender.terms, terms).scoring !== 'lowest_price',
    );
    const rule =
      (isFixed ? findRuleInForce('CRITERIA-FIXED-PRICE', today) : null) ??
      findRuleInForce(method === 'OPEN_TENDER' ? 'PRICE-WEIGHT-TENDER' : 'PRICE-WEIGHT-CONSULT', today);
    return rule !== null && errors.length > 0 ? toRuleRefusal(rule, errors) : null;
  }),
} satisfies Guards<LockedTenderHere>;
