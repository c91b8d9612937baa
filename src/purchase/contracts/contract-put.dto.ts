import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { ExternalIdDto, externalIdKey } from '../../kernel/http/lists/external-id.dto.js';
import { IsVisible } from '../../kernel/http/is-visible.decorator.js';
import { FactSourceDto } from '../tenders/recording/fact-parts.dto.js';
import { ContractData } from '../tenders/tender-facts.dto.js';

/** A contract as another system keeps it: the fact `contract` of its tender. */
export class PutContractDto {
  /** The recorded purchase whose contract it is; it never changes. */
  @IsUUID()
  tender: string;

  /** Number of the lot; without it the contract is for the whole purchase. It never changes. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  lot?: number | null;

  /** Fields that are not given stay as they are. */
  @IsObject()
  @ValidateNested()
  @Type(() => ContractData)
  data: ContractData;

  @IsObject()
  @ValidateNested()
  @Type(() => FactSourceDto)
  source: FactSourceDto;

  /** Why it is said otherwise than before. Required where it is; the earlier words stay in the history. */
  @IsOptional()
  @IsString()
  @IsVisible()
  @MaxLength(2000)
  reason?: string | null;

  /** Further ids of a contract that is created. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(externalIdKey)
  @ValidateNested({ each: true })
  @Type(() => ExternalIdDto)
  externalIds?: ExternalIdDto[] | null;
}
