import { createBulkInsert } from '../../kernel/database/rows.js';
import { EvaluationScheme } from './schemes/evaluation-scheme.entity.js';
import { Evaluation } from './evaluation.entity.js';
import { EvaluationScore } from './evaluation-score.entity.js';

export const insertSchemes = createBulkInsert(EvaluationScheme);
export const insertEvaluations = createBulkInsert(Evaluation);
export const insertScores = createBulkInsert(EvaluationScore);
