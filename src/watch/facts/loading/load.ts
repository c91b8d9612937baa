import type { LotwiseSubject, Subject } from '../../runs/assessment-types.js';
import { loadAgencies, loadBuyers } from '../bodies-and-services/body.queries.js';
import { loadCommunities } from '../bodies-and-services/community.queries.js';
import { loadContracts } from '../bodies-and-services/contract.queries.js';
import { loadSchemes } from '../purchases/criteria.queries.js';
import type { LoadContext, LoadedSubject, Reader } from './frame-types.js';
import { loadLines } from '../bodies-and-services/line.queries.js';
import { loadLots } from '../purchases/lot.queries.js';
import { loadEvaluators } from '../bodies-and-services/evaluator.queries.js';
import { loadProgrammes } from '../purchases/programme.queries.js';
import { loadTenders } from '../purchases/tender.queries.js';

type Loader = (reader: Reader, ids: readonly string[], context: LoadContext) => Promise<LoadedSubject[]>;

const LOADERS: Readonly<Record<LotwiseSubject, Loader>> = {
  programme: loadProgrammes,
  tender: loadTenders,
  lot: loadLots,
  contract: loadContracts,
  service_line: loadLines,
  agency: loadAgencies,
  buyer: loadBuyers,
  evaluator: loadEvaluators,
  community: loadCommunities,
  evaluation_scheme: loadSchemes,
};

export type SubjectRef = Pick<Subject, 'type' | 'id'>;
export const refName = ({ type, id }: SubjectRef): string => `${type}:${id}`;

/**
 * The facts of many subjects, a few statements for each type however many there are. The same loaders serve the job, the
 * full pass and the preview. What is not there any more is left out.
 */
export async function loadSubjects(
  reader: Reader,
  subjects: readonly SubjectRef[],
  context: LoadContext,
): Promise<LoadedSubject[]> {
  const loaded: LoadedSubject[] = [];
  for (const type of Object.keys(LOADERS) as LotwiseSubject[]) {
    const ids = subjects.filter((subject) => subject.type === type).map((subject) => subject.id);
    if (ids.length > 0) loaded.push(...(await LOADERS[type](reader, ids, context)));
  }
  return loaded;
}
