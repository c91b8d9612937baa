import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { describeField } from '../../openapi/described.js';
import { IsOwnName } from '../is-own-name.js';
import { IsVisible } from '../is-visible.js';
import { SIGNED_LETTERS } from './lower-ids.js';

/** Whether a field may be left out: `optional`, or be null; `not_null`, left out but never null. Without it, it must be there. */
export type Presence = 'optional' | 'not_null';

/** For a property that may be left out, but is not null where it is there. */
export const NotNull = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

/** Several checks of one field. They run from the last to the first, as decorators that stand below each other do. */
const combineChecks =
  (presence: Presence | undefined, checks: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const check of checks.toReversed()) check(target, key);
    if (presence !== undefined) (presence === 'optional' ? IsOptional() : NotNull())(target, key);
  };

/** A field that may be left out or null, and is otherwise held to the checks. */
export const OptionalField = (...checks: PropertyDecorator[]): PropertyDecorator => combineChecks('optional', checks);

/** An id that may be left out or null. */
export const OptionalId = (): PropertyDecorator =>
  combineChecks('optional', [IsUUID(), describeField({ format: 'uuid' })]);

/** An id in a signed text: its letters stay as they were signed. */
export const SignedId = (): PropertyDecorator =>
  combineChecks(undefined, [IsUUID(undefined, { context: SIGNED_LETTERS }), describeField({ format: 'uuid' })]);

/** A text that a reader sees something of. */
export const TextUpTo = (maxLength: number, presence?: Presence): PropertyDecorator =>
  combineChecks(presence, [IsString(), IsVisible(), MaxLength(maxLength), describeField({ maxLength })]);

/** The name of a person. */
export const PersonNameUpTo = (maxLength: number, presence?: Presence): PropertyDecorator =>
  combineChecks(presence, [IsString(), IsVisible(), IsOwnName(), MaxLength(maxLength), describeField({ maxLength })]);

/** A text that may be empty. */
export const AnyTextUpTo = (maxLength: number, presence?: Presence): PropertyDecorator =>
  combineChecks(presence, [IsString(), MaxLength(maxLength), describeField({ maxLength })]);

export const IntegerBetween = (minimum: number, maximum: number, presence?: Presence): PropertyDecorator =>
  combineChecks(presence, [IsInt(), Min(minimum), Max(maximum), describeField({ minimum, maximum })]);

/** One of a closed list. */
export const OneOf = (values: readonly (string | number)[], presence?: Presence): PropertyDecorator =>
  combineChecks(presence, [IsIn(values), describeField({ enum: [...values] })]);

/** An object with fields of its own, by its class. */
export const Part = (type: () => new () => object, presence?: Presence): PropertyDecorator =>
  combineChecks(presence, [IsObject(), ValidateNested(), Type(type)]);

const ALL_DIFFER = describeField({ uniqueItems: true });

interface ListOptions {
  max: number;
  min?: number;
  presence?: Presence;
}

const createListCheck = ({ max, min, presence }: ListOptions, ...checks: PropertyDecorator[]): PropertyDecorator => {
  const least = min === undefined ? [] : [ArrayMinSize(min), describeField({ minItems: min })];
  return combineChecks(presence, [IsArray(), ...least, ArrayMaxSize(max), describeField({ maxItems: max }), ...checks]);
};

/** A list of objects, by the class of one. `unique`: no two may have the same. */
export const Parts = <T extends object>(
  type: () => new () => T,
  { unique, ...size }: ListOptions & { unique?: (part: T) => unknown },
): PropertyDecorator =>
  createListCheck(
    size,
    ...(unique ? [ArrayUnique(unique), ALL_DIFFER] : []),
    ValidateNested({ each: true }),
    Type(type),
  );

/** Ids are the same in capitals and in small letters. */
export const toLower = (id: unknown): unknown => (typeof id === 'string' ? id.toLowerCase() : id);

/** A list of whole numbers, none of them twice. */
export const Integers = ({
  minimum,
  maximum,
  ...size
}: ListOptions & { minimum: number; maximum: number }): PropertyDecorator =>
  createListCheck(
    size,
    ...[ArrayUnique(), ALL_DIFFER],
    ...[IsInt({ each: true }), Min(minimum, { each: true }), Max(maximum, { each: true })],
    describeField({ minimum, maximum }),
  );

const UNIQUE = { exact: [ArrayUnique(), ALL_DIFFER], any_case: [ArrayUnique(toLower), ALL_DIFFER], no: [] };

/** A list of ids. `unique`: none stands twice (`exact`), also not in other letters (`any_case`), or any may (`no`). */
export const Ids = ({ unique = 'exact', ...size }: ListOptions & { unique?: keyof typeof UNIQUE }): PropertyDecorator =>
  createListCheck(size, ...UNIQUE[unique], IsUUID(undefined, { each: true }), describeField({ format: 'uuid' }));
