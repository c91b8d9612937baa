import {
  getSchemaPath,
  type HeadersObject,
  type OpenAPIObject,
  type OperationObject,
  type ParameterObject,
  type ReferenceObject,
  type ResponseObject,
  type SchemaObject,
} from '@nestjs/swagger';
import type { ProblemCode } from '../errors/codes.js';
import type { Language, Text } from '../errors/texts.js';
import { byStatus, codeNames, listOperationCodes, codeTexts, OF_EVERY_REQUEST, type Traits } from './codes.js';
import { X_CODES, X_PERMISSION, X_SUMMARY } from './keys.js';
import { listNamingFields, type NamedKinds } from '../http/tables/expanded-objects.js';
import { TABLE_FORMS, TABLE_TYPES } from '../http/tables/table-form.js';
import { ProblemDto } from './problem.dto.js';
import { findPageItem, resolve } from './schemas.js';
import { FAULT_TEXT, HEADER_TEXTS, STATUS_TEXTS } from './shared.texts.js';
import type { Wording } from './texts.js';

/** An operation as the decorators of its handler left it. */
export type Described = OperationObject & { [X_PERMISSION]?: string; [X_CODES]?: ProblemCode[]; [X_SUMMARY]?: Text };

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];

/** Every operation of the document with its place. */
export function listOperations(document: OpenAPIObject): { method: Method; path: string; operation: Described }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

export const PROBLEM_TYPE = 'application/problem+json';

/** A refusal, with the codes it is for. */
export const problem = (description: string, codes: readonly ProblemCode[]): ResponseObject & { [X_CODES]: readonly ProblemCode[] } => ({
  description,
  [X_CODES]: codes,
  content: { [PROBLEM_TYPE]: { schema: { $ref: getSchemaPath(ProblemDto) } } },
});

export const isReference = (part: object): part is ReferenceObject => '$ref' in part;

/** A reference to a part of the document that stands once. */
export const createReference = (kind: 'responses' | 'headers' | 'parameters' | 'schemas', name: string): ReferenceObject => ({
  $ref: `#/components/${kind}/${name}`,
});

const RETRY_AFTER: HeadersObject = { 'Retry-After': createReference('headers', 'RetryAfter') };

/** What many operations share. */
export const sharedParts = (language: Language) =>
  ({
    responses: {
      Throttled: { ...problem(codeTexts(['throttled'], language), ['throttled']), headers: RETRY_AFTER },
      Fault: problem(`${FAULT_TEXT[language]} ${codeTexts(OF_EVERY_REQUEST, language)}`, OF_EVERY_REQUEST),
    },
    headers: {
      ETag: { description: HEADER_TEXTS.ETag[language], schema: { type: 'string' } },
      Location: { description: HEADER_TEXTS.Location[language], schema: { type: 'string', format: 'uri-reference' } },
      RetryAfter: { description: HEADER_TEXTS.RetryAfter[language], schema: { type: 'integer', minimum: 1 } },
      IdempotentReplay: {
        description: HEADER_TEXTS.IdempotentReplay[language],
        schema: { type: 'string', enum: ['true'] },
      },
    },
  }) satisfies { responses: Record<string, ResponseObject>; headers: HeadersObject };

/** Accepted on every POST. */
export const KEY_HEADER = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body (of an upload: the same content, name and parameters) again within 24 hours get the same answer, once the work is done; until then, and with another body, the request is refused.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
} as const satisfies Omit<ParameterObject, 'required'>;

/** A list is also answered as a table (`kernel/http/tables`). */
const FORMAT_PARAMETER = {
  name: 'format',
  in: 'query',
  required: false,
  description: 'The whole list as a table, without pages; as `Accept` names it, and before it.',
  schema: { type: 'string', enum: [...TABLE_FORMS] },
} as const satisfies ParameterObject;

/** Of each item of a list (`kernel/http/tables`). */
const FIELDS_PARAMETER = {
  name: 'fields',
  in: 'query',
  required: false,
  description: 'Which fields of each item are answered; default: all.',
  explode: false,
  schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
} as const satisfies ParameterObject;

/** Of a list whose items name other objects (`kernel/http/tables`). */
const EXPAND_PARAMETER = {
  name: 'expand',
  in: 'query',
  required: false,
  description: 'Fields that name an object: those that the caller may read are answered too, under `expanded`, by field and id.',
  explode: false,
  schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
} as const satisfies ParameterObject;

const OBJECTS_BY_ID = {
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: true },
} as const satisfies SchemaObject;

/** The objects that the items of a page name. */
const describeExpansion = (kinds: NamedKinds): SchemaObject => ({
  type: 'object',
  description: 'With `expand`: by field, then by id, as the address of each shows it.',
  properties: Object.fromEntries(Object.keys(kinds).map((field) => [field, OBJECTS_BY_ID])),
});

