import type { Reader } from '../../../kernel/database/reader.js';
import { listFields } from '../../runs/assess.rules.js';
import type { Indicator } from '../../rules/indicator-types.js';
import { getIndicator, type IndicatorId } from '../../rules/registry.js';
import type { Inputs } from '../corrections/correction.rules.js';
import { haveSharedValuesChanged } from './shared-values.rules.js';

/** A flag of which subjects are held under another version of its rule than the one that speaks of them now. */
interface AskedFlag {
  id: string;
  indicator: IndicatorId;
}

/**
 * Those of the flags of which later facts say something else. The hashes of two versions differ where only the rule
 * reads more, so the facts themselves are compared, as far as both versions were given them.
 */
export async function findChangedFacts(reader: Reader, flags: readonly AskedFlag[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  // One flag after the other: the facts of a whole page need not be in memory at once.
  for (const { id, indicator } of flags) {
    const held = await reader.query<{ was: Inputs; now: Inputs }[]>(
      `SELECT coalesce((SELECT jsonb_object_agg(u.name, s.held_finding -> 'inputs' -> u.name) FROM unnest($2::text[]) AS u(name)
           WHERE s.held_finding -> 'inputs' ? u.name), '{}') AS was,
         coalesce((SELECT jsonb_object_agg(u.name, s.inputs -> u.name) FROM unnest($2::text[]) AS u(name) WHERE s.inputs ? u.name), '{}') AS now
       FROM flag_subject s WHERE s.flag_id = $1 AND s.active AND s.held ->> 'inputsHash' <> s.inputs_hash`,
      [id, listRecordedFields(getIndicator(indicator))],
    );
    if (held.some(({ was, now }) => haveSharedValuesChanged(was, now))) changed.add(id);
  }
  return changed;
}

/** What is computed of the other fields is another value where only the rule computes it otherwise: it tells of no fact. */
export const listRecordedFields = ({ uses, derived = [] }: Pick<Indicator, 'uses' | 'derived'>): string[] =>
  listFields({ uses }).filter((name) => !derived.includes(name));
