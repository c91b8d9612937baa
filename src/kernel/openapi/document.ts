import type { OpenAPIObject } from '@nestjs/swagger';
import { addExamples, type Example } from './examples.js';
import { toJsonSchema } from './nulls.js';
import { complete, completeAnswers, operationsOf, SHARED } from './operations.js';
import { closeRequests, resolve } from './schemas.js';
import { shareParts } from './shared-parts.js';

/** The generator's document made whole: OpenAPI 3.1, who may call what, every refusal, headers, examples. */
export function finishDocument(generated: OpenAPIObject, examples: ReadonlyMap<string, Example>): OpenAPIObject {
  const document = toJsonSchema(generated) as OpenAPIObject;
  const operations = operationsOf(document);
  for (const { method, path, operation } of operations) complete(method, path, operation);
  for (const { operation } of operations) {
    const { schema } = Object.entries(operation.responses)
      .filter(([status]) => /^2/.test(status))
      .map(([, response]) => (response && 'content' in response ? response.content?.['application/json'] : undefined))
      .find((content) => content !== undefined) ?? { schema: undefined };
    completeAnswers(operation, 'version' in (resolve(document, schema).properties ?? {}));
  }
  closeRequests(
    document,
    operations.map(({ operation }) => operation.requestBody),
  );
  addExamples(document, examples);
  document.components = { ...document.components, ...SHARED };
  shareParts(
    document,
    operations.map(({ operation }) => operation),
  );
  return { ...document, openapi: '3.1.0' };
}
