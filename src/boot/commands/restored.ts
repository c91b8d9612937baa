import { readReason, say, withApplication, type Command } from './command.js';

export const restored: Command = {
  usage: '--reason TEXT',
  does: 'after a restore, before anything runs: says so in audit, feed and anchors; lists files that are missing or left over, and people to be erased again',
  async run(args) {
    const reason = readReason('restored', args);
    const { Transactions } = await import('../../kernel/database/transactions.js');
    const { Anchors, UnknownAnchorFileError } = await import('../../kernel/audit/anchors/anchors.js');
    const { DocumentStore } = await import('../../kernel/documents/document-store.js');
    const { ChangeLog } = await import('../../kernel/audit/change-log.js');
    const { assertAuditKeys, OtherAuditKeysError } = await import('../../kernel/restore/audit-keys.js');
    const { listNeededOpeningKeys } = await import('../../purchase/bids/opening/opening-keys.queries.js');
    const { ErasureList } = await import('../../people/personal-data/erasure-list.js');
    const { FeedInUseError, RestoreRecorder } = await import('../../kernel/restore/record-restore.js');
    try {
      const { lostErasures, openingKeys, ...record } = await withApplication(async (app) => {
        const transactions = app.get(Transactions);
        await assertAuditKeys(transactions.reader, app.get(ChangeLog).seals);
        return {
          ...(await new RestoreRecorder(transactions, app.get(Anchors), app.get(DocumentStore)).record(reason)),
          lostErasures: await app.get(ErasureList).listMissing(),
          openingKeys: await listNeededOpeningKeys(transactions.reader),
        };
      });
      say(JSON.stringify({ ...record, lostErasures, openingKeys }, null, 1));
      const isWhole = record.missingDocuments.count === 0 && record.unfiledAnchors === null;
      return isWhole && lostErasures.length === 0 ? 0 : 1;
    } catch (error) {
      const isKnown = [FeedInUseError, UnknownAnchorFileError, OtherAuditKeysError].some(
        (type) => error instanceof type,
      );
      if (!(error instanceof Error) || !isKnown) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};
