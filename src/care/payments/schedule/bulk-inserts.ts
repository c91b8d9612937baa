import { createBulkInsert } from '../../../kernel/database/rows.js';
import { Payment } from '../payment.entity.js';

export const insertPayments = createBulkInsert(Payment);
