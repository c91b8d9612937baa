import { IsUUID } from 'class-validator';
import { action, guard, type Fact, type Guards } from '../../../kernel/actions/action.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { bodyKeyOfNameSql } from '../../../people/organisations/parties.js';
import { assertStandingBodies } from '../../../people/organisations/merges/standing-records.js';
import { invalid } from '../../../kernel/http/validation.js';
import { OptionalId } from '../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { jointBuyersSql } from '../../../purchase/tenders/conducted/terms/joint-buyers.queries.js';
import { toRuleRefusal } from '../../../purchase/tenders/conducted/issue.rules.js';
import { evaluationSubject, type LockedEvaluation } from '../evaluation.subject.js';
import { findWeighedService, refuseMissingWeight, type WeighedService } from '../residents-weight.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { chooseScheme, findAnnouncedScheme } from '../schemes/announced-scheme.queries.js';
import { assertOwnScheme } from '../schemes/own-scheme.js';

/** Proposes an evaluator and the scheme to judge by. */
class ProposeEvaluatorDto extends ReasonDto {
  /** The body that is to evaluate. */
  @RequiredByAction({ en: 'Which body', zh: '请指明评估机构' })
  @IsUUID()
  evaluator: string;

  /** Another scheme, of what is planned only and was never given to an evaluator. */
  @OptionalId()
  scheme?: string;
}

/** SQL: what is registered of a body has not ended. */
const lastsSql = (relation: string): string => `(${relation}.until IS NULL OR ${relation}.until >= business_today())`;

/**
 * What ties the proposed body to the purchase it would evaluate: it supplies or bid for it or wrote its documents for the
 * buyer (Regulation article 18 II), it stands with such a body under one person or one holder or holds it (an incubator's
 * foundling, article 18 I), or one person sits in two of the three places of agency, evaluator, and buyer or community: also
 * of a joint buyer. Who carries out a part of it with the buyer's consent is judged as its supplier is, as far as the name
 * says who that is. The buyer itself may evaluate (Order 102 article 20).
 */
const INTERESTS = `
  WITH ev AS (
    SELECT coalesce($2::uuid, e.proposed_id) AS body, c.id AS contract_id, c.dataset, c.tender_id, c.supplier_id, c.buyer_id
    FROM evaluation e JOIN contract c ON c.id = e.contract_id WHERE e.id = $1
  ), against AS (
    SELECT supplier_id AS body, 'supplier' AS part FROM ev
    UNION SELECT b.bidder_id, 'bidder' FROM bid b JOIN ev USING (tender_id)
      WHERE b.bidder_id IS NOT NULL AND coalesce(b.state, 'opened') NOT IN ('draft', 'withdrawn')
    UNION SELECT s.id, 'subcontractor' FROM ev JOIN contract_request r USING (contract_id)
      JOIN organisation s ON s.dataset = ev.dataset AND s.merged_into IS NULL
        AND coalesce(s.credit_code, s.name) = ${bodyKeyOfNameSql('ev.dataset', "r.detail ->> 'to'")}
      WHERE r.kind = 'subcontract' AND r.state = 'consented'
    UNION SELECT t.agent_id, 'designer' FROM tender t JOIN ev ON ev.tender_id = t.id
      WHERE t.agent_id IS NOT NULL AND t.agent_id <> ev.buyer_id
  ), places AS (
    SELECT body FROM against
    UNION SELECT buyer_id FROM ev WHERE buyer_id <> body
    UNION SELECT unnest(${jointBuyersSql('t')}) FROM tender t JOIN ev ON ev.tender_id = t.id
    UNION SELECT m.committee_id FROM ev JOIN contract_service_line l ON l.contract_id = ev.contract_id
      JOIN service_line_community k ON k.service_line_id = l.service_line_id JOIN community m ON m.id = k.community_id
      WHERE m.committee_id IS NOT NULL AND m.committee_id <> ev.body
  )
  SELECT a.part AS tie, a.body FROM against a JOIN ev ON a.body = ev.body
  UNION SELECT 'person', a.body FROM against a JOIN ev ON a.body <> ev.body
    JOIN organisation_person p ON p.organisation_id = a.body AND ${lastsSql('p')}
    JOIN organisation_person q ON q.organisation_id = ev.body AND q.person_key = p.person_key AND ${lastsSql('q')}
  UNION SELECT 'holding', a.body FROM against a JOIN ev ON a.body <> ev.body
    JOIN organisation_holding h ON (h.organisation_id, h.held_by) IN ((a.body, ev.body), (ev.body, a.body)) AND ${lastsSql('h')}
  UNION SELECT 'holder', a.body FROM against a JOIN ev ON a.body <> ev.body
    JOIN organisation_holding h ON h.organisation_id = a.body AND ${lastsSql('h')}
    JOIN organisation_holding g ON g.organisation_id = ev.body AND g.held_by = h.held_by AND ${lastsSql('g')}
  UNION SELECT 'seat', p.body FROM places p JOIN ev ON p.body <> ev.body
    JOIN seat s ON s.organisation_id = p.body JOIN seat m ON m.user_id = s.user_id AND m.organisation_id = ev.body
    JOIN app_user u ON u.id = s.user_id AND u.state = 'active'
  ORDER BY 1, 2`;

