import { demoId, numbered } from '../demo-id.js';
import { CITY, DISTRICT_K, DISTRICT_Q } from '../regions.js';
export const fictionId = (key) => demoId('fiction', key);
export const DISTRICTS = {
    K: { name: 'K区', region: DISTRICT_K, bureau: fictionId('bureau-K') },
    Q: { name: 'Q区', region: DISTRICT_Q, bureau: fictionId('bureau-Q') },
};
export const AGENCY_COUNT = 24;
/** Two agencies with one head: 条例 18 bars them from one contract item. */
export const SAME_HEAD = [5, 6];
/** Two agencies with one founder and different heads. */
export const SAME_FOUNDER = [11, 12];
/** An agency that holds a company which never bids. */
const HOLDER = 20;
export const EVALUATOR_ID = fictionId('evaluator');
const HELD_ID = fictionId('held-company');
export const agencyId = (n) => fictionId(numbered('agency', n));
const SURNAMES = [...'赵钱孙李周吴郑王'];
const STEMS = [...'甲乙丙丁戊己庚辛壬癸'];
/** 赵某甲, 钱某甲, …: the customary way to write somebody who does not exist. */
const person = (n) => ({
    key: numbered('fiction-person', n),
    name: `${SURNAMES[n % SURNAMES.length] ?? ''}某${STEMS[Math.floor(n / SURNAMES.length)] ?? ''}`,
});
const ROOTS = [...'松竹梅兰菊荷桂柏枫槐榆桐杏桃李棠茶莲葵芷蕙蘅薇苓'];
const ENDINGS = ['社会工作服务中心', '社区服务中心', '为老服务中心'];
export function fictionOrganisations() {
    return [
        ...Object.values(DISTRICTS).map(({ name, region, bureau }) => body(bureau, `bureau-${name}`, 'bureau', `虚构${name}民政局`, region)),
        ...Array.from({ length: AGENCY_COUNT }, (_, i) => agency(i + 1)),
        {
            ...body(HELD_ID, 'held-company', 'enterprise', '虚构松龄长者餐饮有限公司', CITY),
            relationsKnown: true,
            heads: [person(60)],
            founders: [person(61)],
        },
        {
            ...body(EVALUATOR_ID, 'evaluator', 'evaluator', '虚构明镜社会服务评估中心', CITY),
            relationsKnown: true,
            heads: [person(62)],
        },
    ];
}
function body(id, key, kind, name, region) {
    return { id, key, kind, name, region, categories: [], relationsKnown: false, heads: [], founders: [], holds: [] };
}
/** S01: two of nine are licensed; beside it an agency of home care with five of twelve. Of the others nothing is known. */
const STAFF = {
    11: { categories: ['ELDERLY_HOME_CARE'], staff: { licensed: 5, fullTime: 12 } },
    16: { categories: ['ELDERLY_HOME_CARE'], staff: { licensed: 2, fullTime: 9 } },
};
function agency(n) {
    const head = n === SAME_HEAD[1] ? SAME_HEAD[0] : n;
    const founder = n === SAME_FOUNDER[1] ? SAME_FOUNDER[0] : n;
    return {
        ...body(agencyId(n), numbered('agency', n), 'agency', `虚构${ROOTS[n - 1] ?? ''}园${ENDINGS[n % ENDINGS.length] ?? ''}`, CITY),
        ...STAFF[n],
        relationsKnown: true,
        heads: [person(head)],
        founders: [person(30 + founder)],
        holds: n === HOLDER ? [HELD_ID] : [],
    };
}
//# sourceMappingURL=fiction.bodies.js.map