import { IntersectionType, PickType } from '@nestjs/swagger';
import { action, guard } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { Part } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { ChallengesService } from '../challenges.service.js';
import { complaintSubject } from '../complaint.subject.js';
import { keepLaterPaper } from '../paper/later-papers.js';
import { lockDisputedTender } from '../remedy-root.js';
import { NewChallengeDto, RemedyPaperDto } from '../remedy.dto.js';
import type { CHALLENGE_STAGES } from '../remedy.rules.js';
import { deriveComplaintStage } from '../stages/complaint-stage.js';

const IN_CHALLENGE = { en: 'A challenge says it', zh: '质疑函须载明' };

/** What a challenge says, without whose it is. */
const SAID = ['lot', 'stage', 'step', 'knownOn', 'postedOn', 'grounds', 'requests'] as const;

/** The challenge that a complaint follows, as its papers show it; where the buyer or its agent recorded this paper, that one is named. */
class RecordChallengeDto extends IntersectionType(ReasonDto, PickType(NewChallengeDto, SAID)) {
  /** `receivedOn`: the day on which the papers say that it was put to the buyer. */
  @RequiredByAction({
    en: 'The challenge: the day on which it was put to the buyer, and its documents',
    zh: '请填写向采购人提出质疑的日期并附材料',
  })
  @Part(() => RemedyPaperDto)
  paper: RemedyPaperDto;
  @RequiredByAction(IN_CHALLENGE)
  declare stage: (typeof CHALLENGE_STAGES)[number];
  @RequiredByAction(IN_CHALLENGE)
  declare grounds: string;
  @RequiredByAction(IN_CHALLENGE)
  declare requests: string;
}

export const recordChallenge = action(complaintSubject, 'record_challenge', RecordChallengeDto, {
  operationId: 'recordComplaintChallenge',
  summary: {
    en: 'Record the challenge that a complaint follows, which its buyer has not entered, from the papers of the complaint',
    zh: '依据投诉材料录入采购人未登记的质疑',
  },
  refuses: ['not_found', 'lot_unknown', 'received_before_event', 'challenged_already', 'paper_recorded_already'],
  guards: {
    challenge_named_already: guard({}, (_, { root }) =>
      root.challenge_id === null ? null : { facts: { challenge: root.challenge_id } },
    ),
  },
  check({ root, given: { paper } }) {
    if (paper.receivedOn > todayInShanghai(root.received_at))
      throw invalid('/paper/receivedOn', 'not_allowed_value', {
        en: 'Not after the day on which the complaint was received',
        zh: '不得晚于收到投诉之日',
      });
  },
  uses: { challenges: ChallengesService, references: DocumentReferences },
  async effect(situation, _, { challenges, references }) {
    const { tx, root, given } = situation;
    const tender = await lockDisputedTender(tx, root.tender_id, given.lot);
    const complaint = { id: root.id, receivedOn: todayInShanghai(root.received_at) };
    const about = { complaint, tender, body: root.complainant_id };
    const challenge = await challenges.recordFromComplaint(tx, about, given);
    const stage = deriveComplaintStage(root.stage, given.stage);
    const { papers, data } = await keepLaterPaper(situation, { table: 'complaint', kind: 'challenge' }, references);
    return {
      set: { challengeId: challenge, stage, statedStage: root.stage, papers },
      data: { ...data, challenge, stage },
    };
  },
});
