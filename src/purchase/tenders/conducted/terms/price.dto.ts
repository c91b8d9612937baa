import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import {
  IntegerBetween,
  OneOf,
  OptionalField,
  Part,
  Parts,
  TextUpTo,
} from '../../../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../../../kernel/money/is-yuan.js';
import { MeasureDto } from './measure.dto.js';
import {
  FESTIVAL_DAYS,
  PRICE_KINDS,
  PROMISE_PERIODS,
  REST_DAYS,
  SETTLED_MONTHS,
  type PriceKind,
  type ServiceDays,
} from './price-types.js';

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
 * How a lot or a contract is priced. `units`: what is done is counted from the records and paid by settlements, up to the amount
 * of the contract; `mixed`: a fixed part is paid by instalments beside it. Absent, or `sum`: one amount. Of a lot each price is
 * the highest that may be offered.
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
  /** Months that one settlement covers, of what is paid by the unit; absent: as many as a progress report does. */
  @OneOf(SETTLED_MONTHS, 'optional')
  every?: (typeof SETTLED_MONTHS)[number] | null;
}

/** What is offered for the unit of one item of a lot. */
export class OfferedUnitPriceDto {
  /** Of the item, as the documents number it. */
  @IntegerBetween(1, 1000)
  no: number;
  /** Yuan. */
  @IsYuan()
  @IsSomeMoney()
  unitPrice: string;
  /** One price for each band that the documents have. */
  @Parts(() => PriceBandDto, { max: 20, presence: 'optional' })
  bands?: PriceBandDto[] | null;
}

/** On which days a service is promised: how often in which time, and whether on rest days and around the Spring Festival. */
export class ServiceDaysDto {
  @IntegerBetween(1, 31)
  times: number;
  @IsIn(PROMISE_PERIODS)
  @ApiProperty({ enum: PROMISE_PERIODS })
  every: ServiceDays['every'];
  /** Whether weekends and holidays are kept or served. */
  @IsIn(REST_DAYS)
  @ApiProperty({ enum: REST_DAYS })
  restDays: ServiceDays['restDays'];
  /** Whether the service is kept up from 小年 to 元宵, or stops. */
  @IsIn(FESTIVAL_DAYS)
  @ApiProperty({ enum: FESTIVAL_DAYS })
  festival: ServiceDays['festival'];
}
