import { bulkInsertOf } from '../../kernel/database/rows.js';
import { Programme } from './programme.entity.js';
import { BudgetLine } from './budget-lines/budget-line.entity.js';

export const insertProgrammes = bulkInsertOf(Programme);
export const insertBudgetLines = bulkInsertOf(BudgetLine);
