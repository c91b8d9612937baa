import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WorkingCalendars } from '../../../law/calendars/calendar.store.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addDays, isPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ProblemCode } from '../../../kernel/errors/codes.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { creditCodeKind } from '../../../kernel/identity/credit-code.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { overrunsWith } from '../../programmes/budget-lines/commitments.queries.js';
import { CATEGORIES } from '../../../law/code-lists/code-lists.js';
import { ruleAt, ruleOf } from '../../../law/rules/rule-book.js';
import type { BudgetLevel } from '../../../law/code-lists/methods.js';
import { heldBy } from '../acting-for.js';
import { exceedingDetails } from '../budget.js';
import { uncontractable } from './contract-terms.rules.js';
import { lotsOf, type ConductedTender } from './conducted-tender.js';
import {
  correctedLots,
  correctedTender,
  documentsEndEarlier,
  type Correction,
} from '../corrections/correction.rules.js';
import {
  bidBondTooHigh,
  budgetBelowCeilings,
  forbiddenCriteria,
  incompleteCriteria,
  incompleteLots,
  overTooEarly,
  purchaseSum,
  sumOfCeilings,
  unlawfulPriceWeight,
  unquantifiedCriteria,
  type DraftLot,
} from '../drafts/draft.rules.js';
import { BEFORE_ISSUE, CANCEL_GROUNDS, FAIL_GROUNDS } from '../oversight/grounds.js';
import { lastIntent } from './intent.js';
import { CONDUCTED_METHODS, refusedBy, tooShort, type ConductedMethod, type Minimum } from './issue.rules.js';
import { thresholdOf } from '../oversight/method-approvals.js';

interface Facts {
  tender: ConductedTender;
  lots: DraftLot[];
  today: PlainDate;
  /** As they were issued, where a correction is asked about. */
  issued?: { tender: ConductedTender; lots: DraftLot[] };
}
type Given = { reason?: string; ground?: string; correction?: Correction };
type Check = (facts: Facts, tx: Tx, given: Given) => ProblemDetails | null | Promise<ProblemDetails | null>;

const refuse = (errors: FieldError[]): ProblemDetails | null => (errors.length > 0 ? { errors } : null);
const missing = (pointer: string, en: string, zh: string): ProblemDetails => ({
  errors: [{ pointer, code: 'required', text: { en, zh } }],
});
const byRule = (id: string, errors: FieldError[]): ProblemDetails | null =>
  errors.length > 0 ? refusedBy(ruleOf(id), errors) : null;
const categoryOf = ({ tender }: Facts) => CATEGORIES.find((c) => c.code === tender.category);
const budgetOf = ({ tender, lots }: Facts): bigint => purchaseSum(tender.budget, sumOfCeilings(lots));
const methodOf = ({ tender }: Facts) => tender.method as ConductedMethod;

