import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { ValidationOptions } from 'class-validator';

/** What a validator of ours accepts, as the document says it. */
interface TextSchema {
  format?: string;
  pattern?: string;
  enum?: string[];
}

/** A validator that also describes the field it checks, so that the two cannot part. Of a list, only the check is ours. */
export const described = (
  check: PropertyDecorator,
  schema: TextSchema,
  options?: ValidationOptions,
): PropertyDecorator => (options?.each ? check : applyDecorators(check, ApiProperty(schema)));
