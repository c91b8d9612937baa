import { leavesOf } from '../../evaluations/scheme.rules.js';
import { hundredths } from '../../tenders/conducted/draft.rules.js';
import { BODY_KEY, keyOf } from './fragments.sql.js';
import { sortedIds } from './frame.types.js';
/** What a tender scores. Of one recorded from elsewhere it is not known. */
export function tenderCriteria(method, terms) {
    if (terms === null)
        return { scored: method === 'SINGLE_SOURCE' ? false : null, parts: null };
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
const SCHEMES = `
  SELECT r.id, ${keyOf('evaluation_scheme', 'r.id', `concat_ws('/', r.dataset, ${BODY_KEY}, r.name, r.no)`)} AS key, r.dataset, o.region,
    r.owner_id, r.dimensions
  FROM evaluation_scheme r JOIN organisation o ON o.id = r.owner_id
  WHERE r.id = ANY ($1::uuid[]) AND r.state = 'active' ORDER BY r.id`;
/** Schemes by which services are evaluated now. */
export async function loadSchemes(reader, ids, { today }) {
    const rows = await reader.query(SCHEMES, [ids]);
    return rows.map((row) => {
        const subject = { type: 'evaluation_scheme', id: row.id, key: row.key };
        return {
            frame: {
                subject,
                dataset: row.dataset,
                region: row.region,
                programme: null,
                tender: null,
                bodies: sortedIds([row.owner_id]),
                history: false,
                uses: sortedIds([row.id, row.owner_id]),
                dueOn: null,
            },
            facts: {
                criteria: {
                    subject,
                    asOf: today,
                    conflicts: [],
                    scored: true,
                    parts: leavesOf(row.dimensions).map(({ code, name, share, kind }) => ({
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
//# sourceMappingURL=criteria.loader.js.map