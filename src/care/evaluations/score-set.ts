import type { Tx } from '../../kernel/database/transactions.js';
import type { SchemeDimension } from './schemes/scheme.rules.js';

export interface SetScore {
  leaf: string;
  points: number;
  evidence: { kind: string; id: string }[];
}
export interface ScoreSet {
  dimensions: SchemeDimension[];
  scores: SetScore[];
  /** Points, in hundredths, of the leaves that the product filled; null where it knew nothing. */
  figures: { leaf: string; points: number | null }[];
}

/** The scheme's tree with the points of the set that is worked on. */
export async function loadScoreSet(tx: Tx, evaluation: string): Promise<ScoreSet> {
  const [row] = await tx.query<ScoreSet>(
    `SELECT s.dimensions, (SELECT coalesce(jsonb_agg(jsonb_build_object('leaf', x.leaf, 'points', x.points,
         'evidence', x.evidence)), '[]') FROM evaluation_score x WHERE x.evaluation_id = e.id AND x.set_no = e.set_no) AS scores,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('leaf', f.leaf, 'points', f.points)), '[]') FROM evaluation_figure f
        WHERE f.evaluation_id = e.id AND f.set_no = e.set_no) AS figures
     FROM evaluation e JOIN evaluation_scheme s ON s.id = e.scheme_id WHERE e.id = $1`,
    [evaluation],
  );
  return row ?? { dimensions: [], scores: [], figures: [] };
}

/** SQL: kinds and ids of what shows the points of this set of the evaluation. */
export const setEvidenceSql = (evaluation: string, set: string): string => `SELECT g.kind, g.id FROM evaluation_score x
  CROSS JOIN LATERAL jsonb_to_recordset(x.evidence) AS g(kind text, id uuid) WHERE x.evaluation_id = ${evaluation} AND x.set_no = ${set}`;

/** Keeps the set that was sent and begins the next with its points. */
export async function copyScores(tx: Tx, { id, set_no }: { id: string; set_no: number }): Promise<void> {
  await tx.query(
    `INSERT INTO evaluation_score (evaluation_id, set_no, leaf, points, comment, evidence, scored_by, scored_at)
     SELECT evaluation_id, set_no + 1, leaf, points, comment, evidence, scored_by, scored_at
     FROM evaluation_score WHERE evaluation_id = $1 AND set_no = $2`,
    [id, set_no],
  );
  await tx.query(
    `INSERT INTO evaluation_figure (evaluation_id, set_no, leaf, source, value, bound, points, reason, survey_id, found_at)
     SELECT evaluation_id, set_no + 1, leaf, source, value, bound, points, reason, survey_id, found_at
     FROM evaluation_figure WHERE evaluation_id = $1 AND set_no = $2`,
    [id, set_no],
  );
}

/** Leaves whose points nothing shows: no evidence, nor the figure that the product filled. */
export const listUnshownLeaves = ({ scores, figures }: Pick<ScoreSet, 'scores' | 'figures'>): string[] =>
  scores
    .filter(
      ({ leaf, points, evidence }) =>
        evidence.length === 0 && !figures.some((figure) => figure.leaf === leaf && figure.points === points),
    )
    .map(({ leaf }) => leaf)
    .sort();
