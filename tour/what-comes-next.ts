import type { Cast } from './cast.js';
import { REGION } from './cast.js';
import type { Stage } from './stage.js';
import type { Engagement } from './engagement.js';

interface Backward {
  latest: { documentIssue: string | null };
  latestPossible: { documentIssue: string | null };
}

interface Previewed {
  assessments: { indicator: string; state: string; value: string | null }[];
}

/** How far a line was covered. */
export interface Coverage {
  spells: { from: string; to: string }[];
  gaps: { from: string; to: string; open: boolean; recipientsAffected: number | null }[];
  overlaps: object[];
}

/** A quarter before the service ends: when the next purchase must be out, and what the rules would say of it. */
export async function successorPreviewed(stage: Stage, cast: Cast, work: Engagement, tender: string): Promise<void> {
  const { officer } = cast;
  await stage.moveTo('2026-09-14T09:00:00+08:00');
  const method = 'COMPETITIVE_CONSULTATION';
  const { latest, latestPossible } = await officer.post<Backward>('planning/backward', {
    ...{ method, budgetLevel: 'below_provincial' },
    wanted: { challengeClosedBy: '2026-12-31' },
  });
  const draft = {
    ...{ method, category: 'ELDERLY_HOME_CARE', region: REGION, budgetLevel: 'below_provincial' },
    ...{ follows: tender, serviceLines: [work.line], plannedIssue: latest.documentIssue },
    window: { start: '2027-01-01', end: '2027-12-31' },
    lots: [{ ceiling: '480000.00', pricing: 'competitive' }],
  };
  const { assessments } = await officer.post<Previewed>('risk/previews', { tender: draft });
  const of = (indicator: string): string => assessments.find((a) => a.indicator === indicator)?.state ?? '?';
  stage.say(
    'officer',
    `previews the next purchase: documents out by ${latest.documentIssue}, at the very latest by ${latestPossible.documentIssue}; W01 ${of('W01')}, for the calendar of 2027 is not announced`,
  );
}

/** As anybody may read it. */
export const readLine = ({ resident }: Cast, line: string, asOf: string): Promise<Coverage> =>
  resident.get<Coverage>(`service-lines/${line}/coverage?asOf=${asOf}`);

/** Anybody reads who serves a line, and since when nobody does. */
export async function lookedAt({ say }: Stage, cast: Cast, line: string, asOf: string): Promise<void> {
  const { gaps } = await readLine(cast, line, asOf);
  const open = gaps.find((gap) => gap.open);
  say('resident', `looks at the line: ${open ? `nobody serves it since ${open.from}` : `served on ${asOf}`}`);
}
