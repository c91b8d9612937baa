import { toScope } from '../../../../kernel/access/scope.js';
import { action, guard } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { Ids, OptionalField, Parts, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { isAgreedDay, loadEarlierWindows } from '../../../../purchase/contracts/amendments/earlier-windows.js';
import type { ConductedContract } from '../../../../purchase/contracts/conducted/conducted-contract.js';
import { ContractEvidence } from '../../contract-evidence.js';
import { findServiceDays } from '../../records/served-contract.js';
import { visitSubject } from '../visit.subject.js';

/** What a visit found. */
export class NewFindingDto {
  /** Names nobody who is served. */
  @TextUpTo(5000)
  text: string;

  /** Until when an answer is asked for. */
  @OptionalField(IsPlainDate())
  answerBy?: string | null;
}

/** What was seen on a visit. */
class ReportVisitDto extends ReasonDto {
  /** The day of the visit; the planned one where it is not given. */
  @OptionalField(IsPlainDate())
  visitedOn?: string | null;

  /** What was seen. */
  @RequiredByAction({ en: 'What was seen', zh: '请填写走访情况' })
  @TextUpTo(20_000)
  summary: string;

  /** Each is answered by the agency. */
  @Parts(() => NewFindingDto, { max: 50, presence: 'not_null' })
  findings?: NewFindingDto[];

  /** Photographs, sign-in sheets. */
  @Ids({ max: 50, unique: 'any_case', presence: 'not_null' })
  documents?: string[];
}

export const reportVisit = action(visitSubject, 'report', ReportVisitDto, {
  operationId: 'reportVisit',
  summary: { en: 'Report what a visit found', zh: '填写走访结果' },
  guards: {
    visit_ahead: guard({}, (_, { root, given, today }) => {
      const visitedOn = given.visitedOn ?? root.plannedOn;
      return visitedOn <= today ? null : { facts: { visitedOn } };
    }),
  },
  uses: { references: DocumentReferences, evidence: ContractEvidence },
  async effect({ tx, root, given, now, today }, _, { references, evidence }) {
    const { documents = [], findings = [] } = given;
    // The agency would be late with an answer before it is asked for one.
    const late = findings.findIndex(({ answerBy }) => !!answerBy && answerBy < today);
    if (late >= 0) throw invalid(`/findings/${late}/answerBy`, 'in_past', { en: 'Lies behind', zh: '早于今日' });
    const visitedOn = given.visitedOn ?? root.plannedOn;
    await refuseEarlyVisit(tx, root.contract, visitedOn);
    await references.refer(tx, toScope(tx.principal), 'visit', root.id, documents, '/documents');
    await evidence.assertContractEvidence(tx, root.contract.id, documents, '/documents');
    await insertFindings(tx, root.id, findings, now);
    return {
      set: { visitedOn, summary: given.summary, decisionReason: null },
      data: { findings: findings.length },
    };
  },
});

/** A visit sees what is done under the contract: nothing is before its first day, as it stands or was agreed on then. */
async function refuseEarlyVisit(tx: Tx, contract: ConductedContract, visitedOn: PlainDate): Promise<void> {
  const days = findServiceDays(contract);
  if (days === null || visitedOn >= days.from || isAgreedDay(visitedOn, await loadEarlierWindows(tx, contract))) return;
  throw invalid('/visitedOn', 'too_early', {
    en: `Before the first day of the contract, ${days.from}`,
    zh: `早于合同履行首日 ${days.from}`,
  });
}

async function insertFindings(tx: Tx, visit: string, findings: readonly NewFindingDto[], now: Date): Promise<void> {
  const rows = findings.map(({ text, answerBy }, i) => ({ no: i + 1, text, answer_by: answerBy ?? null }));
  await tx.query(
    `INSERT INTO visit_finding (visit_id, no, text, answer_by, since)
     SELECT $1, g.no, g.text, g.answer_by, $3 FROM jsonb_to_recordset($2::jsonb) AS g(no integer, text text, answer_by date)`,
    [visit, JSON.stringify(rows), now],
  );
}
