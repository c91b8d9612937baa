import { bulkInsertOf } from '../../kernel/database/rows.js';
import { Survey } from './survey.entity.js';
import { SurveyStratum } from './survey-stratum.entity.js';
import { SurveyFrame } from './survey-frame.entity.js';
import { SurveyAnswer } from './answers/survey-answer.entity.js';

export const insertSurveys = bulkInsertOf(Survey);
export const insertStrata = bulkInsertOf(SurveyStratum);
export const insertFrames = bulkInsertOf(SurveyFrame);
export const insertAnswers = bulkInsertOf(SurveyAnswer);
