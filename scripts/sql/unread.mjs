/** Calls whose text the check of SQL cannot read, by file and function, with the reason. */
export const UNREAD = new Map([
  ['src/kernel/database/prepared.ts run', 'sends what its callers give it; they are checked'],
  ['src/kernel/database/transactions.ts open', 'ends the transaction'],
  ['src/kernel/database/transactions.ts savepoint', 'names a savepoint by its depth'],
  ['src/kernel/database/rows.ts send', 'statements of single rows, made from the columns of entities'],
  ['src/kernel/database/rows.ts updateRow', 'statements of single rows, made from the columns of entities'],
  [
    'src/kernel/queue/owed-sweep.ts again',
    'joins the subqueries of event jobs, each of which is checked where it is declared',
  ],
  ['src/kernel/embedded/index.ts makeDatabase', 'makes a database, whose name is no parameter'],
  [
    'src/care/delivery/contract-evidence.ts assertContractEvidence',
    'joins the subqueries of other rooms, each of which is checked where it is contributed',
  ],
  ['src/purchase/bids/bids.queries.ts findOpenedBid', 'asks contributed readers for a condition'],
  ['migrations/1800000000002-public-lists.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000004-views.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000005-lots.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000006-several-suppliers.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000009-evaluation-sheets.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000011-settlements.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000007-workers.ts up', 'runs the SQL files, as the check itself does'],
  ['migrations/1800000000000-baseline.ts up', 'runs the SQL files, as the check itself does'],
]);
