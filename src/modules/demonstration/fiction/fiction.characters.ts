/** What a contract of the invented market was made to show; `usual` shows nothing. */
export type Character =
  'usual' | 'rush' | 'outings' | 'show' | 'silent' | 'heard' | 'unprofessional' | 'outside' | 'aside';

/** By the lot: each that is to be looked at beside one that looks like it. The rest is usual. */
const CHARACTERS: Readonly<Record<string, Character>> = {
  // W05: most of the year's minutes in its last weeks; beside it four outings, of which two happen to be late.
  'Q-ELDERLY_HOME_CARE-1-2024': 'rush',
  'Q-ELDERLY_HOME_CARE-2-2024': 'outings',
  // S02: a quarter of the minutes where two thirds were promised; the others keep it.
  'K-ELDERLY_HOME_CARE-3-2024': 'unprofessional',
  // S03: one activity after another where cases and groups were promised.
  'K-COMMUNITY_SOCIAL_WORK-3-2024': 'show',
  // S07: six of twenty-four answer; beside it twenty.
  'K-CHILD_PROTECTION-1-2024': 'silent',
  'Q-CHILD_PROTECTION-1-2024': 'heard',
  // S11: a third of the minutes outside the contract; beside it a twelfth.
  'K-SOCIAL_WORK_STATION-1-2024': 'outside',
  'Q-SOCIAL_WORK_STATION-1-2024': 'aside',
};
export const characterOf = (lot: string): Character => CHARACTERS[lot] ?? 'usual';
