import { guard, type ActionGuard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import { findRuleInForce, findVersionInForce, getRule } from '../../../law/rules/rule-book.js';
import { guardChallenges, guardOwedRemedies, guardSuspension } from '../../awards/remedies/open-remedies.js';
import { bondTooHigh } from '../../tenders/conducted/terms/contract-terms.rules.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { changesOtherTerms, findOutdatedPointers, supplementTooHigh } from '../amendments/amendment.rules.js';
import { loadChange } from '../amendments/change.js';
import { RenewalPlans, type PlannedRenewal } from '../amendments/renewal-plans.js';
import { departures, incompleteContent, termDeparts } from '../content/content.rules.js';
import { isEnterprise, isSettled, isSmall } from '../content/payee.rules.js';
import { termGuard } from '../content/term-guard.js';
import { agencyGuards } from '../agency/agency-guards.js';
import { endingGuards } from '../ending/ending-guards.js';
import { haltGuards } from '../halting/halt-guards.js';
import { findCallerSide, loadStandingSignatures, type LockedContract } from './conducted-contract.js';
import {
  findStandstillEnd,
  isAwardStanding,
  isPurchaseSuspended,
  loadDeterminedTerms,
  loadOpenChallenges,
  loadOwedRemedies,
  loadServiceStart,
  loadSignatures,
  loadSupplierKind,
} from './signing-facts.js';

type ContractFact<T> = Fact<LockedContract, T>;

/** Rules of the content name a place in it, which an amendment sends as `content`; whoever signs sends its hash alone. */
const pointIntoRequest = ({ needs, refuses }: ActionGuard<LockedContract>): ActionGuard<LockedContract> => ({
  needs,
  refuses: (facts, view) => {
    const refused = refuses(facts, view);
    if (view.action !== 'propose_amendment' || !refused?.errors) return refused;
    return { ...refused, errors: refused.errors.map((error) => ({ ...error, pointer: `/content${error.pointer}` })) };
  },
});

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
/** Whose it is, as the list of tasks says it without a pointer. */
const CREDIT_CODES: Readonly<Record<'buyer' | 'supplier', readonly [en: string, zh: string]>> = {
  buyer: ['The credit code of the buyer', '购买主体的统一社会信用代码'],
  supplier: ['The credit code of the supplier', '承接主体的统一社会信用代码'],
};

const toRequiredField = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});

/** Whether the award of a draft is still to lead to a contract. */
const isAwardOpen: ContractFact<boolean> = async ({ tx, root }) => {
  const rows = await tx.query(
    `SELECT FROM award a JOIN tender t ON t.id = a.tender_id
     WHERE a.id = $1 AND $2::uuid IS NULL AND a.state = 'active' AND t.state IS DISTINCT FROM 'cancelled'`,
    [root.award_id, root.renewal_of],
  );
  return rows.length > 0;
};
/** What the agreed plan says of the renewal of this contract; asked by `renew` alone. */
export const findPlannedRenewal: ContractFact<PlannedRenewal | null> = ({ tx, root, action, use }) =>
  action === 'renew' ? use(RenewalPlans).loadPlannedRenewal(tx, root.id) : Promise.resolve(null);
const findRenewal: ContractFact<string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ id: string }>(`SELECT id FROM contract WHERE renewal_of = $1 AND state <> 'void'`, [
    root.id,
  ]);
  return row?.id ?? null;
};
type OpenRequests = Record<'team' | 'subcontract', boolean>;
const loadOpenRequests: ContractFact<OpenRequests> = async ({ tx, root }) => {
  const rows = await tx.query<{ kind: keyof OpenRequests }>(
    `SELECT kind FROM contract_request WHERE contract_id = $1 AND state = 'asked'`,
    [root.id],
  );
  const has = (kind: keyof OpenRequests): boolean => rows.some((row) => row.kind === kind);
  return { team: has('team'), subcontract: has('subcontract') };
};
/** What was asked for and consented to, together, in fen. */
const sumSubcontracts: ContractFact<bigint> = async ({ tx, root }) => {
  const rows = await tx.query<{ amount: string }>(
    `SELECT detail ->> 'amount' AS amount FROM contract_request
     WHERE contract_id = $1 AND kind = 'subcontract' AND state IN ('asked', 'consented')`,
    [root.id],
  );
  return rows.reduce((sum, { amount }) => sum + parseYuan(amount), 0n);
};

/**
 * Whether the buyer alone has what was done looked at, of a contract that ended: an agency that cannot be reached confirms nothing.
 * The buyer has confirmed the content, and what is accepted is paid once the agency has.
 */
