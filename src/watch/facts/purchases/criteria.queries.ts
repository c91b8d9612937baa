import { listLeaves, type SchemeDimension } from '../../../care/evaluations/schemes/scheme.rules.js';
import { hundredths } from '../../../purchase/tenders/drafts/draft.rules.js';
import type { TenderTerms } from '../../../purchase/tenders/conducted/terms/terms-types.js';
import type { Subject } from '../../runs/assessment-types.js';
import { groupLots } from '../../rules/lots.rules.js';
import type { FactsBase } from '../fact-types.js';
import type { CriteriaFacts } from '../practice-facts.js';
import { toFrame, sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';

/** What a tender scores. Of one recorded from elsewhere it is not known. */
function tenderCriteria(
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

type Scored = Pick<TenderTerms, 'scoring' | 'criteria'>;
interface ScoringTender {
  id: string;
  method: string | null;
  conducted: 'here' | 'elsewhere';
  terms: Scored | null;
  lots: readonly { id: string; no: number; terms: Scored | null }[];
}

/** What the lots of a tender score: the same of all, else each different answer. */
export function lotCriteria(tender: ScoringTender): Omit<CriteriaFacts, keyof FactsBase> {
  const { id, method, conducted, terms, lots: all } = tender;
  const asTender = tenderCriteria(method, conducted === 'here' ? terms : null);
  const byLot = groupLots(all, (lot) => tenderCriteria(method, lot.terms)).map(({ first, lots }) => {
    const said = tenderCriteria(method, first.terms);
    const own = JSON.stringify(said) !== JSON.stringify(asTender);
    return { lots: lots.map(({ no }) => no), ...said, record: own ? `lot:${first.id}` : `tender:${id}` };
  });
  const [only] = byLot;
  if (byLot.length > 1) return { ...asTender, byLot };
  return only === undefined ? asTender : { scored: only.scored, parts: only.parts, record: only.record };
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
