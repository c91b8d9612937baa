import { demoId, formatNumberedKey } from '../demo-id.js';
import type { DemoOrganisation, DemoPerson } from '../demonstration-types.js';
import { CITY, DISTRICT_K, DISTRICT_Q } from '../regions.js';

export const fictionId = (key: string): string => demoId('fiction', key);

export type District = 'K' | 'Q';
export const DISTRICTS: Readonly<Record<District, { name: string; region: string; bureau: string }>> = {
  K: { name: 'K区', region: DISTRICT_K, bureau: fictionId('bureau-K') },
  Q: { name: 'Q区', region: DISTRICT_Q, bureau: fictionId('bureau-Q') },
};

/** Agencies that bid for what the districts' bureaus buy. */
export const AGENCY_COUNT = 24;
/** And those that bid for what the federations buy. */
const FURTHER_AGENCIES = 8;
/** The other buyer of each district. */
export const FEDERATIONS: Readonly<Record<District, string>> = {
  K: fictionId('federation-K'),
  Q: fictionId('federation-Q'),
};
/** Two agencies with one head: 条例 18 bars them from one contract item. */
export const SAME_HEAD: readonly [number, number] = [5, 6];
/** Two agencies with one founder and different heads. */
export const SAME_FOUNDER: readonly [number, number] = [11, 12];
/** An agency that holds a company which never bids. */
const HOLDER = 20;

export const EVALUATOR_ID = fictionId('evaluator');
/** S04, S06A: its founder heads an agency, and its points heap just above the grades. */
export const PARTIAL_EVALUATOR_ID = fictionId('evaluator-2');
/** Whose head founded that evaluator. */
const FOUNDING_AGENCY = 8;
/** Beside it an agency whose head bears the name of the evaluator's head and is somebody else. */
const NAMESAKE_AGENCY = 7;
const HELD_ID = fictionId('held-company');
export const agencyId = (n: number): string => fictionId(formatNumberedKey('agency', n));

const SURNAMES = [...'赵钱孙李周吴郑王'];
const STEMS = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯'];
/** 赵某甲, 钱某甲, …: the customary way to write somebody who does not exist. */
const person = (n: number): DemoPerson => ({
  key: formatNumberedKey('fiction-person', n),
  name: `${SURNAMES[n % SURNAMES.length] ?? ''}某${STEMS[Math.floor(n / SURNAMES.length)] ?? ''}`,
});

const ROOTS = [...'松竹梅兰菊荷桂柏枫槐榆桐杏桃李棠茶莲葵芷蕙蘅薇苓芸荟荻菖萱蓉蓼芹'];
const ENDINGS = ['社会工作服务中心', '社区服务中心', '为老服务中心'];

export function fictionOrganisations(): DemoOrganisation[] {
  return [
    ...Object.values(DISTRICTS).map(({ name, region, bureau }, i) => ({
      ...body(bureau, `bureau-${name}`, 'bureau', `虚构${name}民政局`, region),
      relationsKnown: true,
      heads: [person(63 + i)],
    })),
    ...Array.from({ length: AGENCY_COUNT + FURTHER_AGENCIES }, (_, i) => agency(i + 1)),
    ...Object.entries(FEDERATIONS).map(([district, id], i) => ({
      ...body(
        id,
        `federation-${district}`,
        'bureau',
        `虚构${district}区残疾人联合会`,
        DISTRICTS[district as District].region,
      ),
      relationsKnown: true,
      heads: [person(66 + i)],
    })),
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
    {
      ...body(PARTIAL_EVALUATOR_ID, 'evaluator-2', 'evaluator', '虚构鹊桥社会服务评估中心', CITY),
      relationsKnown: true,
      heads: [{ ...person(65), name: person(NAMESAKE_AGENCY).name }],
      founders: [person(FOUNDING_AGENCY)],
    },
  ];
}

function body(id: string, key: string, kind: DemoOrganisation['kind'], name: string, region: string): DemoOrganisation {
  return { id, key, kind, name, region, categories: [], relationsKnown: false, heads: [], founders: [], holds: [] };
}

/** S01: two of nine are licensed; beside it an agency of home care with five of twelve. Of the others nothing is known. */
const STAFF: Readonly<Record<number, Pick<DemoOrganisation, 'categories' | 'staff'>>> = {
  11: { categories: ['ELDERLY_HOME_CARE'], staff: { licensed: 5, fullTime: 12 } },
  16: { categories: ['ELDERLY_HOME_CARE'], staff: { licensed: 2, fullTime: 9 } },
};

function agency(n: number): DemoOrganisation {
  // People of the further agencies come after all others.
  const own = n > AGENCY_COUNT ? 44 + n : n;
  const head = n === SAME_HEAD[1] ? SAME_HEAD[0] : own;
  const founder = n === SAME_FOUNDER[1] ? SAME_FOUNDER[0] : own;
  return {
    ...body(
      agencyId(n),
      formatNumberedKey('agency', n),
      'agency',
      `虚构${ROOTS[n - 1] ?? ''}园${ENDINGS[n % ENDINGS.length] ?? ''}`,
      CITY,
    ),
    ...STAFF[n],
    relationsKnown: true,
    heads: [person(head)],
    founders: [person(30 + founder)],
    holds: n === HOLDER ? [HELD_ID] : [],
  };
}
