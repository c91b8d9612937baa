import type { Scope } from '../../kernel/access/scope.js';
import { linkAllowedActions } from '../../kernel/actions/allowed-actions.js';
import { ratio } from '../../kernel/money/money.js';
import { getRule } from '../../law/rules/rule-book.js';
import { toRuleBasis } from '../../law/rules/rule-types.js';
import type { Language } from '../../kernel/errors/texts.js';
import {
  GRADE_LABELS,
  type DeclarationViewDto,
  type EvaluationDetailDto,
  EvaluationDto,
  type EvaluationProgressDto,
  type FilledFigureDto,
  type ScoreEvidenceDto,
  type ScoreViewDto,
} from './evaluation.dto.js';
import { UNSENT, type EvaluationState } from './evaluation.lifecycle.js';
import { evaluationSubject, type EvaluationRoot } from './evaluation.subject.js';
import { heldInEvaluation } from './evaluation-visibility.js';
import type { Grade } from './grades/grade.rules.js';
import { listLeaves, computeTotal, findUnscoredLeaves, type SchemeDimension } from './schemes/scheme.rules.js';
import { listUnheardLeaves } from './residents-heard.js';
import { listUnshownLeaves } from './score-set.js';
import { toView } from '../../kernel/http/view.js';

interface StoredFigure extends Pick<FilledFigureDto, 'leaf' | 'source' | 'bound' | 'reason' | 'survey' | 'at'> {
  set: number;
  value: number | null;
  points: number | null;
}
interface StoredScore {
  set: number;
  leaf: string;
  points: number;
  comment: string | null;
  evidence: ScoreEvidenceDto[];
}
export interface EvaluationRow extends EvaluationRoot {
  due_on: string;
  grade_rule: string | null;
  published_set: number | null;
  published_total: string | null;
  published_grade: string | null;
  appeal: string | null;
  re_evaluation: string | null;
  created_at: Date;
  updated_at: Date;
  contract_title: string;
  evaluator_name: string | null;
  /** Who made the set that was published, by the record in which that body goes on. */
  published_evaluator_id: string | null;
  published_evaluator_name: string | null;
  scheme_name: string;
  scheme_no: number;
  dimensions: SchemeDimension[];
  overdue: boolean;
  /** Whether the caller buys, evaluates or watches; and which of these: evaluates, is the agency. */
  inside: boolean;
  evaluates: boolean;
  supplies: boolean;
  /** The caller, or the holder of the key that calls, has declared a tie, which is not taken back. */
  tied: boolean;
  /** Of the set that is worked on and the one that was published. */
  scores: StoredScore[];
  /** Of the set that is worked on: evidence in which residents spoke of the contract. */
  heard: string[];
  figures: StoredFigure[];
}
export interface EvaluationDetailRow extends EvaluationRow {
  declarations: DeclarationViewDto[];
}

/** The set that is worked on was sent. */
const SENT: readonly EvaluationState[] = ['scored', 'confirmed', 're_evaluated', 'published'];

const mapPoints = ({ scores }: EvaluationRow, set: number | null): Map<string, number> =>
  new Map(scores.filter((score) => score.set === set).map(({ leaf, points }) => [leaf, points]));

/** Of buyer and evaluator once it was sent; of everybody else what was published. */
const chooseJudgedSet = (row: EvaluationRow): number | null =>
  row.inside && SENT.includes(row.state) ? row.set_no : row.published_set;

/** Buyer and evaluator see who evaluates; everybody else whose the published points are, whoever looks at them again. */
const findShownEvaluator = (row: EvaluationRow): { id: string | null; name: string | null } =>
  row.inside || row.published_evaluator_id === null
    ? { id: row.evaluator_id, name: row.evaluator_name }
    : { id: row.published_evaluator_id, name: row.published_evaluator_name };

function progress(row: EvaluationRow): EvaluationProgressDto {
  const given = mapPoints(row, row.set_no);
  const leaves = listLeaves(row.dimensions).map(({ code }) => code);
  const ofSet = <T extends { set: number }>(all: readonly T[]): T[] => all.filter(({ set }) => set === row.set_no);
  const unshown = listUnshownLeaves({ scores: ofSet(row.scores), figures: ofSet(row.figures) });
  return {
    leaves: leaves.length,
    scored: given.size,
    unscored: findUnscoredLeaves(row.dimensions, given),
    unheard: listUnheardLeaves({ dimensions: row.dimensions, scores: ofSet(row.scores) }, new Set(row.heard)),
    missingEvidence: leaves.filter((code) => !given.has(code) || unshown.includes(code)),
  };
}

