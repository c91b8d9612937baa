import { createBulkInsert } from '../../kernel/database/rows.js';
import { Survey } from './survey.entity.js';
import { SurveyStratum } from './survey-stratum.entity.js';
import { SurveyFrame } from './survey-frame.entity.js';
import { SurveyAnswer } from './answers/survey-answer.entity.js';
import { SurveySlip } from './answers/survey-slip.entity.js';

export const insertSurveys = createBulkInsert(Survey);
export const insertStrata = createBulkInsert(SurveyStratum);
export const insertFrames = createBulkInsert(SurveyFrame);
export const insertAnswers = createBulkInsert(SurveyAnswer);
export const insertSlips = createBulkInsert(SurveySlip);
