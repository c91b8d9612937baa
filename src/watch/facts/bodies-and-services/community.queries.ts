import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Subject } from '../../runs/assessment-types.js';
import { NEED_WAITS_DAYS } from '../../rules/practice.rules.js';
import type { NeedsFacts } from '../practice-facts.js';
import { daySql } from '../loading/fact-fragments.queries.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { findNextDay } from '../loading/judging.rules.js';

interface NeedRow {
  id: string;
  key: string;
  state: NeedsFacts['needs'][number]['state'];
  verified: PlainDate | null;
  programme: boolean;
}
interface CommunityRow {
  id: string;
  key: string;
  dataset: string;
  region: string;
  needs: NeedRow[];
}

const COMMUNITIES = `
  SELECT r.id, r.key, r.dataset, r.region,
    (SELECT coalesce(json_agg(json_build_object('id', n.id, 'state', n.state, 'verified', ${daySql('n.verified_at')},
       'programme', n.in_programme, 'key', n.key) ORDER BY n.id), '[]')
     FROM needs n WHERE n.community_id = r.id AND n.state IN ('verified', 'planned', 'met', 'unmet')) AS needs
  FROM communities r WHERE r.id = ANY ($1::uuid[]) ORDER BY r.id`;

/** The first day on which a need has waited longer than it may. */
const computeOverdueDay = (verified: PlainDate): PlainDate => addDays(verified, NEED_WAITS_DAYS + 1);

/** Communities of which needs were verified. */
export async function loadCommunities(
  reader: Reader,
  ids: readonly string[],
  { today }: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<CommunityRow>(COMMUNITIES, [ids]);
  return rows
    .filter(({ needs }) => needs.length > 0)
    .map((row) => {
      const subject: Subject = { type: 'community', id: row.id, key: row.key };
      const days = row.needs.map(({ verified }) => verified && computeOverdueDay(verified));
      return {
        frame: toFrame(row, {
          subject,
          bodies: [],
          uses: sortedIds([row.id, ...row.needs.map(({ id }) => id)]),
          dueOn: findNextDay(days, today),
        }),
        facts: {
          needs: {
            subject,
            asOf: today,
            conflicts: [],
            needs: row.needs.map(({ id, key, state, verified, programme }) => ({
              key,
              record: `need:${id}`,
              state,
              verifiedOn: verified,
              inProgramme: programme,
              overdue: verified !== null && computeOverdueDay(verified) <= today,
            })),
          },
        },
      };
    });
}
