import { ChangeLog } from '../../src/kernel/audit/change-log.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Nudge } from '../../src/kernel/outbox/nudge.js';
import type { TestApp } from './app.js';

/** Units of work on an application's database by the role that owns it, as maintenance has them. */
export const maintainOf = (app: TestApp): Transactions =>
  new Transactions(app.dataSource, app.running.app.get(ChangeLog), new Nudge());
