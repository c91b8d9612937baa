import { getSchemaPath, type OpenAPIObject, type TagObject } from '@nestjs/swagger';
import { PROBLEMS } from '../errors/codes.js';
import { addExamples, type Example } from './examples.js';
import { orderKeys } from './keys.js';
import { toJsonSchema } from './nulls.js';
import { addTables, complete, completeAnswers, listOperations, sharedParts } from './operations.js';
import { ProblemDto } from './problem.dto.js';
import { closeRequests, orderSchemas, resolve } from './schemas.js';
import { shareLists } from './shared-lists.js';
import { shareParts } from './shared-parts.js';
import type { Wording } from './texts.js';
import { makeUnions } from './unions.js';

/** The groups of operations that the document has, each with what it is about. */
function listTags(document: OpenAPIObject, { language, groups }: Wording): TagObject[] {
  const used = new Set(listOperations(document).flatMap(({ operation }) => operation.tags ?? []));
  return Object.entries(groups)
    .filter(([name]) => used.has(name))
    .map(([name, text]) => ({ name, description: text[language] }));
}

/** Names every code of a problem, also where the rooms that declare most of them were not there when the class was compiled. */
function listProblemCodes(document: OpenAPIObject): void {
  const code = resolve(document, { $ref: getSchemaPath(ProblemDto) }).properties?.code;
  Object.assign(code ?? {}, { enum: Object.keys(PROBLEMS).sort() });
}

/**
 * The generator's document made whole: OpenAPI 3.1, who may call what, every refusal, headers, examples, in the words of one
 * language. What is generated stays as it is, for the other language.
 */
export function finishDocument(
  generated: OpenAPIObject,
  examples: ReadonlyMap<string, Example>,
  wording: Wording,
): OpenAPIObject {
  const document = toJsonSchema(generated) as OpenAPIObject;
  const operations = listOperations(document);
  for (const { method, operation } of operations) if (method === 'get') addTables(document, operation, wording.namedKinds);
  for (const { method, path, operation } of operations) complete(method, path, operation, wording);
  for (const { operation } of operations) {
    const { schema } = Object.entries(operation.responses)
      .filter(([status]) => /^2/.test(status))
      .map(([, response]) => (response && 'content' in response ? response.content?.['application/json'] : undefined))
      .find((content) => content !== undefined) ?? { schema: undefined };
    completeAnswers(operation, 'version' in (resolve(document, schema).properties ?? {}), wording.language);
  }
  closeRequests(
    document,
    operations.map(({ operation }) => operation.requestBody),
  );
  makeUnions(document);
  listProblemCodes(document);
  shareLists(document, wording.lists);
  addExamples(document, examples);
  document.components = { ...document.components, ...sharedParts(wording.language) };
  shareParts(
    document,
    operations.map(({ operation }) => operation),
    wording.language,
  );
  const whole = orderKeys({ ...document, openapi: '3.1.0', tags: listTags(document, wording) }) as OpenAPIObject;
  orderSchemas(whole);
  return whole;
}
