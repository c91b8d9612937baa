import type { Tx } from '../../kernel/database/transactions.js';
import type { SchemeDimension } from './schemes/scheme.rules.js';

export interface SetScore {
  leaf: string;
  points: number;
  evidence: { kind: string; id: string }[];
}

/** The scheme's tree with the points of the set that is worked on. */
export async function setOf(tx: Tx, id: string): Promise<{ dimensions: SchemeDimension[]; scores: SetScore[] }> {
  const [row] = await tx.query<{ dimensions: SchemeDimension[]; scores: SetScore[] }>(
    `SELECT s.dimensions, (SELECT coalesce(jsonb_agg(jsonb_build_object('leaf', x.leaf, 'points', x.points,
         'evidence', x.evidence)), '[]') FROM evaluation_score x WHERE x.evaluation_id = e.id AND x.set_no = e.set_no) AS scores
     FROM evaluation e JOIN evaluation_scheme s ON s.id = e.scheme_id WHERE e.id = $1`,
    [id],
  );
  return row ?? { dimensions: [], scores: [] };
}
