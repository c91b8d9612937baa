import { bulkInsertOf } from '../../kernel/database/rows.js';
import { Acceptance } from './acceptance.entity.js';

export const insertAcceptances = bulkInsertOf(Acceptance);
