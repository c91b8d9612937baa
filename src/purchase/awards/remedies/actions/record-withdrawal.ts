import { action, type Guards } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { Part } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { challengeSubject, type LockedChallenge } from '../challenge.subject.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';
import { guardFiledHere, guardLaterPaper, keepLaterPaper, NO_PAPER, type PaperGiven } from '../paper/later-papers.js';
import { ReceivedPaperDto } from '../remedy.dto.js';
import type { RemedyRoot } from '../remedy-root.js';

/** A challenge or complaint was taken back on paper. */
class RecordWithdrawalDto extends ReasonDto {
  @RequiredByAction(NO_PAPER)
  @Part(() => ReceivedPaperDto)
  paper: ReceivedPaperDto;
}

const guardWithdrawal = <R extends RemedyRoot>(): Guards<R, PaperGiven> => ({
  ...guardLaterPaper<R>(({ received_at: received }) => todayInShanghai(received)),
  remedy_filed_here: guardFiledHere<R, PaperGiven>(),
});

export const recordChallengeWithdrawal = action(challengeSubject, 'record_withdrawal', RecordWithdrawalDto, {
  operationId: 'recordChallengeWithdrawal',
  summary: { en: 'Record that a challenge was withdrawn on paper', zh: '录入书面撤回质疑' },
  refuses: ['not_found'],
  guards: guardWithdrawal<LockedChallenge>(),
  uses: { references: DocumentReferences },
  async effect(situation, _, { references }) {
    const { papers, data } = await keepLaterPaper(situation, { table: 'challenge', kind: 'withdrawal' }, references);
    return { set: { papers }, data };
  },
});

export const recordComplaintWithdrawal = action(complaintSubject, 'record_withdrawal', RecordWithdrawalDto, {
  operationId: 'recordComplaintWithdrawal',
  summary: { en: 'Record that a complaint was withdrawn on paper', zh: '录入书面撤回投诉' },
  refuses: ['not_found'],
  guards: guardWithdrawal<LockedComplaint>(),
  uses: { references: DocumentReferences },
  async effect(situation, _, { references }) {
    const { papers, data } = await keepLaterPaper(situation, { table: 'complaint', kind: 'withdrawal' }, references);
    return { set: { papers }, data };
  },
});