const isLookedAtAlone: ContractFact<boolean> = async ({ tx, root, action }) => {
  const ended = root.state === 'terminated' || root.state === 'rescinded';
  if (action !== 'open_acceptance' || !ended || root.content_agreed) return false;
  const signatures = await loadStandingSignatures(tx, root.id, null);
  return signatures.some(({ side }) => side === 'buyer');
};

const SIGNING: Guards<LockedContract> = {
  award_not_active: guard({ isAwardStanding }, (facts) => (facts.isAwardStanding ? null : {})),
  award_stands: guard({ isAwardOpen }, (facts) => (facts.isAwardOpen ? {} : null)),
  standstill_running: guard({ findStandstillEnd }, ({ findStandstillEnd: last }, { today }) =>
    last !== null && today <= last ? { facts: { last } } : null,
  ),
  content_agreed: guard({}, (_, { root }) =>
    root.content_agreed ? toRuleRefusal(getRule('CONTRACT-NO-UNILATERAL'), []) : null,
  ),
  content_unconfirmed: guard({ isLookedAtAlone }, ({ isLookedAtAlone: alone }, { root }) =>
    root.content_agreed || alone ? null : {},
  ),
  other_content_signed: guard({ loadChange }, ({ loadChange: { amendment } }, { root, given }) => {
    const stands = amendment?.hash ?? root.content_hash;
    if ((given as { hash?: string }).hash === stands) return null;
    const text = { en: `It is ${stands}`, zh: `现行为 ${stands}` };
    return { errors: [{ pointer: '/hash', code: 'other_hash', text }], facts: { hash: stands } };
  }),
  signed_already: guard({ loadSignatures }, (facts, { root, principal }) => {
    const side = findCallerSide(principal, 'contract.sign', root);
    return facts.loadSignatures.some((s) => s.side === side) ? {} : null;
  }),
  signature_absent: guard({ loadSignatures }, (facts, { root, principal }) => {
    const side = findCallerSide(principal, 'contract.sign', root);
    return facts.loadSignatures.some((s) => s.side === side) ? null : {};
  }),
  signer_has_interest: guard({ loadSignatures }, (facts, { root, principal }) => {
    const other = findCallerSide(principal, 'contract.sign', root) === 'buyer' ? root.supplier_id : root.buyer_id;
    const both = facts.loadSignatures.some((s) => s.user_id === principal.id);
    const sits = principal.seats.some((s) => s.organisation === other);
    return both || sits ? toRuleRefusal(getRule('RECUSE-3Y'), []) : null;
  }),
  credit_code_missing: guard({}, (_, { root: { content } }) =>
    refuse(
      (['buyer', 'supplier'] as const)
        .filter((side) => content.parties[side].creditCode === null)
        .map((side) => toRequiredField(`/parties/${side}/creditCode`, ...CREDIT_CODES[side])),
    ),
  ),
  contract_departs: guard({ loadChange, loadDeterminedTerms }, (facts, { root, action }) => {
    const { content } = facts.loadChange;
    const determined = facts.loadDeterminedTerms;
    const errors =
      action === 'sign' ? departures(content, determined) : termDeparts(content, root.content, determined.terms);
    return errors.length > 0 ? toRuleRefusal(getRule('CONTRACT-MATCH'), errors) : null;
  }),
  individual_not_suitable: guard({ loadSupplierKind }, ({ loadSupplierKind: kind }, { root, today }) => {
    const rule = findRuleInForce('GPS-INDIVIDUAL', today);
    if (rule === null || root.content.individualReason !== null || kind !== 'individual_provider') return null;
    return toRuleRefusal(rule, [
      toRequiredField('/individualReason', 'Why an individual suits it', '适宜由个人承接的理由'),
    ]);
  }),
};

const CONTENT: Guards<LockedContract> = {
  content_incomplete: guard({ loadChange, loadServiceStart }, ({ loadChange: { content }, loadServiceStart: start }) =>
    refuse(incompleteContent(content, start.started)),
  ),
  performance_bond_too_high: guard({ loadChange }, ({ loadChange: { content } }, { today }) => {
    const refused = bondTooHigh(content, today);
    return refused && toRuleRefusal(refused.rule, refused.errors);
  }),
  term_too_long: termGuard('term_too_long', { loadChange, loadServiceStart, findPlannedRenewal }),
  term_conditions_missing: termGuard('term_conditions_missing', { loadChange, loadServiceStart, findPlannedRenewal }),
  payment_term_too_long: guard({ loadChange, loadSupplierKind }, (facts, { today }) => {
    const { content } = facts.loadChange;
    const rule = findVersionInForce(['PAY-SME-60D-CAP', 'PAY-SME-60D-CAP-2020'], today);
    if (rule === null || (content.paymentDays ?? 0) <= Number(rule.value) || !isSmall(content)) return null;
    if (!isEnterprise(facts.loadSupplierKind, content.parties.supplier.creditCode)) return null;
    const text = { en: `At most ${String(rule.value)} days`, zh: `不得超过 ${String(rule.value)} 日` };
    return toRuleRefusal(rule, [{ pointer: '/paymentDays', code: 'too_large', text }]);
  }),
  confirm_days_missing: guard({ loadChange }, ({ loadChange: { content } }) =>
    refuse(
      isSettled(content) && !content.confirmDays
        ? [toRequiredField('/confirmDays', 'Days for confirming a sum', '确认结算金额的期限')]
        : [],
    ),
  ),
};

