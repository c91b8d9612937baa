import { todayInShanghai } from '../../../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../../../kernel/clock/plain-date.js';
import type { Fact } from '../../../../../kernel/actions/action.js';
import { guardTender, loadDocuments, type TenderGiven } from '../../tender-facts.js';
import type { LockedTenderHere } from '../../tender-circumstances.js';
import { listLotDocuments } from '../lot-documents.rules.js';
import { refuseDeductions } from './sme-policy.rules.js';

/** The day on which the documents were issued, or are. A correction changes nothing of it. */
const loadNoticeDay: Fact<LockedTenderHere, PlainDate, TenderGiven> = async ({ tx, root, today }) => {
  if (root.revision === null) return today;
  const [first] = await tx.query<{ at: Date }>(
    `SELECT published_at AS at FROM tender_revision WHERE tender_id = $1 ORDER BY revision LIMIT 1`,
    [root.id],
  );
  return first ? todayInShanghai(first.at) : today;
};

export const SME_GUARDS = {
  deduction_unlawful: guardTender(
    { documents: loadDocuments, noticeDay: loadNoticeDay },
    ({ documents: { tender, lots }, noticeDay }) => refuseDeductions(listLotDocuments(tender, lots), noticeDay),
  ),
};
