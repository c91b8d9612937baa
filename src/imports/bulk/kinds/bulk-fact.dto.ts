import { IsIn, IsObject, IsUUID } from 'class-validator';
import { IntegerBetween, Part } from '../../../kernel/http/validation/fields.js';
import { CONTRACT_FACT_DATA } from '../../../purchase/tenders/recording/contract-facts.dto.js';
import { RowSourceDto } from '../../../purchase/tenders/recording/fact-parts.dto.js';
import { TENDER_FACT_DATA } from '../../../purchase/tenders/tender-facts.dto.js';

/** A fact of a purchase that is conducted elsewhere. */
export class TenderFactRowDto {
  @IsUUID()
  tender: string;
  @IntegerBetween(1, 10_000, 'optional')
  lot?: number | null;
  @IsIn(Object.keys(TENDER_FACT_DATA))
  kind: string;
  /** Held to the class of its kind where it is recorded. */
  @IsObject()
  data: object;
  @Part(() => RowSourceDto)
  source: RowSourceDto;
}

/** A fact of a contract that is kept elsewhere. */
export class ContractFactRowDto {
  @IsUUID()
  contract: string;
  @IsIn(Object.keys(CONTRACT_FACT_DATA))
  kind: string;
  @IsObject()
  data: object;
  @Part(() => RowSourceDto)
  source: RowSourceDto;
}
