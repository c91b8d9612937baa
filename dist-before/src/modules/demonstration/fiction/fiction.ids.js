import { fictionId } from './fiction.bodies.js';
export const yuan = (amount) => `${amount}.00`;
export const tenderId = (key) => fictionId(`tender-${key}`);
export const contractId = (lotKey) => fictionId(`contract-${lotKey}`);
export const lineId = (key) => fictionId(`line-${key}`);
export const communityId = (key) => fictionId(`community-${key}`);
export const programmeId = ({ district, year }) => fictionId(`programme-${district}-${year - 1}`);
/** Published in the invented market only, which the reference says wherever the fact is shown. */
export const sourceOf = (projectNo, publishedOn) => ({
    kind: 'notice',
    url: null,
    publishedOn,
    reference: `虚构 (invented) ${projectNo}`,
});
/** What a person states about a contract; nothing of it was published. */
export const statementOf = (projectNo) => ({ ...sourceOf(projectNo, null), kind: 'statement' });
//# sourceMappingURL=fiction.ids.js.map