import type { CategoryCode, TargetGroupCode } from '../../law/code-lists/code-lists.js';
import { CITY, PROVINCE } from '../regions.js';
import type { Place } from './study-deals.js';

/** Whom a category serves, and what stands at the end of the invented agencies' names. */
interface CategoryWords {
  targetGroup: TargetGroupCode;
  suffixes: readonly [string, ...string[]];
}

/**
 * Of the agencies that won community social work, the study says, only half are social-work bodies by name: so the two
 * endings of that category take turns. Everything else about the names is invention.
 */
const WORDS: Partial<Readonly<Record<CategoryCode, CategoryWords>>> = {
  ELDERLY_HOME_CARE: {
    targetGroup: 'ELDERLY',
    suffixes: ['居家养老服务中心', '为老服务中心', '家政服务有限公司'],
  },
  COMMUNITY_SOCIAL_WORK: {
    targetGroup: 'COMMUNITY_ALL',
    suffixes: ['社会工作服务中心', '社区发展促进会'],
  },
  ORG_INCUBATION: {
    targetGroup: 'SOCIAL_ORGANISATIONS',
    suffixes: ['社会组织孵化中心'],
  },
  ORG_REGISTRATION_SUPPORT: {
    targetGroup: 'SOCIAL_ORGANISATIONS',
    suffixes: ['社会组织服务中心'],
  },
  ORG_STAFF_TRAINING: {
    targetGroup: 'SOCIAL_ORGANISATIONS',
    suffixes: ['公益人才培训中心'],
  },
  EVALUATION_ACCEPTANCE: {
    targetGroup: 'SOCIAL_ORGANISATIONS',
    suffixes: ['社会服务评估中心'],
  },
  ORG_GRADE_ASSESSMENT: {
    targetGroup: 'SOCIAL_ORGANISATIONS',
    suffixes: ['社会组织评估中心'],
  },
  POVERTY_COUNTY_SOCIAL_WORK: {
    targetGroup: 'COMMUNITY_ALL',
    suffixes: ['社会工作服务中心'],
  },
};

export function getCategoryWords(category: CategoryCode): CategoryWords {
  const words = WORDS[category];
  if (words === undefined) throw new RangeError(`the study buys no ${category}`);
  return words;
}

export const PLACES: Readonly<Record<Place, { region: string; name: string; text: string | null }>> = {
  B: { region: CITY, name: 'B市', text: null },
  R: { region: PROVINCE, name: 'N省', text: 'N省（B市以外）' },
};

const FIRST = [...'安和康明嘉瑞春乐善同益仁惠'];
const SECOND = [...'泽馨宁晖禾源桥舟田林光雨'];

/** The n-th of 156 invented names: `B市示例安泽居家养老服务中心`. */
export function agencyName(n: number, category: CategoryCode, place: Place, order: number): string {
  const root = `${FIRST[n % FIRST.length] ?? ''}${SECOND[Math.floor(n / FIRST.length)] ?? ''}`;
  if (root.length < 2) throw new RangeError('more agencies than names');
  const { suffixes } = getCategoryWords(category);
  // The rest of the province begins with the second ending, so that both years split in two halves.
  const turn = (order - 1 + (place === 'R' ? 1 : 0)) % suffixes.length;
  return `${PLACES[place].name}示例${root}${suffixes[turn] ?? suffixes[0]}`;
}
