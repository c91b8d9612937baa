import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from '../errors/codes.js';
import { ProblemDto } from './problem.dto.js';

/** What the document says of an operation: its id, one line, and every code it can refuse with. */
export function Operation(operationId: string, summary: string, ...codes: ProblemCode[]): MethodDecorator {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    ApiExtraModels(ProblemDto),
    ...[...byStatus].map(([status, named]) =>
      ApiResponse({
        status,
        description: named.map((code) => `\`${code}\`: ${PROBLEMS[code].title.en}`).join('; '),
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
      }),
    ),
  );
}
