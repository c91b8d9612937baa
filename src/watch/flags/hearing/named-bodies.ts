import type { Assessed } from '../../runs/assessment-store.js';

/**
 * Ids of the bodies that a finding speaks of, the members of their consortia among them; null where it names none of its own,
 * or none that is on record: then it is about all bodies of its subject.
 */
export function listNamedBodies({ assessment, frame }: Assessed): string[] | null {
  const named = (assessment.speaksOf ?? []).flatMap((key) => frame.parties?.get(key) ?? []);
  return named.length === 0 ? null : [...new Set(named)].sort();
}

/**
 * SQL: the bodies of subject `s` of a flag that are to be heard on it: those that its finding names, as bodies were asked
 * about it and as it is found now; where it names none, all of them.
 */
export const heardBodiesSql = (s: string): string => `
  CASE WHEN jsonb_typeof(${s}.finding -> 'named') = 'array' AND (${s}.held_finding IS NULL OR jsonb_typeof(${s}.held_finding -> 'named') = 'array')
    THEN coalesce((SELECT array_agg(b) FROM unnest(${s}.bodies) b
      WHERE (${s}.finding -> 'named') || coalesce(${s}.held_finding -> 'named', '[]') ? b::text), ${s}.bodies)
    ELSE ${s}.bodies END`;

/** SQL: ids of the bodies that a finding says it speaks of, as they stand now; null where it names none of its own. */
export const namedBodiesSql = (named: string): string => `
  CASE WHEN jsonb_typeof(${named}) = 'array' THEN ARRAY(
    SELECT coalesce(o.merged_into, o.id) FROM jsonb_array_elements_text(${named}) n JOIN organisations o ON o.id = n::uuid) END`;
