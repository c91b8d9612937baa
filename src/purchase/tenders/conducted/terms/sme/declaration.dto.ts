import { ApiProperty } from '@nestjs/swagger';
import { IsIn, ValidateIf } from 'class-validator';
import { IntegerBetween, OneOf, OptionalField, TextUpTo } from '../../../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../../../kernel/money/is-yuan.js';
import { DECLARED_AS, ENTERPRISE_SIZES, type DeclaredAs, type EnterpriseSize } from './sme-types.js';

/**
 * The declaration of a small or medium enterprise (中小企业声明函), or of a welfare unit for the disabled. It stands once bids are
 * open; nobody asks for another proof (Caiku [2020] 46 article 11).
 */
export class SmeDeclarationDto {
  /** A `welfare_unit` for the disabled counts as small, whatever it is (Caiku [2017] 141). */
  @IsIn(DECLARED_AS)
  @ApiProperty({ enum: DECLARED_AS })
  as: DeclaredAs;
  /** Of an `enterprise`, by the measures of its industry. */
  @OneOf(ENTERPRISE_SIZES)
  @ValidateIf(
    (declaration: SmeDeclarationDto) => declaration.as === 'enterprise' || (declaration.size ?? null) !== null,
  )
  size?: EnterpriseSize | null;
  /** The industry to which the service belongs. */
  @TextUpTo(100)
  industry: string;
  @IntegerBetween(0, 100_000_000, 'optional')
  employees?: number | null;
  /** Of the last year, yuan. */
  @OptionalField(IsYuan())
  revenue?: string | null;
  /** Yuan. */
  @OptionalField(IsYuan())
  assets?: string | null;
}
