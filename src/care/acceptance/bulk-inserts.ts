import { createBulkInsert } from '../../kernel/database/rows.js';
import { Acceptance } from './acceptance.entity.js';

export const insertAcceptances = createBulkInsert(Acceptance);
