import type { Text } from '../../kernel/errors/texts.js';
import { tenderId } from './fiction-ids.js';

/** A lot of the invented market that was made to be looked at. */
export interface FictionCase {
  indicator: 'C05' | 'C08' | 'C11' | 'C14';
  expected: 'triggered' | 'clear' | 'not_applicable';
  tenderKey: string;
  tender: string;
  lot: number;
  why: Text;
}

const buildCase = (
  indicator: FictionCase['indicator'],
  expected: FictionCase['expected'],
  tenderKey: string,
  lot: number,
  en: string,
  zh: string,
): FictionCase => ({ indicator, expected, tenderKey, tender: tenderId(tenderKey), lot, why: { en, zh } });

/** Five staged lots, followed by what looks like them and is honest. */
export const FICTION_CASES: readonly FictionCase[] = [
  buildCase(
    'C05',
    'triggered',
    'K-ELDERLY_HOME_CARE-2-2024',
    1,
    'seven bids 3 700 yuan apart',
    '七家报价依次相差3700元',
  ),
  buildCase(
    'C05',
    'clear',
    'Q-ELDERLY_HOME_CARE-2-2024',
    1,
    'three rounded bids about 20 000 yuan apart',
    '三家取整报价依次相差约2万元',
  ),
  buildCase(
    'C08',
    'triggered',
    'K-COMMUNITY_SOCIAL_WORK-2-2024',
    1,
    'two bidders with the same head',
    '两家投标机构负责人为同一人',
  ),
  buildCase(
    'C08',
    'triggered',
    'Q-COMMUNITY_SOCIAL_WORK-3-2024',
    1,
    'two of five bidders with one founder, heads apart: a risk',
    '五家中两家仅发起人相同：风险',
  ),
  buildCase(
    'C08',
    'clear',
    'Q-ELDERLY_HOME_CARE-1-2024',
    1,
    'one of those with the same head and one of those with one founder, each without the other',
    '同一负责人、同一发起人的两对机构各只有一家参加',
  ),
  buildCase(
    'C11',
    'triggered',
    'K-COMMUNITY_SOCIAL_WORK-1-2024',
    1,
    'two of six bids equal to the yuan',
    '六家中两家报价分毫不差',
  ),
  buildCase(
    'C11',
    'not_applicable',
    'Q-COMMUNITY_SOCIAL_WORK-1-2024',
    1,
    'a fixed-price lot: all bids equal',
    '固定价标段，报价全部相同',
  ),
  buildCase(
    'C11',
    'clear',
    'Q-COMMUNITY_SOCIAL_WORK-2-2024',
    1,
    'two of seven rounded bids equal',
    '七家取整报价中两家相同',
  ),
  buildCase('C14', 'triggered', 'K-DISABILITY-1-2024', 1, 'one bid', '只有一家投标'),
  buildCase(
    'C14',
    'clear',
    'Q-DISABILITY-1-2024',
    1,
    'two bidders, lawful in a consultation for a service',
    '两家参加，服务类磋商依法可继续',
  ),
];