interface Tie {
  tie: string;
  body: string;
}
/** Of the body that is named with this action, else of the proposed one. */
const loadProposedTies: Fact<LockedEvaluation, Tie[]> = ({ tx, root, given }) =>
  tx.query<Tie>(INTERESTS, [root.id, (given as { evaluator?: string }).evaluator ?? null]);

/** Of the body that evaluates: what was registered of it since it was appointed. */
const loadEvaluatorTies: Fact<LockedEvaluation, Tie[]> = ({ tx, root }) =>
  tx.query<Tie>(INTERESTS, [root.id, root.evaluator_id]);

/** What a tie is, for who proposes: an appointment would refuse it, and nobody need wait for that. */
const TIE_WORDS: Readonly<Record<string, Text>> = {
  supplier: { en: 'It supplies this contract', zh: '该机构是本合同的承接机构' },
  subcontractor: {
    en: 'It carries out a part of this contract as its subcontractor',
    zh: '该机构经同意分包履行本合同的部分工作',
  },
  bidder: { en: 'It bid for this purchase', zh: '该机构参加了本次采购的竞争' },
  designer: { en: 'It was the agent of this purchase', zh: '该机构是本次采购的代理机构' },
  person: {
    en: 'One person heads or founded both it and a body of this purchase',
    zh: '该机构与本次采购的有关方由同一人负责或者设立',
  },
  holding: {
    en: 'It holds a body of this purchase, or is held by one',
    zh: '该机构与本次采购的有关方存在持有或者管理关系',
  },
  holder: { en: 'One holder stands behind it and a body of this purchase', zh: '该机构与本次采购的有关方由同一方持有' },
  seat: {
    en: 'One person works here both for it and for a body of this purchase',
    zh: '同一人在该机构和本次采购的有关方均任有职务',
  },
};

const refuseTies = (ties: readonly Tie[], pointer?: string): ProblemDetails | null => {
  if (ties.length === 0) return null;
  const said = pointer === undefined ? [] : [...new Set(ties.map(({ tie }) => tie))];
  const errors = said.flatMap((tie): FieldError[] => {
    const text = TIE_WORDS[tie];
    return text ? [{ pointer: pointer ?? '', code: tie, text }] : [];
  });
  return { ...toRuleRefusal(getRule('DESIGNER-BAR'), errors), facts: { ties } };
};

const findProposer: Fact<LockedEvaluation, (string | null)[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string | null }>(`SELECT proposed_by AS by FROM evaluation WHERE id = $1`, [
    root.id,
  ]);
  return rows.map(({ by }) => by);
};

const schemeState: Fact<LockedEvaluation, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ state: string }>(`SELECT state FROM evaluation_scheme WHERE id = $1`, [
    root.scheme_id,
  ]);
  // What was announced is what the agency bid for, and what an evaluation began with is what it is judged by, also once the buyer
  // has a later version.
  const isKept =
    row?.state === 'retired' &&
    (root.round > 0 || (await findAnnouncedScheme(tx, root.contract_id)) === root.scheme_id);
  return isKept ? 'active' : (row?.state ?? null);
};

type Proposing = { reason?: string; scheme?: string };
/** By the scheme that is proposed with this action, else by its own. */
const weighedService: Fact<LockedEvaluation, WeighedService | null, Proposing> = ({ tx, root, given }) =>
  findWeighedService(tx, root.contract_id, given.scheme ?? root.scheme_id);
