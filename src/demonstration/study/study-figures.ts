import type { CategoryCode } from '../../law/code-lists/code-lists.js';

/**
 * What the study printed: tables 1 and 2 of Wang Liping, 《社会工作与基层治理的协同发展》, 甘肃社会科学 2019(5). Amounts in
 * 万元. Nothing here is corrected; docs/study-data.md shows where the paper disagrees with itself.
 */
export const STUDY_YEARS = [2017, 2018] as const;
export type StudyYear = (typeof STUDY_YEARS)[number];

export interface StudyFigure {
  category: CategoryCode;
  /** Table 1: the province, B市 included. */
  deals: number;
  wan: number;
  /** Table 2: B市. It prints three categories; of the others it says nothing, and none is put there. */
  city: { deals: number; wan: number };
  /** One price per category in the text: honest bidders all bid the ceiling. */
  fixed: boolean;
}

const figure = (
  category: CategoryCode,
  deals: number,
  wan: number,
  cityDeals = 0,
  cityWan = 0,
  fixed = false,
): StudyFigure => ({
  category,
  deals,
  wan,
  city: { deals: cityDeals, wan: cityWan },
  fixed,
});

export const STUDY_FIGURES: Readonly<Record<StudyYear, readonly StudyFigure[]>> = {
  2017: [
    figure('ELDERLY_HOME_CARE', 60, 1200, 12, 240, true),
    figure('COMMUNITY_SOCIAL_WORK', 30, 300, 11, 110, true),
    figure('ORG_INCUBATION', 23, 220, 3, 30),
    figure('ORG_REGISTRATION_SUPPORT', 2, 80),
    figure('ORG_STAFF_TRAINING', 1, 100),
    figure('EVALUATION_ACCEPTANCE', 3, 60),
    figure('ORG_GRADE_ASSESSMENT', 1, 40),
  ],
  2018: [
    figure('ELDERLY_HOME_CARE', 60, 1200, 15, 300, true),
    figure('COMMUNITY_SOCIAL_WORK', 30, 300, 12, 120, true),
    figure('ORG_INCUBATION', 21, 260, 2, 20),
    figure('ORG_REGISTRATION_SUPPORT', 1, 30),
    figure('ORG_STAFF_TRAINING', 1, 30),
    figure('EVALUATION_ACCEPTANCE', 3, 50),
    figure('POVERTY_COUNTY_SOCIAL_WORK', 20, 140),
  ],
};

/** Table 1's totals, which are the programme lines "as awarded". The text says 2000万 a year. */
export const STUDY_TOTAL_WAN: Readonly<Record<StudyYear, number>> = { 2017: 2000, 2018: 2010 };
