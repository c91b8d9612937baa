import type { DemoRegion } from './demonstration.types.js';

export const PROVINCE = '990000';
export const CITY = '990200';
export const DISTRICT_K = '990203';
export const DISTRICT_Q = '990204';

/** The study's anonymous places. Codes that begin with 99 are outside GB/T 2260. */
export const DEMO_REGIONS: readonly DemoRegion[] = [
  { code: PROVINCE, name: 'N省', parent: null, level: 'province' },
  { code: CITY, name: 'B市', parent: PROVINCE, level: 'city' },
  { code: DISTRICT_K, name: 'K区', parent: CITY, level: 'district' },
  { code: DISTRICT_Q, name: 'Q区', parent: CITY, level: 'district' },
];
