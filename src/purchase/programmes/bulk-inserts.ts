import { createBulkInsert } from '../../kernel/database/rows.js';
import { Programme } from './programme.entity.js';
import { BudgetLine } from './budget-lines/budget-line.entity.js';

export const insertProgrammes = createBulkInsert(Programme);
export const insertBudgetLines = createBulkInsert(BudgetLine);