const weightGuard = guard<LockedEvaluation, Proposing, { service: WeighedService | null }>(
  { service: weighedService },
  ({ service }) => refuseMissingWeight(service),
);

/** Regulation article 18 II: neither its supplier nor who designed the purchase. */
const whoEvaluates: Guards<LockedEvaluation, unknown> = {
  evaluator_not_proposed: guard({}, (_, { root }) => (root.proposed_id === null ? {} : null)),
  own_evaluator_proposal: guardSecondPerson(findProposer),
  evaluator_has_interest: guard({ ties: loadProposedTies }, ({ ties }) => refuseTies(ties)),
};

const appointProposedEvaluator = ({ proposed_id, round }: LockedEvaluation) => ({
  evaluatorId: proposed_id,
  proposedId: null,
  proposedBy: null,
  round: round + 1,
});

export const proposeEvaluator = action(evaluationSubject, 'propose_evaluator', ProposeEvaluatorDto, {
  operationId: 'proposeEvaluator',
  summary: { en: 'Propose a body to evaluate', zh: '提名评估机构' },
  refuses: ['dataset_mismatch', 'scheme_not_announced'],
  guards: {
    // Told as soon as it is known; what ties them later is asked again at the appointment.
    evaluator_has_interest: guard({ ties: loadProposedTies }, ({ ties }) => refuseTies(ties, '/evaluator')),
    residents_unweighted: weightGuard,
  },
  async effect({ tx, root, given, principal }) {
    await assertStandingBodies(tx, root.dataset, [given.evaluator], () => '/evaluator');
    if (given.scheme !== undefined) {
      if (root.state !== 'planned' || root.round > 0)
        throw invalid('/scheme', 'too_late', { en: 'Said at its planning alone', zh: '仅限计划阶段指定' });
      await assertOwnScheme(tx, root.buyer_id, root.dataset, given.scheme);
      await chooseScheme(tx, root.contract_id, given.scheme);
    }
    const schemeId = given.scheme ?? root.scheme_id;
    return { set: { proposedId: given.evaluator, proposedBy: principal.id, schemeId } };
  },
});

export const appointEvaluator = action(evaluationSubject, 'appoint', ReasonDto, {
  operationId: 'appointEvaluator',
  summary: { en: 'Appoint the proposed evaluator, by somebody who did not propose it', zh: '确定评估机构' },
  guards: {
    ...whoEvaluates,
    scheme_not_active: guard({ schemeState }, ({ schemeState: state }) =>
      state === 'active' ? null : { facts: { state } },
    ),
    residents_unweighted: weightGuard,
  },
  effect: ({ root }) => ({ set: appointProposedEvaluator(root) }),
});

/** Guard of what is confirmed: whoever scored is tied to the purchase by now. */
export const evaluatorInterestGuard = guard<LockedEvaluation, unknown, { ties: Tie[] }>(
  { ties: loadEvaluatorTies },
  ({ ties }) => refuseTies(ties),
);

/** Another body scores what is appealed against, in a set of its own. */
export const reassignEvaluation = action(evaluationSubject, 'reassign', RequiredReasonDto, {
  operationId: 'reassignEvaluation',
  summary: { en: 'Give an evaluation that is appealed against to another body', zh: '申诉后改由其他机构评估' },
  guards: whoEvaluates,
  effect: ({ root }) => ({ set: { ...appointProposedEvaluator(root), setNo: root.set_no + 1 } }),
});

/** A tie that was declared, or found later, sends it back to be given to another. */
export const replaceEvaluator = action(evaluationSubject, 'replace_evaluator', RequiredReasonDto, {
  operationId: 'replaceEvaluator',
  summary: { en: 'Take an evaluation from its evaluator', zh: '更换评估机构' },
  // What it sent is kept in its set, and is the result of nobody any more.
  effect: ({ root }) => ({
    set: { evaluatorId: null, setNo: root.set_no + 1, total: null, grade: null, gradeRule: null, confirmedSet: null },
  }),
});

export const cancelEvaluation = action(evaluationSubject, 'cancel', RequiredReasonDto, {
  operationId: 'cancelEvaluation',
  summary: { en: 'Cancel an evaluation', zh: '取消评估' },
});