export function toEvaluationView(row: EvaluationRow, scope: Scope, lang: Language): EvaluationDto {
  const set = chooseJudgedSet(row);
  const sent = set === row.set_no;
  const total = set === null ? null : sent ? row.total : row.published_total;
  const grade = (set === null ? null : sent ? row.grade : row.published_grade) as Grade | null;
  const concerned = row.inside || row.supplies;
  const evaluator = findShownEvaluator(row);
  return toView(EvaluationDto, row, {
    contract: row.contract_id,
    scheme: { id: row.scheme_id, name: row.scheme_name, no: row.scheme_no },
    overdue: row.overdue && UNSENT.includes(row.state),
    buyer: row.buyer_id,
    supplier: row.supplier_id,
    proposed: row.inside && !row.evaluates ? row.proposed_id : null,
    evaluator: evaluator.id,
    evaluatorName: evaluator.name,
    own: evaluator.id === row.buyer_id,
    progress: row.inside ? progress(row) : null,
    total,
    grade,
    gradeLabel: grade === null ? null : GRADE_LABELS[grade][lang],
    gradeRule: grade === null ? null : row.grade_rule,
    gradeBasis: grade === null || row.grade_rule === null ? null : toRuleBasis(getRule(row.grade_rule)),
    counts: row.state === 'published',
    appeal:
      row.appealed_at === null
        ? null
        : {
            at: row.appealed_at.toISOString(),
            grounds: concerned ? row.appeal : null,
            answer: row.inside || row.state === 'published' ? row.re_evaluation : null,
          },
    allowedActions: linkAllowedActions(
      evaluationSubject,
      row.state,
      { id: row.id },
      { permissions: heldInEvaluation(scope, row) },
    ).filter(({ action }) => action !== 'declare' || (!row.tied && scope.user !== null)),
  });
}

export function toEvaluationDetail(row: EvaluationDetailRow, scope: Scope, lang: Language): EvaluationDetailDto {
  const judged = chooseJudgedSet(row);
  const given = mapPoints(row, judged);
  const shown = row.evaluates ? row.set_no : row.inside || row.supplies ? judged : null;
  const kept = listKeptLeaves(row);
  return {
    ...toEvaluationView(row, scope, lang),
    dimensions:
      judged === null
        ? null
        : row.dimensions.map(({ name, weight }, d) => ({
            name,
            weight,
            total: computeTotal(row.dimensions, given, d),
          })),
    scores: shown === null ? null : toScoreViews(row, shown).filter(({ leaf }) => !kept.has(leaf)),
    filled:
      shown === null ? null : row.figures.filter(({ set, leaf }) => set === shown && !kept.has(leaf)).map(toFilledView),
    declarations: row.inside ? row.declarations : null,
  };
}

/**
 * Leaves of what residents answered, kept from a person of the evaluator who declared a tie until everybody may know it
 * (Regulation article 9).
 */
function listKeptLeaves({ tied, figures, published_at }: EvaluationRow): Set<string> {
  return new Set(tied && published_at === null ? figures.flatMap(({ leaf, survey }) => (survey ? [leaf] : [])) : []);
}

const formatPoints = (points: number): string => ratio(BigInt(points), 100n, 2) ?? '0.00';

const toFilledView = ({ leaf, source, value, bound, points, reason, survey, at }: StoredFigure): FilledFigureDto => ({
  leaf,
  source,
  value: value === null ? null : value.toFixed(1),
  bound,
  points: points === null ? null : formatPoints(points),
  reason,
  survey,
  at,
});

function toScoreViews(row: EvaluationRow, set: number): ScoreViewDto[] {
  const stored = new Map(row.scores.filter((score) => score.set === set).map((score) => [score.leaf, score]));
  return listLeaves(row.dimensions).flatMap(({ code, name, max }) => {
    const score = stored.get(code);
    if (score === undefined) return [];
    return [
      {
        leaf: code,
        name,
        max,
        points: formatPoints(score.points),
        comment: score.comment,
        evidence: row.inside ? score.evidence : null,
      },
    ];
  });
}
