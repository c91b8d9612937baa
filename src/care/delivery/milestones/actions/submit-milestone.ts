import { toScope } from '../../../../kernel/access/scope.js';
import { action, guard, type Fact, type Situation } from '../../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { Ids, Part, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { isAgreedDay, loadEarlierWindows } from '../../../../purchase/contracts/amendments/earlier-windows.js';
import { ContractEvidence } from '../../contract-evidence.js';
import { findServiceDays } from '../../records/served-contract.js';
import { STANDS } from '../../records/counted-records.queries.js';
import { publishMilestones } from '../milestone-changes.js';
import type { CountedRecordsDto, MilestoneEvidenceDto } from '../milestone.dto.js';
import { milestoneSubject, type LockedMilestone } from '../milestone.subject.js';

/** Days whose records of service show a milestone, both included. */
export class EvidencedDaysDto {
  @IsPlainDate()
  from: string;
  @IsPlainDate()
  to: string;
}

/** What shows that a milestone was reached: documents, or days of which there are records. */
export class SubmitMilestoneDto extends ReasonDto {
  /** Documents that show it; both parties read them, and who watches over them. */
  @Ids({ max: 50, unique: 'any_case', presence: 'not_null' })
  documents?: string[];

  /** The records of service of these days show it; they are counted as they stand. */
  @Part(() => EvidencedDaysDto, 'optional')
  records?: EvidencedDaysDto | null;

  /** Words to it. */
  @TextUpTo(5000, 'optional')
  note?: string | null;
}

/** The records in force on the days that are named, of what the contract asks for; null where no days are named. */
const countedRecords: Fact<LockedMilestone, CountedRecordsDto | null, SubmitMilestoneDto> = async (situation) => {
  const { tx, root, given } = situation;
  const { records } = given;
  if (!records) return null;
  await assertRecordedDays(situation, records);
  const [row] = await tx.query<Pick<CountedRecordsDto, 'count' | 'minutes' | 'recipients'>>(
    `WITH counted AS (
       SELECT s.id, s.minutes FROM service_record s
       WHERE s.contract_id = $1 AND s.served_on BETWEEN $2 AND $3 AND s.within_contract AND ${STANDS})
     SELECT count(*)::int AS count, coalesce(sum(minutes), 0)::float8 AS minutes,
       (SELECT count(DISTINCT p.recipient_id)::int FROM service_record_recipient p JOIN counted c ON c.id = p.record_id) AS recipients
     FROM counted`,
    [root.contract.id, records.from, records.to],
  );
  return { from: records.from, to: records.to, ...(row ?? { count: 0, minutes: 0, recipients: 0 }) };
};

/**
 * Days that cannot hold records show nothing: what is counted of a period is of a period that is over or goes on. A day within the
 * window that was agreed on that day can, whichever window an amendment has put in its place since.
 * @throws Problem `record_in_future`, `record_outside_window`, as for a single record
 */
async function assertRecordedDays(
  { tx, root, today }: Situation<LockedMilestone, SubmitMilestoneDto>,
  records: EvidencedDaysDto,
): Promise<void> {
  const days = findServiceDays(root.contract);
  if (days === null) return;
  const earlier = await loadEarlierWindows(tx, root.contract);
  for (const [name, day] of Object.entries({ from: records.from, to: records.to })) {
    const refuse = (problem: 'record_outside_window' | 'record_in_future', code: string, en: string, zh: string) =>
      new Problem(problem, { errors: [{ pointer: `/records/${name}`, code, text: { en, zh } }] });
    if ((day < days.from || day > days.to) && !isAgreedDay(day, earlier))
      throw refuse(
        'record_outside_window',
        'outside_window',
        `A day from ${days.from} to ${days.to}`,
        `应在 ${days.from} 至 ${days.to} 之间`,
      );
    if (day > today) throw refuse('record_in_future', 'in_future', 'Lies ahead', '晚于今日');
  }
}

const NO_EVIDENCE = {
  pointer: '/documents',
  code: 'required',
  text: { en: 'A document, or days of which there are records', zh: '请提供材料，或指明有服务记录的日期' },
};

export const submitMilestone = action(milestoneSubject, 'submit', SubmitMilestoneDto, {
  operationId: 'submitMilestone',
  summary: { en: 'Submit a milestone with what shows it', zh: '提交阶段性目标及佐证' },
  refuses: ['record_in_future', 'record_outside_window'],
  needs: { countedRecords },
  guards: {
    evidence_missing: guard<LockedMilestone, SubmitMilestoneDto, { countedRecords: CountedRecordsDto | null }>(
      { countedRecords },
      (facts, { given }) =>
        (given.documents ?? []).length > 0 || (facts.countedRecords?.count ?? 0) > 0 ? null : { errors: [NO_EVIDENCE] },
    ),
  },
  uses: { references: DocumentReferences, evidence: ContractEvidence },
  async effect({ tx, root, given, now, principal }, facts, { references, evidence }) {
    const documents = (given.documents ?? []).map((each) => each.toLowerCase()).sort();
    await references.refer(tx, toScope(principal), 'milestone', root.id, documents, '/documents');
    await evidence.assertContractEvidence(tx, root.contract.id, documents, '/documents');
    // What was counted is kept as it stood: records may be corrected later, what is judged is this.
    const kept: MilestoneEvidenceDto = { note: given.note ?? null, documents, records: facts.countedRecords };
    return {
      set: {
        evidence: kept,
        submittedAt: now,
        submittedBy: principal.id,
        decidedAt: null,
        decisionReason: null,
      },
    };
  },
  after: ({ tx, root }) => publishMilestones(tx, root.contract, [root.id]),
});