/** Guards of the way from a draft to its issue. Each names the fact that would change its answer. */
@Injectable()
export class TenderGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries(this.checks()))
      this.registry.contribute<Given>(code as ProblemCode, async (tx, id, given) =>
        check(asCorrected(await factsOf(tx, id), given), tx, given),
      );
  }

  private checks(): Partial<Record<ProblemCode, Check>> {
    const minimum =
      (which: Minimum, end: (facts: Facts) => PlainDate | null, pointer: string): Check =>
      async (facts) =>
        tooShort(
          methodOf(facts),
          which,
          { start: facts.today, end: end(facts), pointer },
          await this.calendars.current(),
        );
    const givenOut = minimum('documents', ({ tender }) => tender.plan.documentsTo, '/plan/documentsTo');
    return {
      method_not_conducted: ({ tender }) =>
        CONDUCTED_METHODS.includes(tender.method ?? '')
          ? null
          : missing(
              '/method',
              'Only open tender and consultation are conducted here',
              '本系统只执行公开招标与竞争性磋商',
            ),
      buyer_not_eligible: async ({ tender }, tx) => {
        const [buyer] = await tx.query<{ credit_code: string | null; other: boolean }>(
          `SELECT credit_code, coalesce(kind NOT IN ('bureau', 'street_office', 'finance_authority', 'supervisor'), false) AS other
           FROM organisation WHERE id = $1`,
          [tender.buyer_id],
        );
        const kind = buyer?.credit_code ? creditCodeKind(buyer.credit_code) : 'other';
        // A code of the market or of a social organisation is that of no organ; of an institution it leaves the class open.
        const isNone = buyer?.other === true || kind === 'market' || kind === 'social_organisation';
        return isNone ? refusedBy(ruleOf('GPS-BUYER'), []) : null;
      },
      lots_incomplete: ({ lots }) => refuse(incompleteLots(lots)),
      window_missing: ({ tender }) =>
        isPlainDate(tender.window_start) && isPlainDate(tender.window_end)
          ? null
          : missing('/window', 'First and last day of the service', '请填写服务起止日期'),
      service_lines_missing: async (facts, tx) => {
        const category = categoryOf(facts);
        if (!category?.publicService && !category?.continuous) return null;
        const rows = await tx.query(`SELECT FROM tender_service_line WHERE tender_id = $1 LIMIT 1`, [facts.tender.id]);
        return rows.length > 0
          ? null
          : missing('/serviceLines', 'Which service of which residents it buys', '请指明所购买的服务线');
      },
      criteria_incomplete: ({ tender }) => refuse(incompleteCriteria(tender.terms)),
      criterion_forbidden: ({ tender }) => byRule('NO-REGION-SCORE', forbiddenCriteria(tender.terms.criteria)),
      criterion_unquantified: ({ tender }) =>
        tender.terms.scoring === 'lowest_price'
          ? null
          : byRule('SCORE-QUANTIFIED', unquantifiedCriteria(tender.terms.criteria)),
      bid_bond_too_high: (facts) => byRule('BID-BOND-2PCT', bidBondTooHigh(facts.tender.terms, budgetOf(facts))),
      terms_uncontractable: (facts) => {
        const { tender, today, issued } = facts;
        const window = { start: tender.window_start, end: tender.window_end };
        const pointer = issued === undefined ? '/window/end' : '/correction/plan/deadlineAt';
        // Of what was issued only a deadline that is moved brings it about.
        const moved = issued?.tender.plan.deadlineAt !== tender.plan.deadlineAt;
        const over = moved ? overTooEarly(window.end, deadlineDay(facts), today, pointer) : [];
        if (over.length > 0) return refuse(over);
        const refused = uncontractable({ ...tender.terms, window }, today);
        if (refused === null) return null;
        return refused.rule === null ? refuse(refused.errors) : refusedBy(refused.rule, refused.errors);
      },
      budget_below_ceilings: ({ tender, lots }) => refuse(budgetBelowCeilings(tender.budget, lots)),
      budget_exceeded: async ({ tender, lots, issued }, tx) => {
        if (tender.programme_id === null) return null;
        const overruns = await overrunsWith(tx.manager, tender.programme_id, tender, lots);
        // Of a correction only what it adds: what was exceeded before does not stand in its way.
        const before = issued ? await overrunsWith(tx.manager, tender.programme_id, tender, issued.lots) : [];
        const known = new Map(before.map(({ pool, exceededBy }) => [pool, exceededBy]));
        const added = overruns.filter(({ pool, exceededBy }) => exceededBy > (known.get(pool) ?? 0n));
        return added.length > 0 ? exceedingDetails(tender.programme_id, added) : null;
      },
      opinion_missing: async (facts, tx) => {
        const rule = ruleAt('DEMAND-PUBLIC-OPINION', facts.today);
        if (rule === null || !categoryOf(facts)?.publicService) return null;
        const rows = await tx.query(
          `SELECT FROM tender_opinion WHERE tender_id = $1 AND kind = 'public' AND participants > 0 LIMIT 1`,
          [facts.tender.id],
        );
        return rows.length > 0
          ? null
          : refusedBy(rule, [
              {
                pointer: '/opinions',
                code: 'required',
                text: { en: 'Opinions of the public', zh: '征求社会公众意见' },
              },
            ]);
      },
      insufficient_data: async (facts, tx) => {
        // Law article 55: whoever complains finds the authority of the place, for whatever method.
        if (facts.issued === undefined && facts.tender.region === null) return { facts: { missing: ['region'] } };
        if (costsNoMore(facts)) return null;
        const { tender, lots, today } = facts;
        const answer = await thresholdOf(tx, tender, lots, today);
        return answer === 'unknown' ? { facts: { missing: ['openTenderThreshold'] } } : null;
      },
      method_approval_missing: async (facts, tx) => {
        if (costsNoMore(facts)) return null;
        const { tender, lots, today } = facts;
        if ((await thresholdOf(tx, tender, lots, today)) !== 'above') return null;
        const rows = await tx.query(`SELECT FROM method_approval WHERE tender_id = $1 AND state = 'granted'`, [
          tender.id,
        ]);
        return rows.length > 0 ? null : refusedBy(ruleOf('METHOD-APPROVAL'), []);
      },
      method_approval_needless: async ({ tender, lots, today }, tx) =>
        (await thresholdOf(tx, tender, lots, today)) === 'below' ? {} : null,
      method_approval_pending: (facts, tx) => approvalIn(facts, tx, 'requested'),
      method_approval_refused: (facts, tx) => approvalIn(facts, tx, 'refused'),
      method_approval_not_asked: async (facts, tx) => ((await approvalIn(facts, tx, 'requested')) ? null : {}),
      authority_level_too_low: async ({ tender }, tx) => {
        // The region of a city with districts ends in two zeros, a province's in four; a seat in another city is none here.
        const cities = tx.principal.seats.filter(({ region }) => /^\d{4}00$/.test(region ?? ''));
        const held = await heldBy({ principal: { ...tx.principal, seats: cities }, query: tx.query.bind(tx) }, tender);
        return held.has('method.approve') ? null : refusedBy(ruleOf('METHOD-APPROVAL'), []);
      },
      programme_not_approved: async ({ tender }, tx) => {
        // Without a programme nobody has said that the money is there.
        const rows = await tx.query(`SELECT FROM programme WHERE id = $1 AND state = 'approved'`, [
          tender.programme_id,
        ]);
        return rows.length > 0 ? null : refusedBy(ruleOf('GPS-CATALOG'), tender.programme_id ? [] : [NO_PROGRAMME]);
      },
      intent_unexplained: async ({ tender, today }, tx, { reason }) => {
        const rule = ruleAt('INTENT-30D', today, (tender.budget_level as BudgetLevel | null) ?? undefined);
        if (rule === null || reason !== undefined) return null;
        const intent = await lastIntent(tx, tender.id);
        if (intent?.fits && addDays(intent.on, Number(rule.value)) <= today) return null;
        return refusedBy(rule, [{ pointer: '/reason', code: 'required', text: intentText(intent) }]);
      },
      price_weight_unlawful: (facts) => {
        const { tender, lots, today } = facts;
        const method = methodOf(facts);
        const rule = ruleAt(method === 'OPEN_TENDER' ? 'PRICE-WEIGHT-TENDER' : 'PRICE-WEIGHT-CONSULT', today);
        const errors = unlawfulPriceWeight(method, tender.terms, lots);
        return rule !== null && errors.length > 0 ? refusedBy(rule, errors) : null;
      },
      preparation_too_short: minimum('preparation', deadlineDay, '/plan/deadlineAt'),
      documents_too_short: (facts, tx, given) =>
        facts.issued !== undefined && given.correction !== undefined
          ? refuse(documentsEndEarlier(facts.issued.tender.plan.documentsTo, given.correction))
          : givenOut(facts, tx, given),
      notice_too_short: minimum('notice', ({ tender }) => tender.plan.noticeTo, '/plan/noticeTo'),
      deadline_not_working_day: async (facts) => {
        const day = deadlineDay(facts);
        const calendar = await this.calendars.current();
        if (day === null || !calendar.isLoaded(Number(day.slice(0, 4)))) return null;
        const working = calendar.workingDayOnOrAfter(day);
        return working.certainty === 'known' && working.value === day
          ? null
          : refuse([
              {
                pointer: '/plan/deadlineAt',
                code: 'not_working_day',
                text: { en: `${day} is no working day`, zh: `${day} 不是工作日` },
              },
            ]);
      },
      cancel_ground_missing: ({ tender }, _, { ground }) => {
        const needless = isOf(BEFORE_ISSUE, tender.state);
        return needless || isOf(CANCEL_GROUNDS, ground) ? null : noGround(CANCEL_GROUNDS);
      },
      fail_ground_missing: (_, __, { ground }) => (isOf(FAIL_GROUNDS, ground) ? null : noGround(FAIL_GROUNDS)),
    };
  }
}

