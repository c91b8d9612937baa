import { bulkInsertOf } from '../../kernel/database/rows.js';
import { EvaluationScheme } from './schemes/evaluation-scheme.entity.js';
import { Evaluation } from './evaluation.entity.js';
import { EvaluationScore } from './evaluation-score.entity.js';

export const insertSchemes = bulkInsertOf(EvaluationScheme);
export const insertEvaluations = bulkInsertOf(Evaluation);
export const insertScores = bulkInsertOf(EvaluationScore);
