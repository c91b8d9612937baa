import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import { toScope } from '../../../kernel/access/scope.js';
import { action } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';
import { Ids, IntegerBetween, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { ContractEvidence } from '../../delivery/contract-evidence.js';
import { TICKS, type Tick, type TickResult } from '../acceptance.rules.js';
import { acceptanceSubject, addPreparer, findStandingRecords, type LockedAcceptance } from '../acceptance.subject.js';

/** A count or a share, in the standard's unit. */
const MEASURED = /^(0|[1-9]\d{0,11})(\.\d{1,4})?$/;

/** What is found of one standard. */
export class TickDto {
  /** Number of the standard. */
  @IntegerBetween(1, 1000)
  no: number;

  @IsIn(TICKS)
  result: TickResult;

  /** What was reached, in the standard's unit; needed where the contract names a number. */
  @IsOptional()
  @IsString()
  @Matches(MEASURED)
  measured?: string | null;

  @TextUpTo(2000, 'optional')
  note?: string | null;

  /** Documents that show it. */
  @Ids({ max: 50, unique: 'any_case', presence: 'not_null' })
  documents?: string[];

  /** Records of service of this contract that show it. */
  @Ids({ max: 200, unique: 'any_case', presence: 'not_null' })
  records?: string[];
}

/** Everything that was found so far: a standard that is not among them is not ticked. */
class TicksDto {
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique((tick: Partial<TickDto> | null) => tick?.no)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => TickDto)
  items: TickDto[];
}

export const tickStandards = action(acceptanceSubject, 'tick', TicksDto, {
  operationId: 'tickStandards',
  summary: {
    en: 'Say how each standard of the contract was met, and what shows it',
    zh: '逐项填写标准的达成情况和佐证',
  },
  permit: 'acceptance.prepare',
  uses: { references: DocumentReferences, evidence: ContractEvidence },
  async effect({ tx, root, given }, _, { references, evidence }) {
    const ticks = await parseTicks(tx, root, given.items);
    for (const [i, { documents }] of ticks.entries()) {
      const pointer = `/items/${i}/documents`;
      await references.refer(tx, toScope(tx.principal), 'acceptance', root.id, documents, pointer);
      await evidence.assertContractEvidence(tx, root.contract.id, documents, pointer);
    }
    return {
      set: { ticks, ...(await addPreparer(tx, root)) },
      data: { ticked: ticks.map((tick) => tick.no) },
    };
  },
});

const lowerAll = (ids: readonly string[] = []): string[] => ids.map((id) => id.toLowerCase());
const unknown = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'unknown_reference',
  text: { en, zh },
});

/**
 * What was found of standards of this contract, shown by records of it.
 *
 * @throws Problem `validation_failed` (`unknown_reference`)
 */
async function parseTicks(tx: Tx, root: LockedAcceptance, items: readonly TickDto[]): Promise<Tick[]> {
  const ticks = items.map(({ no, result, measured, note, documents, records }): Tick => ({
    no,
    result,
    measured: measured ?? null,
    note: note ?? null,
    documents: lowerAll(documents),
    records: lowerAll(records),
  }));
  const cited = ticks.flatMap((tick) => tick.records);
  const standing = await findStandingRecords(tx, root.contract.id, cited);
  const errors = ticks.flatMap((tick, i): FieldError[] => {
    const known = root.standards.some((standard) => standard.no === tick.no);
    const strangers = tick.records.flatMap((id, j) => (standing.has(id) ? [] : [j]));
    return [
      ...(known ? [] : [unknown(`/items/${i}/no`, 'No standard of this contract', '合同没有该项标准')]),
      ...strangers.map((j) =>
        unknown(`/items/${i}/records/${j}`, 'No record within this contract that stands', '不是该合同内的有效服务记录'),
      ),
    ];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  return ticks;
}
