import { parseArgs } from 'node:util';
import { say, UsageError, withApplication, type Command } from './command.js';

const USAGE = 'restored --reason TEXT';
const LONGEST_REASON = 500;

function readReason(args: string[]): string {
  let reason: string | undefined;
  try {
    reason = parseArgs({ args, options: { reason: { type: 'string' } } }).values.reason?.trim();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (!reason) throw new UsageError(USAGE);
  if (reason.length > LONGEST_REASON) throw new UsageError(`The reason has at most ${LONGEST_REASON} characters.`);
  return reason;
}

export const restored: Command = {
  usage: '--reason TEXT',
  does: 'after a restore, before anything runs: says so in audit, feed and anchors; lists files that are missing',
  async run(args) {
    const reason = readReason(args);
    const { Transactions } = await import('../../kernel/database/transactions.js');
    const { Anchors, UnknownAnchorFileError } = await import('../../kernel/audit/anchors/anchors.js');
    const { DocumentStore } = await import('../../kernel/documents/document-store.js');
    const { FeedInUseError, RestoreRecorder } = await import('../../kernel/restore/record-restore.js');
    try {
      const record = await withApplication((app) =>
        new RestoreRecorder(app.get(Transactions), app.get(Anchors), app.get(DocumentStore)).record(reason),
      );
      say(JSON.stringify(record, null, 1));
      return record.missingDocuments.count === 0 ? 0 : 1;
    } catch (error) {
      if (!(error instanceof FeedInUseError) && !(error instanceof UnknownAnchorFileError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};