/** The schema of the items, where the operation answers a list. */
export const findListItem = (document: OpenAPIObject, operation: OperationObject): SchemaObject | ReferenceObject | undefined =>
  findPageItem(findPage(document, operation));

function findPage(document: OpenAPIObject, { responses }: OperationObject): SchemaObject {
  const answer = responses['200'];
  const content = answer && 'content' in answer ? answer.content?.['application/json'] : undefined;
  return resolve(document, content?.schema);
}

/** Says of a list that the objects its items name are answered with it. */
function addExpansion(document: OpenAPIObject, operation: Described, kinds: NamedKinds): void {
  operation.parameters = [...(operation.parameters ?? []), EXPAND_PARAMETER];
  const { properties } = findPage(document, operation);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Expanded: describeExpansion(kinds) } };
  Object.assign(properties ?? {}, { expanded: createReference('schemas', 'Expanded') });
}

/** Says of a list that it is answered in other forms too. */
export function addTables(document: OpenAPIObject, operation: Described, kinds: NamedKinds): void {
  const answer = operation.responses['200'];
  const item = findListItem(document, operation);
  if (item === undefined || !answer || !('content' in answer)) return;
  if (listNamingFields(kinds, Object.keys(resolve(document, item).properties ?? {})).length > 0)
    addExpansion(document, operation, kinds);
  operation.parameters = [...(operation.parameters ?? []), FORMAT_PARAMETER, FIELDS_PARAMETER];
  operation[X_CODES] = [...(operation[X_CODES] ?? []), 'not_acceptable'];
  for (const form of TABLE_FORMS) Object.assign(answer.content ?? {}, { [TABLE_TYPES[form]]: { schema: { type: 'string' } } });
}

/** A body of JSON that is read whole; of a file that comes as a stream each row has its own faults. */
const isJson = (operation: OperationObject): boolean =>
  operation.requestBody !== undefined &&
  'content' in operation.requestBody &&
  operation.requestBody.content['application/json'] !== undefined &&
  operation.requestBody.content['application/x-ndjson'] === undefined;

const findParameterPresence = (
  operation: OperationObject,
  name: string,
  place: 'header' | 'query' = 'header',
): 'required' | 'optional' | null => {
  const found = operation.parameters?.find((p) => 'in' in p && p.in === place && p.name === name) as
    | ParameterObject
    | undefined;
  return found ? (found.required ? 'required' : 'optional') : null;
};

/** Completes one operation: who may call it, which headers it takes, every refusal by status. */
export function complete(method: Method, path: string, operation: Described, wording: Wording): void {
  const inApi = path.startsWith('/api/');
  const jsonBody = isJson(operation);
  const permission = operation[X_PERMISSION] ?? 'public';
  if (method === 'post' && findParameterPresence(operation, KEY_HEADER.name) === null)
    operation.parameters = [...(operation.parameters ?? []), { ...KEY_HEADER, required: false }];
  const traits: Traits = {
    permission,
    inApi,
    jsonBody,
    ofRecord: path.includes('{'),
    paged: findParameterPresence(operation, 'cursor', 'query') !== null,
    ifMatch: findParameterPresence(operation, 'If-Match'),
    idempotencyKey: findParameterPresence(operation, KEY_HEADER.name),
  };
  operation.summary = operation[X_SUMMARY]?.[wording.language] ?? operation.summary ?? '';
  delete operation[X_SUMMARY];
  const codes = listOperationCodes(operation[X_CODES] ?? [], traits);
  operation[X_CODES] = codes;
  operation.security = permission === 'public' ? (inApi ? [{}, { bearer: [] }] : []) : [{ bearer: [] }];
  for (const [status, named] of byStatus(codes))
    operation.responses[status] = status === 429 ? createReference('responses', 'Throttled') : problem(codeNames(named), named);
  operation.responses.default = createReference('responses', 'Fault');
}

/** The answers that went well: what they are, and their headers. */
export function completeAnswers(operation: OperationObject, hasVersion: boolean, language: Language): void {
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!/^2/.test(status) || response === undefined || '$ref' in response) continue;
    response.description ||= STATUS_TEXTS[status]?.[language] ?? status;
    const headers: HeadersObject = {
      ...response.headers,
      ...(status === '201' && { Location: createReference('headers', 'Location') }),
      ...(hasVersion && { ETag: createReference('headers', 'ETag') }),
      ...(findParameterPresence(operation, KEY_HEADER.name) && { 'Idempotent-Replay': createReference('headers', 'IdempotentReplay') }),
    };
    if (Object.keys(headers).length > 0) response.headers = headers;
  }
}
