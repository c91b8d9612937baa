import type { Assessed } from '../../runs/assessment-store.js';
import { bodiesBesideSql } from './bodies-beside.js';

/** Whom a finding names, by ids; members of consortia among them. */
export interface NamedBodies {
  /** Whom it speaks of, each once. */
  named: string[];
  /** Group by group whom its words name: to read them is for whoever is of each. */
  together: string[][];
}

/** Null where it names none of its own, or none that is on record: then it is about all bodies of its subject. */
export function listNamedBodies({ assessment, frame }: Assessed): NamedBodies | null {
  const find = (keys: readonly string[]): string[] => keys.flatMap((key) => frame.parties?.get(key) ?? []).sort();
  const ties = (assessment.speaksOf ?? []).map(find);
  const named = [...new Set(ties.flat())].sort();
  return named.length === 0 ? null : { named, together: [...ties, ...(assessment.namesBeside ?? []).map(find)] };
}

/**
 * SQL: the bodies of subject `s` of a flag that are to be heard on it: those that its finding names, as bodies were asked
 * about it and as it is found now, of its own and of who took part beside; where it names none, all of its own.
 */
export const heardBodiesSql = (s: string): string => `
  CASE WHEN jsonb_typeof(${s}.finding -> 'named') = 'array' AND (${s}.held_finding IS NULL OR jsonb_typeof(${s}.held_finding -> 'named') = 'array')
    THEN coalesce((SELECT array_agg(b) FROM (SELECT unnest(${s}.bodies) UNION ${bodiesBesideSql(s)}) x(b)
      WHERE (${s}.finding -> 'named') || coalesce(${s}.held_finding -> 'named', '[]') ? b::text), ${s}.bodies)
    ELSE ${s}.bodies END`;

/** SQL: group by group ids of the bodies that the words of a finding name, as they stand now; null where it names none of its own. */
export const namedTogetherSql = (together: string): string => `
  CASE WHEN jsonb_typeof(${together}) = 'array' THEN (SELECT jsonb_agg(ARRAY(
    SELECT coalesce(o.merged_into, o.id) FROM jsonb_array_elements_text(g) n JOIN organisations o ON o.id = n::uuid))
    FROM jsonb_array_elements(${together}) g) END`;
