import { OmitType } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { IntegerBetween, Part, Parts, TextUpTo } from '../../kernel/http/validation/fields.js';
import { FactSourceDto, RowSourceDto } from '../tenders/recording/fact-parts.dto.js';
import { ContractData } from '../tenders/tender-facts.dto.js';

/** A contract as another system keeps it: the fact `contract` of its tender. */
export class PutContractDto {
  /** The recorded purchase whose contract it is; it never changes. */
  @IsUUID()
  tender: string;

  /** Number of the lot; without it the contract is for the whole purchase. It never changes. */
  @IntegerBetween(1, 10_000, 'optional')
  lot?: number | null;

  /** Fields that are not given stay as they are. */
  @Part(() => ContractData)
  data: ContractData;

  @Part(() => FactSourceDto)
  source: FactSourceDto;

  /** Why it is said otherwise than before. Required where it is; the earlier words stay in the history. */
  @TextUpTo(2000, 'optional')
  reason?: string | null;

  /** Further ids of a contract that is created. */
  @Parts(() => ExternalIdDto, { max: 20, unique: externalIdKey, presence: 'optional' })
  externalIds?: ExternalIdDto[] | null;
}

/** A row of a file with the same: of one that is known it says no more than its cells. */
export class ContractRowDto extends OmitType(PutContractDto, ['source']) {
  @Part(() => RowSourceDto)
  source: RowSourceDto;
}