/** Why an intent does not do: there is none, it is that of an earlier draft, or its thirty days are not over. */
function intentText(intent: { on: PlainDate; fits: boolean } | null): Text {
  if (intent === null) return { en: 'No intent was published', zh: '尚未公开采购意向' };
  return intent.fits
    ? { en: `The intent was published on ${intent.on}`, zh: `采购意向于 ${intent.on} 公开` }
    : {
        en: `The intent of ${intent.on} is that of an earlier draft`,
        zh: `${intent.on} 公开的采购意向所依据的文件此后已修改`,
      };
}

const NO_PROGRAMME: FieldError = {
  pointer: '/programme',
  code: 'required',
  text: { en: 'The programme that pays for it', zh: '请指明列支的年度购买计划' },
};
const isOf = (list: readonly string[], ground: string | undefined): boolean => list.includes(ground ?? '');
const noGround = (list: readonly string[]): ProblemDetails => ({
  ...missing('/ground', 'A ground of the closed list', '请给出法定事由'),
  facts: { grounds: list },
});

/** A correction is asked what it makes of the documents, by the guards that were asked of the draft. */
const asCorrected = (facts: Facts, { correction }: Given): Facts =>
  correction === undefined
    ? facts
    : {
        ...facts,
        issued: facts,
        tender: correctedTender(facts.tender, correction),
        lots: correctedLots(facts.lots, correction),
      };

/** A correction that raises no price asks no new question about the method. */
const costsNoMore = ({ lots, issued }: Facts): boolean =>
  issued !== undefined && sumOfCeilings(lots) <= sumOfCeilings(issued.lots);

const deadlineDay = ({ tender: { plan } }: Facts): PlainDate | null =>
  plan.deadlineAt === null ? null : todayInShanghai(new Date(plan.deadlineAt));

async function approvalIn({ tender }: Facts, tx: Tx, state: string): Promise<ProblemDetails | null> {
  const rows = await tx.query(`SELECT FROM method_approval WHERE tender_id = $1 AND state = $2`, [tender.id, state]);
  return rows.length > 0 ? {} : null;
}

/** Of a tender, or of the tender of a lot: some grounds are asked of both. */
async function factsOf(tx: Tx, id: string): Promise<Facts> {
  const [row] = await tx.query<ConductedTender>(
    `SELECT * FROM tender WHERE id = $1 OR id = (SELECT tender_id FROM lot WHERE id = $1)`,
    [id],
  );
  const tender = row as ConductedTender;
  return { tender, lots: await lotsOf(tx, tender.id), today: todayInShanghai(await tx.now()) };
}
