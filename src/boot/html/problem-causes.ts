import type { OpenAPIObject } from '@nestjs/swagger';
import { X_CODES } from '../../kernel/openapi/keys.js';

/** An operation that answers a code, as the documentation shows it. */
export interface Cause {
  summary: string;
  request: string;
  /** Of its place in the documentation. */
  anchor: string;
}

interface Answer {
  $ref?: string;
  [X_CODES]?: string[];
}
interface Described {
  operationId?: string;
  summary?: string;
  tags?: string[];
  responses?: Record<string, Answer>;
}

/** By each code the operations that answer it, in the order of the document. */
export function listCauses({ paths, components }: OpenAPIObject): Map<string, Cause[]> {
  const shared = (components?.responses ?? {}) as Record<string, Answer>;
  const causes = new Map<string, Cause[]>();
  for (const [path, operations] of Object.entries(paths))
    for (const [verb, operation] of Object.entries(operations as Record<string, Described>)) {
      const { operationId, summary = '', tags = [], responses = {} } = operation;
      if (operationId === undefined) continue;
      const cause = { summary, request: `${verb.toUpperCase()} ${path}`, anchor: `#/${tags[0]}/${operationId}` };
      const answers = Object.values(responses).map((answer) => shared[answer.$ref?.split('/').at(-1) ?? ''] ?? answer);
      for (const code of new Set(answers.flatMap((answer) => answer[X_CODES] ?? [])))
        causes.set(code, [...(causes.get(code) ?? []), cause]);
    }
  return causes;
}
