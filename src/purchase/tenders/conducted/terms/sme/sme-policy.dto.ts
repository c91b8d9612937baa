import { ApiProperty } from '@nestjs/swagger';
import { buildMessage, IsIn, ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { AnyTextUpTo, IntegerBetween, OneOf } from '../../../../../kernel/http/validation/fields.js';
import {
  RESERVED_FOR,
  SME_GROUNDS,
  SME_POLICIES,
  type ReservedFor,
  type SmeGround,
  type SmePolicyKind,
} from './sme-types.js';

/** A member that only these kinds of policy have. */
const OnlyOf = (...kinds: SmePolicyKind[]): PropertyDecorator =>
  ValidateBy({
    name: 'isOfKind',
    validator: {
      validate: (_, args?: ValidationArguments) => kinds.includes((args?.object as SmePolicyDto).kind),
      defaultMessage: buildMessage((each) => `${each}$property is a member of ${kinds.join(', ')}`),
    },
  });
/** It is asked for where the policy is of this kind, and checked wherever it is given. */
const RequiredOf = (kind: SmePolicyKind, name: 'for' | 'rate'): PropertyDecorator =>
  ValidateIf((policy: SmePolicyDto) => policy.kind === kind || (policy[name] ?? null) !== null);

/**
 * What is done for small and medium enterprises (Caiku [2020] 46, [2022] 19). Lower rates for consortia and subcontracts are not
 * stated: nobody bids as a consortium here.
 */
export class SmePolicyDto {
  /**
   * `reserved`: others than small and medium enterprises cannot bid. `deduction`: the price of who declares itself small or
   * micro counts for less in the price score; an award stays at the offer. `none`: neither; of a fixed price nothing is deducted.
   */
  @IsIn(SME_POLICIES)
  @ApiProperty({ enum: SME_POLICIES })
  kind: SmePolicyKind;
  /** Of `reserved`: for small and medium enterprises, or for small and micro ones alone. */
  @OneOf(RESERVED_FOR)
  @OnlyOf('reserved')
  @RequiredOf('reserved', 'for')
  for?: ReservedFor | null;
  /**
   * Of `deduction`: basis points of the price. By the day of the notice 1000 to 2000 from 2022-07-01 on (Caiku [2022] 19),
   * 600 to 1000 before (Caiku [2020] 46 article 9).
   */
  @IntegerBetween(1, 10_000)
  @OnlyOf('deduction')
  @RequiredOf('deduction', 'rate')
  rate?: number | null;
  /**
   * Why the lot is not reserved, by the items of Caiku [2020] 46 article 6: (1) law or national policy directs such purchases
   * to public institutions, social organisations and others that are no enterprises, (2) only suppliers that are not small or medium
   * can provide it, (3) to (5) as they stand there. Absent: no ground is stated.
   */
  @OneOf(SME_GROUNDS)
  @OnlyOf('deduction', 'none')
  @ValidateIf((policy: SmePolicyDto) => (policy.ground ?? null) !== null)
  ground?: SmeGround | null;
  /** What the ground rests on. */
  @AnyTextUpTo(1000, 'optional')
  note?: string | null;
}
