import type { Fact } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError, type ProblemDetails } from '../../../kernel/errors/problem.js';
import { hundredths } from '../../../purchase/tenders/drafts/draft.rules.js';
import type { LeafScoreDto } from '../evaluation.dto.js';
import type { EvaluationRoot, LockedEvaluation } from '../evaluation.subject.js';
import { listLeaves } from '../schemes/scheme.rules.js';
import { loadScoreSet, type ScoreSet } from '../score-set.js';
import { isDerived, toFigures, type Figure } from './figure.rules.js';
import { loadKnownFigures, type Evaluated } from './known-figures.queries.js';

const findFigures = async (tx: Tx, { dimensions }: ScoreSet, evaluation: Evaluated): Promise<Figure[]> => {
  const leaves = listLeaves(dimensions);
  return leaves.some(({ source }) => source) ? toFigures(leaves, await loadKnownFigures(tx, evaluation)) : [];
};

/**
 * Writes what the product knows into the sheet that is worked on. Points that stood as they were filled, and those of
 * residents, follow the figure; where the evaluator judged otherwise, with a comment, his stay. Answers the leaves with a
 * figure.
 */
export async function fillSheet(tx: Tx, root: EvaluationRoot): Promise<string[]> {
  const { id, set_no } = root;
  const set = await loadScoreSet(tx, id);
  const figures = await findFigures(tx, set, root);
  const derived = new Set(
    listLeaves(set.dimensions)
      .filter(isDerived)
      .map(({ code }) => code),
  );
  const before = new Map(set.figures.map((figure) => [figure.leaf, figure.points]));
  const given = new Map(set.scores.map((score) => [score.leaf, score.points]));
  const follows = ({ leaf }: Figure): boolean =>
    derived.has(leaf) || !given.has(leaf) || given.get(leaf) === before.get(leaf);
  await tx.query(
    `INSERT INTO evaluation_figure AS f (evaluation_id, set_no, leaf, source, value, bound, points, reason, survey_id)
     SELECT $1, $2, g.leaf, g.source, g.value, g.bound, g.points, g.reason, g.survey
     FROM jsonb_to_recordset($3::jsonb)
       AS g(leaf text, source jsonb, value numeric, bound text, points integer, reason text, survey uuid)
     ON CONFLICT (evaluation_id, set_no, leaf) DO UPDATE SET source = EXCLUDED.source, value = EXCLUDED.value,
       bound = EXCLUDED.bound, points = EXCLUDED.points, reason = EXCLUDED.reason, survey_id = EXCLUDED.survey_id,
       found_at = business_now()`,
    [id, set_no, JSON.stringify(figures)],
  );
  await tx.query(
    `INSERT INTO evaluation_score AS x (evaluation_id, set_no, leaf, points, evidence, scored_by)
     SELECT $1, $2, g.leaf, g.points,
       CASE WHEN g.survey IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'survey', 'id', g.survey)) END, $4
     FROM jsonb_to_recordset($3::jsonb) AS g(leaf text, points integer, survey uuid)
     ON CONFLICT (evaluation_id, set_no, leaf) DO UPDATE SET points = EXCLUDED.points,
       evidence = CASE WHEN x.evidence @> EXCLUDED.evidence THEN x.evidence ELSE x.evidence || EXCLUDED.evidence END,
       scored_by = EXCLUDED.scored_by, scored_at = business_now()
     WHERE x.points <> EXCLUDED.points OR NOT x.evidence @> EXCLUDED.evidence`,
    [
      id,
      set_no,
      JSON.stringify(figures.filter((figure) => figure.points !== null && follows(figure))),
      tx.principal.id,
    ],
  );
  return figures.filter(({ points }) => points !== null).map(({ leaf }) => leaf);
}

const DERIVED = {
  en: 'These points are those of what residents answered',
  zh: '该项得分由居民答复得出，不由评估机构填写',
};
const COMMENT = { en: 'Why the figure is judged otherwise', zh: '与系统数据不一致，请说明理由' };

/**
 * Of leaves that the product filled: points of residents are their answers', others may differ with a comment that says why.
 * @throws Problem `points_derived`, `comment_required`
 */
export function assertOwnJudgement({ dimensions, figures }: ScoreSet, scores: readonly LeafScoreDto[]): void {
  const derived = new Set(
    listLeaves(dimensions)
      .filter(isDerived)
      .map(({ code }) => code),
  );
  const filled = new Map(figures.map(({ leaf, points }) => [leaf, points]));
  const differing = scores.flatMap(({ leaf, points, comment }, i) => {
    const known = filled.get(leaf) ?? null;
    return known === null || known === hundredths(points) ? [] : [{ leaf, i, comment: comment?.trim() ?? '' }];
  });
  const refuse = (code: 'points_derived' | 'comment_required', errors: FieldError[]): void => {
    if (errors.length > 0) throw new Problem(code, { errors });
  };
  refuse(
    'points_derived',
    differing
      .filter(({ leaf }) => derived.has(leaf))
      .map(({ i }) => ({ pointer: `/scores/${i}/points`, code: 'points_derived', text: DERIVED })),
  );
  refuse(
    'comment_required',
    differing
      .filter(({ comment }) => comment === '')
      .map(({ i }) => ({ pointer: `/scores/${i}/comment`, code: 'required', text: COMMENT })),
  );
}

/** The figures of residents as they are now: what was typed before they had answered gives way to it. */
export const loadDerivedFigures: Fact<LockedEvaluation, Figure[]> = async ({ tx, root }) => {
  const set = await loadScoreSet(tx, root.id);
  const derived = listLeaves(set.dimensions).filter(isDerived);
  const figures = await findFigures(tx, set, root);
  return figures.filter(({ leaf }) => derived.some(({ code }) => code === leaf));
};

/** Points of residents that are not those of their answers: the sheet is to be filled anew. */
export function refuseOtherPoints({ scores }: ScoreSet, figures: readonly Figure[]): ProblemDetails | null {
  const given = new Map(scores.map(({ leaf, points }) => [leaf, points]));
  const leaves = figures.filter(({ leaf, points }) => points !== null && given.get(leaf) !== points);
  return leaves.length > 0 ? { facts: { leaves: leaves.map(({ leaf }) => leaf).sort(), action: 'refill' } } : null;
}
