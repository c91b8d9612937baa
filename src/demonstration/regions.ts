/** The study's anonymous places: N省, B市, K区, Q区. The shipped list of regions holds them, outside GB/T 2260. */
export const PROVINCE = '990000';
export const CITY = '990200';
export const DISTRICT_K = '990203';
export const DISTRICT_Q = '990204';
