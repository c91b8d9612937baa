import { readReason, say, withApplication, type Command } from './command.js';

export const acceptRowsCommand: Command = {
  usage: '--reason TEXT',
  does: 'records, with the reason, that rows which `verify-audit --tables` names are right as they stand',
  async run(args) {
    const reason = readReason('accept-rows', args);
    const { SYSTEM } = await import('../../kernel/access/principal.js');
    const { acceptRows } = await import('../../kernel/audit/tables/accepted-rows.js');
    const { Transactions } = await import('../../kernel/database/transactions.js');
    const { count, first } = await withApplication((app) =>
      app.get(Transactions).run(SYSTEM, (tx) => acceptRows(tx, 'accepted', reason)),
    );
    say(JSON.stringify({ count, first: first.map(({ what, table, id }) => ({ what, table, id })) }, null, 1));
    return 0;
  },
};
