import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IntegerBetween, OptionalField, Part, Parts, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../../../kernel/money/is-yuan.js';
import { MeasureDto } from './terms.dto.js';
import { PRICE_KINDS, type PriceKind } from './price-types.js';

/** Above so many units, over the whole contract, each further one has another price. */
export class PriceBandDto {
  @IntegerBetween(1, 1_000_000_000)
  above: number;
  /** Yuan. */
  @IsYuan()
  unitPrice: string;
}

/** What is paid by the unit. */
export class PriceItemDto {
  @IntegerBetween(1, 1000)
  no: number;
  /** What one of it is called, such as 人次 or 小时. */
  @TextUpTo(40)
  unit: string;
  /** Yuan. */
  @IsYuan()
  @IsSomeMoney()
  unitPrice: string;
  /** How many units are expected over the whole term. */
  @IntegerBetween(1, 1_000_000_000, 'optional')
  quantity?: number | null;
  /** How much of what is measured makes one unit: 60 where minutes are measured and hours are paid. One, where it is not said. */
  @IntegerBetween(1, 100_000, 'optional')
  per?: number | null;
  /** How units are counted from the records of service. */
  @Part(() => MeasureDto)
  measure: MeasureDto;
  /** In ascending order. */
  @Parts(() => PriceBandDto, { max: 20, presence: 'optional' })
  bands?: PriceBandDto[] | null;
}

/** What is taken off, each time something was not as agreed. */
export class PriceDeductionDto {
  @IntegerBetween(1, 1000)
  no: number;
  @TextUpTo(500)
  text: string;
  /** Yuan. */
  @IsYuan()
  @IsSomeMoney()
  amount: string;
  /** Yuan: at most so much of it in one settlement. */
  @OptionalField(IsYuan())
  most?: string | null;
}

/**
 * How a contract is priced. `units`: what is done is counted from the records and paid by settlements, up to the amount of the
 * contract; `mixed`: a fixed part is paid by instalments beside it. Absent, or `sum`: one amount.
 */
export class PriceTermDto {
  @IsIn(PRICE_KINDS)
  @ApiProperty({ enum: PRICE_KINDS })
  kind: PriceKind;
  /** Yuan, of `mixed`: what the instalments are shares of. */
  @OptionalField(IsYuan(), IsSomeMoney())
  fixed?: string | null;
  @Parts(() => PriceItemDto, { max: 50, unique: (item: PriceItemDto) => item.no, presence: 'not_null' })
  items?: PriceItemDto[];
  @Parts(() => PriceDeductionDto, { max: 50, unique: (item: PriceDeductionDto) => item.no, presence: 'not_null' })
  deductions?: PriceDeductionDto[];
}
