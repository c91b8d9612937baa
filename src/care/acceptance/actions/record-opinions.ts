import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsUUID,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { randomUUID } from 'node:crypto';
import { toScope } from '../../../kernel/access/scope.js';
import { action } from '../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { toPlainDate, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { Ids } from '../../../kernel/http/validation/fields.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { ContractEvidence } from '../../delivery/contract-evidence.js';
import { contractRecipientSql } from '../../delivery/contract-recipients.js';
import { OPINION_FORMS, VERDICTS, type Verdict } from '../acceptance.rules.js';
import { acceptanceSubject, addPreparer, findActor } from '../acceptance.subject.js';

const toLower = (id: unknown): unknown => (typeof id === 'string' ? id.toLowerCase() : id);

/** The opinion of one recipient. */
export class VoiceDto {
  /** Id of the recipient, as `GET /service-lines/{id}/recipients` has it. */
  @IsUUID()
  recipient: string;

  /** Null: was there and gave no opinion. The last word of a recipient counts. */
  @ValidateIf((_, value) => value !== null)
  @IsIn(VERDICTS)
  verdict: Verdict | null;
}

/** Each recipient by number, with the sheet or the minutes that show it. */
class NewAcceptanceOpinionDto {
  @IsIn(OPINION_FORMS)
  form: (typeof OPINION_FORMS)[number];

  /** The day; not one to come. */
  @IsPlainDate()
  heldOn: string;

  /** The signed sheet, the minutes: what the recipients said in their own words. */
  @Ids({ min: 1, max: 20, unique: 'any_case' })
  documents: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ArrayUnique((voice: Partial<VoiceDto> | null) => toLower(voice?.recipient))
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => VoiceDto)
  voices: VoiceDto[];
}

/**
 * What recipients said of the service, heard by the buyer: each by number, with the sheet or the minutes that show it. Their
 * words stand in that document alone, which the serving agency does not read.
 */
export const recordOpinions = action(acceptanceSubject, 'record_opinion', NewAcceptanceOpinionDto, {
  operationId: 'recordRecipientOpinions',
  summary: { en: 'Record what recipients of the service said of it', zh: '记录服务对象意见' },
  permit: 'acceptance.prepare',
  uses: { references: DocumentReferences, evidence: ContractEvidence },
  async effect({ tx, root, given, now, today }, _, { references, evidence }) {
    const { form, heldOn, documents, voices } = given;
    assertDuringService(root.contract, heldOn, today);
    const recipients = voices.map((voice) => voice.recipient.toLowerCase());
    await assertContractRecipients(tx, root.contract, recipients);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO acceptance_opinion (id, acceptance_id, no, form, held_on, recorded_at, recorded_by)
       SELECT $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6 FROM acceptance_opinion WHERE acceptance_id = $2`,
      [id, root.id, form, heldOn, now, await findActor(tx)],
    );
    await tx.query(
      `INSERT INTO acceptance_voice (opinion_id, recipient_id, verdict)
       SELECT $1, r, v FROM unnest($2::uuid[], $3::text[]) AS x(r, v)`,
      [id, recipients, voices.map((voice) => voice.verdict)],
    );
    await references.refer(tx, toScope(tx.principal), 'acceptance_opinion', id, documents, '/documents');
    await evidence.assertContractEvidence(tx, root.contract.id, documents, '/documents');
    // Who said what is not for the feed, which the serving agency follows.
    return { set: await addPreparer(tx, root), data: { form, heldOn } };
  },
});

/**
 * What was said before anybody served is no opinion of this service.
 *
 * @throws Problem `validation_failed` (`in_future`, `too_early`)
 */
function assertDuringService({ content, started_on }: ConductedContract, heldOn: PlainDate, today: PlainDate): void {
  if (heldOn > today) throw invalid('/heldOn', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
  const began = started_on === null ? null : toPlainDate(started_on);
  const first = [content.window.start, began].flatMap((day) => day ?? []).sort()[0];
  if (first !== undefined && heldOn < first)
    throw invalid('/heldOn', 'too_early', { en: `The service began on ${first}`, zh: `服务自 ${first} 起` });
}

/**
 * Recipients of this contract: registered under it, served under it, or handed over from it.
 *
 * @throws Problem `validation_failed` (`unknown_reference`)
 */
async function assertContractRecipients(
  tx: Tx,
  contract: ConductedContract,
  recipients: readonly string[],
): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `SELECT r.id FROM recipient r WHERE r.id = ANY ($2::uuid[]) AND ${contractRecipientSql('r', '$1')}`,
    [contract.id, recipients],
  );
  const served = new Set(rows.map((row) => row.id));
  const text = { en: 'Not served under this contract', zh: '不是该合同的服务对象' };
  const errors = recipients.flatMap((id, i) =>
    served.has(id) ? [] : [{ pointer: `/voices/${i}/recipient`, code: 'unknown_reference', text }],
  );
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}
