/** What a contract of the invented market was made to show; `usual` shows nothing. */
export type Character =
  | 'usual'
  | 'rush'
  | 'outings'
  | 'show'
  | 'silent'
  | 'heard'
  | 'unprofessional'
  | 'unserved'
  | 'outside'
  | 'aside'
  | 'overpromised'
  | 'midway'
  | 'backfilled';

/** By the lot: each that is to be looked at beside one that looks like it. The rest is usual. */
const CHARACTERS: Readonly<Record<string, Character>> = {
  // W05: most of the year's minutes in its last weeks; beside it four outings, of which two happen to be late.
  'Q-ELDERLY_HOME_CARE-1-2024': 'rush',
  'Q-ELDERLY_HOME_CARE-2-2024': 'outings',
  // S02: a quarter of the minutes where two thirds were promised; the others keep it.
  'K-ELDERLY_HOME_CARE-3-2024': 'unprofessional',
  // S03: one activity after another where cases and groups were promised.
  'K-COMMUNITY_SOCIAL_WORK-3-2024': 'show',
  // S07: eight of sixty answer; beside it twenty of twenty-four.
  'K-CHILD_PROTECTION-1-2024': 'silent',
  'Q-CHILD_PROTECTION-1-2024': 'heard',
  // S08: by the records everybody was served, by their answers a third; beside it the line where most answer.
  'Q-COMMUNITY_SOCIAL_WORK-2-2024': 'unserved',
  // S11: a third of the minutes outside the contract; beside it a twelfth.
  'K-SOCIAL_WORK_STATION-1-2024': 'outside',
  'Q-SOCIAL_WORK_STATION-1-2024': 'aside',
  // W04: four times what the others promise, in the same year.
  'K-COMMUNITY_SOCIAL_WORK-2-2024': 'overpromised',
  // S06C: some of what is laid before the evaluator was written in January; beside it what was written on the day.
  'K-ORG_INCUBATION-2024-1': 'backfilled',
  // S06D: residents were asked at mid-year, and the points name that sample; beside it points that name none.
  'K-DISABILITY-1-2024': 'midway',
};
export const getCharacter = (lot: string): Character => CHARACTERS[lot] ?? 'usual';

/** G05: another agency follows on this line and nobody recorded who took its residents over. */
export const UNHANDED_LOT = 'Q-DISABILITY-1-2024';
/** W07: evaluated in September, while who goes on could still be bought in time; the complete chain was in January. */
export const EVALUATED_LOT = 'Q-COMMUNITY_SOCIAL_WORK-3-2024';
/** G06: of this line more is known, and by then nobody had bought what follows its second contract. */
export const LATE_LINE = 'Q-SOCIAL_WORK_STATION-1';
/** S13: paid at its acceptance, from money that may be used for two weeks less; beside it money of the next spring. */
export const SHORT_MONEY_LOT = 'K-CHILD_PROTECTION-1-2024';
export const LONG_MONEY_LOT = 'Q-CHILD_PROTECTION-1-2024';
/** S09: a need that was verified and never planned, and one that stands in a programme. */
export const UNMET_NEED_LINE = 'K-DISABILITY-1';
export const PLANNED_NEED_LINE = 'Q-DISABILITY-1';
