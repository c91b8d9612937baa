import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiOperation } from '@nestjs/swagger';
import type { ProblemCode } from '../errors/codes.js';
import { X_CODES, X_SUMMARY } from '../openapi/keys.js';
import { ProblemDto } from '../openapi/problem.dto.js';
import type { Text } from '../errors/texts.js';

/**
 * What the document says of an operation: its id, one line in both languages, and every code that is its own. Those that follow from its
 * permission, path, query, body and headers are added when the document is made.
 */
export const Operation = (operationId: string, summary: Text, ...codes: ProblemCode[]): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId }),
    ApiExtension(X_SUMMARY, summary),
    ApiExtension(X_CODES, codes),
    ApiExtraModels(ProblemDto),
  );

/** What any change of a version of a resource may be refused with; what is its own comes on top. */
export const CHANGE_CODES = [
  'validation_failed',
  'bad_if_match',
  'not_signed_in',
  'not_permitted',
  'not_found',
  'wrong_state',
  'stale_version',
  'if_match_required',
] as const satisfies readonly ProblemCode[];
