import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FieldError } from '../../../kernel/errors/problem.js';
import { guard, type Fact } from '../../../kernel/actions/action.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { getRule } from '../../../law/rules/rule-book.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { contractSubject } from '../../../purchase/contracts/conducted/contract.subject.js';
import type { Checked } from '../../../purchase/reviews/review-requests.js';
import { lotReviewSubject, type LockedLotReview } from '../../../purchase/reviews/review.subject.js';
import { toRuleRefusal } from '../../../purchase/tenders/conducted/issue.rules.js';
import { documentTermsSql, lotTermsSql } from '../../../purchase/tenders/conducted/terms/lot-terms.queries.js';
import type { MinimumGrade } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import { GRADE_LABELS } from '../evaluation.dto.js';
import { isLowerGrade, type Grade } from './grade.rules.js';

interface Published {
  /** A bid, or a contract. */
  id: string;
  evaluation: string;
  grade: Grade;
  minimum: MinimumGrade;
}

/**
 * SQL: what the documents of the tender `t` (alias) announced for its lot with the id `lot` (SQL), as they stand after their
 * corrections; null where they did not. Of a contract for several lots together, whose lot is null, what they say of all.
 */
const announcedGradeSql = (t: string, lot: string): string => `(SELECT nullif(coalesce(
  (SELECT ${documentTermsSql('r.document', `(SELECT no FROM lot WHERE id = ${lot})`)} FROM tender_revision r
   WHERE r.tender_id = ${t}.id ORDER BY r.revision DESC LIMIT 1),
  (SELECT ${lotTermsSql(t, 'own')} FROM lot own WHERE own.id = ${lot}), ${t}.terms) -> 'minimumGrade', 'null'))`;

/**
 * SQL: since when the published grade of the evaluation `e` counts. An appeal (there is one at most) that leaves the grade as it was
 * does not move it: the grade counts from its first publication, whose fact that of the second replaces.
 */
const GRADED_AT = `coalesce((SELECT first.recorded_at FROM fact again JOIN fact first ON first.id = again.replaces
  WHERE again.id = e.fact_id AND first.data ->> 'grade' = again.data ->> 'grade'), e.published_at)`;

/**
 * The latest grade of whoever made each of these bids, published for the same buyer and category before the bids were due and
 * no longer ago than was announced. What an appeal is open against counts for nothing, nor does what was never published.
 */
const OF_BIDDERS = `
  SELECT DISTINCT ON (b.id) b.id, e.id AS evaluation, e.published_grade AS grade, m.minimum
  FROM lot l JOIN tender t ON t.id = l.tender_id CROSS JOIN LATERAL (SELECT ${announcedGradeSql('t', 'l.id')} AS minimum) m
  JOIN bid b ON b.lot_id = l.id AND b.id = ANY ($2::uuid[])
  JOIN contract c ON c.supplier_id = b.bidder_id AND c.buyer_id = t.buyer_id AND c.dataset = t.dataset AND c.category = t.category
  JOIN evaluation e ON e.contract_id = c.id AND e.state = 'published' AND e.published_grade IS NOT NULL
  WHERE l.id = $1 AND m.minimum IS NOT NULL AND ${GRADED_AT} <= t.deadline_at
    AND ${GRADED_AT} >= t.deadline_at - make_interval(years => (m.minimum ->> 'years')::int)
  ORDER BY b.id, ${GRADED_AT} DESC, e.id`;

/** The latest of the contract that would be renewed, and of those it renewed itself. */
const OF_CONTRACT = `
  SELECT c.id, e.id AS evaluation, e.published_grade AS grade, m.minimum
  FROM contract c JOIN tender t ON t.id = c.tender_id CROSS JOIN LATERAL (SELECT ${announcedGradeSql('t', 'c.lot_id')} AS minimum) m
  JOIN contract o ON o.award_id = c.award_id AND o.supplier_id = c.supplier_id
  JOIN evaluation e ON e.contract_id = o.id AND e.state = 'published' AND e.published_grade IS NOT NULL
  WHERE c.id = $1 AND m.minimum IS NOT NULL AND e.published_at <= business_now()
  ORDER BY ${GRADED_AT} DESC, e.id LIMIT 1`;

/** Order 102 article 21: what an evaluation found weighs in the choice of who goes on. */
const FEEDBACK = 'GPS-PERF-FEEDBACK';

/**
 * A grade excludes only where the documents announced it, and nobody of whom none is known: there is no list of those who may
 * not bid but that of the law.
 */
@Injectable()
export class GradeGuards implements OnModuleInit {
  constructor(private readonly engine: ActionEngine) {}

  onModuleInit(): void {
    this.engine.contribute(lotReviewSubject, {
      grade_below_minimum: guard({ loadInsufficientGrades }, ({ loadInsufficientGrades: below }, { given }) => {
        const { results = [] } = given as Qualification;
        const errors = results.flatMap(({ bid }, i): FieldError[] => {
          const row = below.get(bid);
          return row === undefined
            ? []
            : [{ pointer: `/results/${i}/passed`, code: 'below_minimum', text: formatGradeText(row) }];
        });
        return errors.length === 0 ? null : toRuleRefusal(getRule(FEEDBACK), errors);
      }),
    });
    this.engine.contribute(contractSubject, {
      grade_below_minimum: guard({ findLatestGrade }, ({ findLatestGrade: found }) =>
        found === null || !isLowerGrade(found.grade, found.minimum.grade)
          ? null
          : {
              ...toRuleRefusal(getRule(FEEDBACK), []),
              facts: { evaluation: found.evaluation, grade: found.grade, minimum: found.minimum.grade },
            },
      ),
    });
  }
}

interface Qualification {
  results?: readonly Checked[];
}

/** By bid: the latest grade of those that are to pass, where it lies below what the documents announced. */
const loadInsufficientGrades: Fact<LockedLotReview, Map<string, Published>> = async ({ tx, root, given }) => {
  const { results = [] } = given as Qualification;
  const passed = results.filter((check) => check.passed).map(({ bid }) => bid);
  const rows = await tx.query<Published>(OF_BIDDERS, [root.id, passed]);
  return new Map(rows.filter(({ grade, minimum }) => isLowerGrade(grade, minimum.grade)).map((row) => [row.id, row]));
};

/** The latest grade that the contract, or one that it renewed, was given, where the documents announced a minimum. */
const findLatestGrade: Fact<ConductedContract, Published | null> = async ({ tx, root }) => {
  const [row] = await tx.query<Published>(OF_CONTRACT, [root.id]);
  return row ?? null;
};

const formatGradeText = ({ grade, minimum }: Published): FieldError['text'] => ({
  en: `${GRADE_LABELS[grade].en}; the documents ask for ${GRADE_LABELS[minimum.grade].en}`,
  zh: `为“${GRADE_LABELS[grade].zh}”，采购文件要求不低于“${GRADE_LABELS[minimum.grade].zh}”`,
});
