import { loadAgencies, loadBuyers } from './body.loader.js';
import { loadCommunities } from './community.loader.js';
import { loadContracts } from './contract.loader.js';
import { loadSchemes } from './criteria.loader.js';
import { loadLines } from './line.loader.js';
import { loadLots } from './lot.loader.js';
import { loadEvaluators } from './evaluator.loader.js';
import { loadProgrammes } from './programme.loader.js';
import { loadTenders } from './tender.loader.js';
const LOADERS = {
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
export const refName = ({ type, id }) => `${type}:${id}`;
/**
 * The facts of many subjects, a few statements for each type however many there are. The same loaders serve the job, the
 * full pass and the preview. What is not there any more is left out.
 */
export async function loadSubjects(reader, subjects, context) {
    const loaded = [];
    for (const type of Object.keys(LOADERS)) {
        const ids = subjects.filter((subject) => subject.type === type).map((subject) => subject.id);
        if (ids.length > 0)
            loaded.push(...(await LOADERS[type](reader, ids, context)));
    }
    return loaded;
}
//# sourceMappingURL=load.js.map