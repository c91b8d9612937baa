import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { toPlainDate, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../../people/accounts/second-person.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';
import { hideTakenPapers } from '../paper/later-papers.js';
import { findLastCorrection, type AddedWords } from '../remedy.rules.js';
import { unnameChallenge } from '../stages/complaint-stage.js';
import { loadFiledWords } from './correct-complaint.js';

interface OwnCorrection {
  day: PlainDate | null;
  named: boolean | null;
}
/** The day on which its body first corrected it here, and whether it named the challenge as well. */
const findOwnCorrection: Fact<LockedComplaint, OwnCorrection> = async ({ tx, root }) => {
  const [row] = await tx.query<OwnCorrection>(
    `SELECT min((at AT TIME ZONE 'Asia/Shanghai')::date)::text AS day,
       bool_or(lower(convert_from(canonical, 'UTF8')::jsonb -> 'data' ->> 'challenge') = $2::text) AS named FROM audit_entry
     WHERE aggregate_type = 'complaint' AND aggregate_id = $1::text AND action = 'correct'`,
    [root.id, root.challenge_id],
  );
  return row ?? { day: null, named: null };
};

/** What the correction said, without the day above it. */
const readWords = (text: string, day: PlainDate, added: AddedWords['grounds']): string | null =>
  added === null ? null : text.slice(...added).slice(`\n\n${day}\n`.length);

const removeWords = (text: string, added: AddedWords['grounds']): string =>
  added === null ? text : text.slice(0, added[0]) + text.slice(added[1]);

export const voidCorrection = action(complaintSubject, 'void_correction', RequiredReasonDto, {
  operationId: 'voidComplaintCorrection',
  summary: {
    en: 'Take out of a complaint its last correction on paper, which was recorded wrong',
    zh: '撤销误录的书面补正',
  },
  guards: {
    correction_not_recorded: guard({}, (_, { root }) => (findLastCorrection(root.papers)?.added ? null : {})),
    // Who recorded the complaint had no part in it.
    recorder_decides: guardSecondPerson<LockedComplaint, RequiredReasonDto>(({ root }) =>
      Promise.resolve([findLastCorrection(root.papers)?.by]),
    ),
  },
  needs: { loadFiledWords, findOwnCorrection },
  uses: { references: DocumentReferences },
  async effect({ tx, root }, { loadFiledWords: filed, findOwnCorrection: own }, { references }) {
    const paper = findLastCorrection(root.papers);
    if (!paper?.added) return {};
    const { receivedOn, added } = paper;
    const { papers, takenPapers, documents } = await hideTakenPapers(tx, references, root, {
      isTaken: (one) => one === paper,
      said: {
        grounds: readWords(filed.grounds, receivedOn, added.grounds),
        requests: readWords(filed.requests, receivedOn, added.requests),
        challenge: added.challenge,
      },
    });
    // What was asked for came on the first day on which anything of it did.
    const days = [own.day, ...papers.map((one) => (one.kind === 'correction' ? one.receivedOn : null))];
    const correctedOn = days.filter((day) => day !== null).toSorted()[0] ?? null;
    const isNamed = added.challenge !== null && added.challenge === root.challenge_id && own.named !== true;
    const unnamed = isNamed ? unnameChallenge(root) : null;
    return {
      set: {
        ...{ papers, takenPapers, correctedOn, ...unnamed?.set },
        ...{
          grounds: removeWords(filed.grounds, added.grounds),
          requests: removeWords(filed.requests, added.requests),
        },
      },
      data: {
        ...{ receivedOn, documents },
        correctedOn: { from: root.corrected_on && toPlainDate(root.corrected_on), to: correctedOn },
        ...(unnamed && { challenge: added.challenge, stage: unnamed.stage }),
      },
    };
  },
});
