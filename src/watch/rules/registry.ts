import type { Basis, Severity, SubjectType, Text } from '../runs/assessment.types.js';
import type { Indicator, Parameter } from './indicator.types.js';
import { C05 } from '../indicators/c05-regular-prices.js';
import { C08 } from '../indicators/c08-related-suppliers.js';
import { C10 } from '../indicators/c10-low-price.js';
import { C11 } from '../indicators/c11-identical-prices.js';
import { C14 } from '../indicators/c14-single-bid.js';
import { G01 } from '../indicators/g01-gap.js';
import { G02 } from '../indicators/g02-cliff-ahead.js';
import { G03 } from '../indicators/g03-stop-start.js';
import { G04 } from '../indicators/g04-no-plan.js';
import { G05 } from '../indicators/g05-provider-changed.js';
import { G06 } from '../indicators/g06-successor-late.js';
import { G07 } from '../indicators/g07-duplicate-coverage.js';
import { S05 } from '../indicators/s05-dependence.js';
import { S10 } from '../indicators/s10-always-the-same.js';
import { S01 } from '../indicators/s01-supply-does-not-fit.js';
import { S02 } from '../indicators/s02-professional-share.js';
import { S03 } from '../indicators/s03-activity-for-show.js';
import { S04 } from '../indicators/s04-three-in-one.js';
import { S06A, S06B, S06C, S06D } from '../indicators/s06-evaluation-gaming.js';
import { S07 } from '../indicators/s07-resident-absent.js';
import { S08 } from '../indicators/s08-residents-disagree.js';
import { S09 } from '../indicators/s09-need-unmet.js';
import { S11 } from '../indicators/s11-outside-the-contract.js';
import { S12 } from '../indicators/s12-scores-without-profession.js';
import { S13 } from '../indicators/s13-money-ends-first.js';
import { W01 } from '../indicators/w01-short-window.js';
import { W02 } from '../indicators/w02-delayed-window.js';
import { W03 } from '../indicators/w03-late-for-its-year.js';
import { W04 } from '../indicators/w04-output-impossible.js';
import { W05 } from '../indicators/w05-rush.js';
import { W06 } from '../indicators/w06-statutory-clocks.js';
import { W07 } from '../indicators/w07-late-evaluation.js';

/** The rules this product promises; the registry refuses to load without any one of them. */
export const INDICATOR_IDS = [
  'W01',
  'W02',
  'W03',
  'W04',
  'W05',
  'W06',
  'W07',
  'C05',
  'C08',
  'C10',
  'C11',
  'C14',
  'G01',
  'G02',
  'G03',
  'G04',
  'G05',
  'G06',
  'G07',
  'S05',
  'S10',
  'S01',
  'S02',
  'S03',
  'S04',
  'S06A',
  'S06B',
  'S06C',
  'S06D',
  'S07',
  'S08',
  'S09',
  'S11',
  'S12',
  'S13',
] as const;
export type IndicatorId = (typeof INDICATOR_IDS)[number];

export const INDICATORS: readonly Indicator[] = registered([
  W01,
  W02,
  W03,
  W04,
  W05,
  W06,
  W07,
  C05,
  C08,
  C10,
  C11,
  C14,
  G01,
  G02,
  G03,
  G04,
  G05,
  G06,
  G07,
  S05,
  S10,
  S01,
  S02,
  S03,
  S04,
  S06A,
  S06B,
  S06C,
  S06D,
  S07,
  S08,
  S09,
  S11,
  S12,
  S13,
]);

/** In the order of the ids. Throws on a missing, unknown or repeated id, and on a rule without a text. */
export function registered(indicators: readonly Indicator[]): readonly Indicator[] {
  const ids = indicators.map(({ id }) => id);
  for (const id of INDICATOR_IDS) if (!ids.includes(id)) throw new Error(`indicator ${id} is missing`);
  for (const { id, title, description, limitation } of indicators) {
    if (!INDICATOR_IDS.some((known) => known === id)) throw new Error(`indicator ${id} is not known`);
    if (ids.filter((other) => other === id).length > 1) throw new Error(`indicator ${id} is there twice`);
    for (const text of [title, description, limitation])
      if (text.en === '' || text.zh === '') throw new Error(`indicator ${id} lacks a text`);
  }
  return INDICATOR_IDS.flatMap((id) => indicators.filter((indicator) => indicator.id === id));
}

export function indicatorOf(id: IndicatorId): Indicator {
  const found = INDICATORS.find((indicator) => indicator.id === id);
  if (found === undefined) throw new Error(`no indicator ${id}`);
  return found;
}

/** An indicator as `GET /risk/indicators` shows it. */
export interface IndicatorCard {
  id: string;
  version: number;
  severity: Severity;
  family: Indicator['family'];
  subjectTypes: readonly SubjectType[];
  title: Text;
  description: Text;
  parameters: readonly Parameter[];
  basis: Basis;
  limitation: Text;
}

export function indicatorCards(): IndicatorCard[] {
  return INDICATORS.map(
    ({ id, version, severity, family, subjectTypes, title, description, parameters, basis, limitation }) => ({
      id,
      version,
      severity,
      family,
      subjectTypes,
      title,
      description,
      parameters,
      basis,
      limitation,
    }),
  );
}
