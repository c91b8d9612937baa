import { readReason, say, withApplication, type Command } from './command.js';

export const restored: Command = {
  usage: '--reason TEXT',
  does: 'after a restore, before anything runs: says so in audit, feed and anchors; lists files that are missing, and people to be erased again',
  async run(args) {
    const reason = readReason('restored', args);
    const { Transactions } = await import('../../kernel/database/transactions.js');
    const { Anchors, UnknownAnchorFileError } = await import('../../kernel/audit/anchors/anchors.js');
    const { DocumentStore } = await import('../../kernel/documents/document-store.js');
    const { ErasureList } = await import('../../people/personal-data/erasure-list.js');
    const { FeedInUseError, RestoreRecorder } = await import('../../kernel/restore/record-restore.js');
    try {
      const { lostErasures, ...record } = await withApplication(async (app) => ({
        ...(await new RestoreRecorder(app.get(Transactions), app.get(Anchors), app.get(DocumentStore)).record(reason)),
        lostErasures: await app.get(ErasureList).listMissing(),
      }));
      say(JSON.stringify({ ...record, lostErasures }, null, 1));
      return record.missingDocuments.count === 0 && lostErasures.length === 0 ? 0 : 1;
    } catch (error) {
      if (!(error instanceof FeedInUseError) && !(error instanceof UnknownAnchorFileError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};
