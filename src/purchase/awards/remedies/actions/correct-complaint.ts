import { action, guard, type Fact, type Outcome, type Situation } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { toPlainDate, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { OptionalId, Part, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { assertFixedFields } from '../../../../kernel/http/validation/fixed-fields.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import type { Complaint } from '../complaint.entity.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';
import { toDayData } from '../paper/done-on-paper.js';
import { guardLaterPaper, guardNewPaper, keepLaterPaper, NO_PAPER } from '../paper/later-papers.js';
import { ReasonedOnPaperDto, RemedyPaperDto } from '../remedy.dto.js';
import { deriveComplaintStage, loadOwnChallengeStage } from '../stages/complaint-stage.js';

export interface FiledWords {
  grounds: string;
  requests: string;
}
export const loadFiledWords: Fact<LockedComplaint, FiledWords> = async ({ tx, root }) => {
  const [row] = await tx.query<FiledWords>(`SELECT grounds, requests FROM complaint WHERE id = $1`, [root.id]);
  return row ?? { grounds: '', requests: '' };
};

export const askCorrection = action(complaintSubject, 'ask_correction', ReasonedOnPaperDto, {
  operationId: 'askComplaintCorrection',
  summary: { en: 'Ask for the correction of a complaint', zh: '要求补正投诉材料' },
  effect: ({ given: { on }, today }) => ({ set: { correctionAskedOn: on ?? today }, data: toDayData({ on }) }),
});

/** What the authority asked for: Order 94 article 18 wants the challenge, the matters and the requests in a complaint. */
class CorrectComplaintDto extends RequiredReasonDto {
  /** The own challenge that it follows. */
  @OptionalId()
  challenge?: string | null;
  /** Added to its grounds under the day; what was filed stays. */
  @TextUpTo(50_000, 'optional')
  grounds?: string;
  /** Added to its requests in the same way. */
  @TextUpTo(10_000, 'optional')
  requests?: string;
}

/** The same as it came on paper, which may be all that was asked for. */
class RecordCorrectionDto extends CorrectComplaintDto {
  @RequiredByAction(NO_PAPER)
  @Part(() => RemedyPaperDto)
  paper: RemedyPaperDto;
}

export const correctComplaint = action(complaintSubject, 'correct', CorrectComplaintDto, {
  operationId: 'correctComplaint',
  summary: { en: 'Correct a complaint as the authority asked', zh: '补正投诉材料' },
  refuses: ['not_found'],
  guards: {
    // That it names the challenge it named before, or says nothing but why, corrects nothing.
    complaint_not_corrected: guard({}, (_, { root, given: { challenge, grounds, requests } }) => {
      const isNew = Boolean(challenge) && challenge?.toLowerCase() !== root.challenge_id;
      return isNew || grounds || requests ? null : { errors: [NOTHING_CORRECTED] };
    }),
  },
  needs: { loadFiledWords },
  effect: (situation, facts) => addCorrection(situation, situation.today, facts.loadFiledWords),
});

export const recordCorrection = action(complaintSubject, 'record_correction', RecordCorrectionDto, {
  operationId: 'recordComplaintCorrection',
  summary: { en: 'Record the correction of a complaint that came on paper', zh: '录入书面补正材料' },
  refuses: ['not_found'],
  guards: {
    ...guardLaterPaper<LockedComplaint>(({ correction_asked_on: asked }) => asked && toPlainDate(asked)),
    ...guardNewPaper<LockedComplaint>('complaint', 'correction'),
  },
  needs: { loadFiledWords },
  uses: { references: DocumentReferences },
  async effect(situation, facts, { references }) {
    const filed = facts.loadFiledWords;
    const { set, data } = await addCorrection(situation, situation.given.paper.receivedOn, filed);
    const challenge = situation.root.challenge_id === null ? (situation.given.challenge?.toLowerCase() ?? null) : null;
    const added = { ...findAddedWords(filed, set), challenge };
    const kept = await keepLaterPaper(situation, { table: 'complaint', kind: 'correction', added }, references);
    return { set: { ...set, papers: kept.papers }, data: { ...data, ...kept.data } };
  },
});

/** Where the words stand that a correction added. */
const findAddedWords = (filed: FiledWords, set: Partial<FiledWords> = {}) => ({
  grounds: set.grounds === undefined ? null : ([filed.grounds.length, set.grounds.length] as const),
  requests: set.requests === undefined ? null : ([filed.requests.length, set.requests.length] as const),
});

/** What was asked for came on this day: it is added under it, and what was filed stays. */
async function addCorrection(
  { tx, root, given: { challenge, grounds, requests } }: Situation<LockedComplaint, CorrectComplaintDto>,
  day: PlainDate,
  filed: FiledWords,
): Promise<Outcome<LockedComplaint, Complaint>> {
  const add = (before: string, more: string): string => `${before}\n\n${day}\n${more}`;
  const { tender_id: tender, complainant_id: body } = root;
  // Of the challenge that it names already it is.
  if (challenge && root.challenge_id !== null) assertFixedFields([['/challenge', root.challenge_id, challenge]]);
  const found = challenge ? await loadOwnChallengeStage(tx, { challenge, tender, body, before: root.id }) : root.stage;
  const stage = deriveComplaintStage(root.stage, found);
  return {
    set: {
      // What was asked for once has come once (Order 94 articles 21 and 26): what is added later takes the authority no days.
      ...((root.corrected_on === null || day < toPlainDate(root.corrected_on)) && { correctedOn: day }),
      ...(challenge && { challengeId: challenge, stage }),
      ...(challenge && root.challenge_id === null && { statedStage: root.stage }),
      ...(grounds && { grounds: add(filed.grounds, grounds) }),
      ...(requests && { requests: add(filed.requests, requests) }),
    },
    data: challenge ? { challenge, stage: { from: root.stage, to: stage } } : {},
  };
}

const NOTHING_CORRECTED = {
  pointer: '/grounds',
  code: 'required',
  text: {
    en: 'What was corrected: grounds, requests, or the challenge that it follows',
    zh: '请填写补正内容：事实依据、投诉请求或者所依据的质疑',
  },
};
