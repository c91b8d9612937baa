import { listLeaves, type SchemeDimension } from '../../../care/evaluations/schemes/scheme.rules.js';
import { hundredths } from '../../../purchase/tenders/drafts/draft.rules.js';
import type { TenderTerms } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import type { Subject } from '../../runs/assessment-types.js';
import type { CriteriaFacts } from '../practice-facts.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';

/** What a tender scores. Of one recorded from elsewhere it is not known. */
export function tenderCriteria(
  method: string | null,
  terms: Pick<TenderTerms, 'scoring' | 'criteria'> | null,
): Pick<CriteriaFacts, 'scored' | 'parts'> {
  if (terms === null) return { scored: method === 'SINGLE_SOURCE' ? false : null, parts: null };
  return {
    scored: method !== 'SINGLE_SOURCE' && terms.scoring === 'comprehensive',
    parts: terms.criteria.map(({ no, name, kind, points }) => ({
      key: String(no),
      name,
      share: hundredths(points),
      professional: kind === 'professional',
    })),
  };
}

interface SchemeRow {
  id: string;
  key: string;
  dataset: string;
  region: string | null;
  owner_id: string;
  dimensions: SchemeDimension[];
}

const SCHEMES = `
  SELECT r.id, r.key, r.dataset, r.region, r.owner_id, r.dimensions FROM evaluation_schemes r
  WHERE r.id = ANY ($1::uuid[]) AND r.state = 'active' ORDER BY r.id`;

/** Schemes by which services are evaluated now. */
export async function loadSchemes(
  reader: Reader,
  ids: readonly string[],
  { today }: LoadContext,
): Promise<LoadedSubject[]> {
  const rows = await reader.query<SchemeRow>(SCHEMES, [ids]);
  return rows.map((row) => {
    const subject: Subject = { type: 'evaluation_scheme', id: row.id, key: row.key };
    return {
      frame: toFrame(row, {
        subject,
        bodies: sortedIds([row.owner_id]),
        uses: sortedIds([row.id, row.owner_id]),
        dueOn: null,
      }),
      facts: {
        criteria: {
          subject,
          asOf: today,
          conflicts: [],
          scored: true,
          parts: listLeaves(row.dimensions).map(({ code, name, share, kind }) => ({
            key: code,
            name,
            share: Number(share),
            professional: kind === 'outcome',
          })),
        },
      },
    };
  });
}
