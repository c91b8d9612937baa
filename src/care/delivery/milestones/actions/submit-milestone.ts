import { toScope } from '../../../../kernel/access/scope.js';
import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { Ids, Part, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { ContractEvidence } from '../../contract-evidence.js';
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
const countedRecords: Fact<LockedMilestone, CountedRecordsDto | null, SubmitMilestoneDto> = async ({
  tx,
  root,
  given: { records },
}) => {
  if (!records) return null;
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

const NO_EVIDENCE = {
  pointer: '/documents',
  code: 'required',
  text: { en: 'A document, or days of which there are records', zh: '请提供材料，或指明有服务记录的日期' },
};

export const submitMilestone = action(milestoneSubject, 'submit', SubmitMilestoneDto, {
  operationId: 'submitMilestone',
  summary: { en: 'Submit a milestone with what shows it', zh: '提交阶段性目标及佐证' },
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
