import type { FactSource, Yuan } from '../../purchase/tenders/recording/fact-types.js';
import { fictionId } from './fiction-bodies.js';
import type { TenderPlan } from './fiction-lots.js';

export const yuan = (amount: number): Yuan => `${amount}.00`;
export const tenderId = (key: string): string => fictionId(`tender-${key}`);
export const contractId = (lotKey: string): string => fictionId(`contract-${lotKey}`);
export const lineId = (key: string): string => fictionId(`line-${key}`);
export const communityId = (key: string): string => fictionId(`community-${key}`);
export const programmeId = ({ district, year }: Pick<TenderPlan, 'district' | 'year'>): string =>
  fictionId(`programme-${district}-${year - 1}`);

/** Published in the invented market only, which the reference says wherever the fact is shown. */
export const buildSource = (projectNo: string, publishedOn: string | null): FactSource => ({
  kind: 'notice',
  url: null,
  publishedOn,
  reference: `虚构 (invented) ${projectNo}`,
});

/** What a person states about a contract; nothing of it was published. */
export const buildStatement = (projectNo: string): FactSource => ({
  ...buildSource(projectNo, null),
  kind: 'statement',
});
