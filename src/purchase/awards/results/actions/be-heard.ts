import { toScope } from '../../../../kernel/access/scope.js';
import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { Ids, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { touchTender, updateLot } from '../../../tenders/lots/lot-moves.js';
import { awardSubject, type LockedAward } from '../../award.subject.js';
import type { LotProposal } from '../../lots/locked-lot.js';

/** What a winner says of the end of its lot. */
class BeHeardOnEndingDto {
  @RequiredByAction({ en: 'Say it in words, also that there is nothing to say', zh: '请陈述意见；无意见的，请写明' })
  @TextUpTo(10_000)
  statement: string;
  /** Ids of uploaded documents, which winner, buyer and agent may read, and nobody else. */
  @Ids({ max: 10, presence: 'optional' })
  documents?: string[] | null;
}

/** What is proposed of the lot, of which its winners are heard. */
const loadProposal: Fact<LockedAward, LotProposal | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ ending: LotProposal | null }>(`SELECT ending FROM lot WHERE id = $1`, [root.lot_id]);
  return row?.ending?.hearUntil === undefined ? null : row.ending;
};

export const beHeardOnEnding = action(awardSubject, 'be_heard', BeHeardOnEndingDto, {
  operationId: 'beHeardOnLotEnding',
  summary: { en: 'Say what the winner has to say of the proposed end of its lot', zh: '对拟终结的采购包陈述意见' },
  guards: {
    ending_not_proposed: guard({ loadProposal }, ({ loadProposal: proposal }) => (proposal === null ? {} : null)),
    heard_already: guard({ loadProposal }, ({ loadProposal: proposal }, { root }) =>
      proposal?.heard?.[root.id] === undefined ? null : {},
    ),
  },
  needs: { loadProposal },
  uses: { references: DocumentReferences },
  async effect({ tx, root, given, now }, { loadProposal: proposal }, { references }) {
    const documents = given.documents ?? [];
    await references.refer(tx, toScope(tx.principal), 'award', root.id, documents, '/documents');
    const heard = { ...proposal?.heard, [root.id]: { statement: given.statement, documents, at: now.toISOString() } };
    await updateLot(tx, root.lot_id, { ending: proposal && { ...proposal, heard } });
    await touchTender(tx, root.tender_id);
    // What is only proposed is for the parties alone.
    return { public: false };
  },
});
