import { bulkInsertOf } from '../../../kernel/database/rows.js';
import { Payment } from '../payment.entity.js';

export const insertPayments = bulkInsertOf(Payment);
