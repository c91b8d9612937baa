import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { listLeaves, type SchemeDimension } from '../../../care/evaluations/schemes/scheme.rules.js';
import type { EvaluationMade } from '../practice-facts.js';
import { daySql } from '../loading/fact-fragments.queries.js';
import type { Reader } from '../loading/frame-types.js';

interface EvidenceRef {
  kind: string;
  id: string;
}
interface EvaluationRow {
  id: string;
  contract_id: string;
  kind: string;
  dimensions: SchemeDimension[];
  scores: { leaf: string; evidence: EvidenceRef[] }[];
}
interface ElsewhereRow {
  contract_id: string;
  n: number;
}

/** The points that were published, and nothing of those that are worked on. */
const EVALUATIONS = `
  SELECT e.id, e.contract_id, e.kind, s.dimensions,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('leaf', x.leaf, 'evidence', x.evidence)), '[]') FROM published_scores x
     WHERE x.evaluation_id = e.id) AS scores
  FROM evaluations e JOIN evaluation_schemes s ON s.id = e.scheme_id
  WHERE e.contract_id = ANY ($1::uuid[]) AND e.published_at IS NOT NULL AND e.state <> 'cancelled'`;

/** What the agency laid before the evaluator, and the samples that were drawn here, of those that are named. */
const NAMED = `
  SELECT 'document' AS kind, d.id, c.id AS contract_id, ${daySql('d.sent_at')} AS day FROM documents d
    JOIN contracts c ON c.id = ANY ($1::uuid[]) AND c.supplier_id = d.organisation_id WHERE d.id = ANY ($2::uuid[])
  UNION ALL
  SELECT 'record', s.id, s.contract_id, ${daySql('s.recorded_at')} FROM standing_records s
    WHERE s.id = ANY ($2::uuid[]) AND s.contract_id = ANY ($1::uuid[])
  UNION ALL
  SELECT 'survey', r.id, r.contract_id, r.closes_on::text FROM surveys r
    WHERE r.id = ANY ($2::uuid[]) AND r.contract_id = ANY ($1::uuid[]) AND r.drawn`;

const ELSEWHERE = `
  SELECT f.contract_id, count(*)::integer AS n FROM published_evaluations f JOIN contracts c ON c.id = f.contract_id
  WHERE f.contract_id = ANY ($1::uuid[]) AND c.conducted = 'elsewhere' GROUP BY 1`;

export interface LoadedEvaluations {
  elsewhere: number;
  evaluations: EvaluationMade[];
}

/** Published evaluations of contracts, by contract. */
export async function loadEvaluatedContracts(
  reader: Reader,
  contracts: readonly string[],
): Promise<Map<string, LoadedEvaluations>> {
  const made = await reader.query<EvaluationRow>(EVALUATIONS, [contracts]);
  const elsewhere = await reader.query<ElsewhereRow>(ELSEWHERE, [contracts]);
  const ids = [
    ...new Set(made.flatMap(({ scores }) => scores.flatMap(({ evidence }) => evidence.map(({ id }) => id)))),
  ];
  const named =
    ids.length === 0
      ? []
      : await reader.query<{ kind: string; id: string; contract_id: string; day: PlainDate }>(NAMED, [contracts, ids]);
  const found = new Map<string, LoadedEvaluations>();
  const ensureContract = (contract: string): LoadedEvaluations => {
    const known = found.get(contract) ?? { elsewhere: 0, evaluations: [] };
    found.set(contract, known);
    return known;
  };
  for (const { contract_id, n } of elsewhere) ensureContract(contract_id).elsewhere = n;
  for (const row of made) ensureContract(row.contract_id).evaluations.push(toEvaluation(row, named));
  return found;
}

function toEvaluation(
  { id, contract_id, kind, dimensions, scores }: EvaluationRow,
  named: readonly { kind: string; id: string; contract_id: string; day: PlainDate }[],
): EvaluationMade {
  const own = named.filter((one) => one.contract_id === contract_id);
  const residents = new Set(
    listLeaves(dimensions)
      .filter(({ channel, share }) => channel === 'residents' && share > 0n)
      .map(({ code }) => code),
  );
  const listEvidence = (those: readonly EvidenceRef[], kinds: readonly string[]) => {
    const wanted = new Set(those.map((ref) => ref.id));
    return own
      .filter((one) => kinds.includes(one.kind) && wanted.has(one.id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  };
  const all = scores.flatMap(({ evidence }) => evidence);
  const asked = scores.filter(({ leaf }) => residents.has(leaf)).flatMap(({ evidence }) => evidence);
  return {
    key: kind,
    record: `evaluation:${id}`,
    asksResidents: scores.some(({ leaf }) => residents.has(leaf)),
    surveys: listEvidence(asked, ['survey']).map((one) => ({ key: one.day, record: `survey:${one.id}` })),
    evidence: listEvidence(all, ['document', 'record']).map((one) => ({
      key: `${one.kind}/${one.day}`,
      record: `${one.kind === 'record' ? 'service_record' : 'document'}:${one.id}`,
      createdOn: one.day,
    })),
  };
}