const AMENDING: Guards<LockedContract> = {
  amendment_unknown: guard({ loadChange }, ({ loadChange: { amendment } }) =>
    amendment?.state === 'proposed' ? null : {},
  ),
  amendment_not_agreed: guard({ loadChange }, ({ loadChange: { amendment } }) =>
    amendment?.state === 'in_force' ? null : {},
  ),
  amendment_empty: guard({ loadChange }, ({ loadChange: { difference, supplement } }) =>
    difference.length > 0 || supplement !== null ? null : {},
  ),
  amendment_outdated: guard({ loadChange }, ({ loadChange: { difference } }, { root }) =>
    refuse(
      findOutdatedPointers(root.content, difference).map((pointer) => ({
        pointer: `/content${pointer}`,
        code: 'outdated',
        text: { en: 'Another value stands here now', zh: '该处内容已被变更' },
      })),
    ),
  ),
  supplement_changes_terms: guard({ loadChange }, ({ loadChange: { difference, supplement } }) => {
    const pointers = supplement === null ? [] : changesOtherTerms(difference);
    const errors = pointers.map((pointer) => ({
      pointer: `/content${pointer}`,
      code: 'other_clause',
      text: { en: 'No quantity', zh: '不属于数量的增加' },
    }));
    return errors.length === 0 ? null : toRuleRefusal(getRule('SUPPLEMENT-10PCT'), errors);
  }),
  supplement_too_high: guard({ loadChange }, ({ loadChange: { supplement } }, { root }) => {
    const [amount, inForce] = [BigInt(root.amount ?? 0), BigInt(root.supplements)];
    if (supplement === null || !supplementTooHigh(amount, inForce, supplement)) return null;
    const left = formatYuan(amount / 10n - inForce);
    return toRuleRefusal(getRule('SUPPLEMENT-10PCT'), [
      { pointer: '/supplement', code: 'too_large', text: { en: `At most ${left} yuan`, zh: `不得超过 ${left} 元` } },
    ]);
  }),
};

const hasOpenRequest = (kind: keyof OpenRequests, refused: boolean) =>
  guard<LockedContract, unknown, { loadOpenRequests: OpenRequests }>({ loadOpenRequests }, (facts) =>
    facts.loadOpenRequests[kind] === refused ? {} : null,
  );

const GOING_ON: Guards<LockedContract> = {
  start_too_early: guard({}, (_, { root: { window_start: notBefore }, today }) =>
    notBefore !== null && today < notBefore ? { facts: { notBefore } } : null,
  ),
  published_already: guard({ loadChange }, ({ loadChange: { amendment } }, { root }) =>
    (amendment ? amendment.published_on !== null : root.published) ? {} : null,
  ),
  filed_already: guard({}, (_, { root }) => (root.filed_on === null ? null : {})),
  team_change_pending: hasOpenRequest('team', true),
  team_change_not_asked: hasOpenRequest('team', false),
  subcontract_pending: hasOpenRequest('subcontract', true),
  subcontract_not_asked: hasOpenRequest('subcontract', false),
  subcontract_of_the_whole: guard({ sumSubcontracts }, ({ sumSubcontracts: passedOn }, { root }) => {
    const whole = BigInt(root.amount ?? 0) + BigInt(root.supplements);
    return passedOn < whole ? null : toRuleRefusal(getRule('SUBCONTRACT-NO-TRANSFER'), []);
  }),
  challenge_open: guardChallenges(loadOpenChallenges),
  remedy_unapplied: guardOwedRemedies(loadOwedRemedies),
  purchase_suspended: guardSuspension(isPurchaseSuspended),
  renewed_already: guard({ findRenewal }, ({ findRenewal: contract }) =>
    contract === null ? null : { facts: { contract } },
  ),
};

/** Guards of a contract that goes on here. Each names the fact that would change its answer. */
export const contractGuards: Guards<LockedContract> = {
  ...Object.fromEntries(Object.entries({ ...SIGNING, ...CONTENT }).map(([code, of]) => [code, pointIntoRequest(of)])),
  ...AMENDING,
  ...GOING_ON,
  ...haltGuards,
  ...agencyGuards,
  ...endingGuards,
};
