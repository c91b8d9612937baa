import { listPermissions, ROLE_NAMES, type Role } from '../../src/people/accounts/roles.js';
import { makeUser } from './accounts.js';
import type { TestApp } from './app.js';
import { readDocument } from './document.js';

/** As much of a JSON Schema as the document uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  discriminator?: object;
  enum?: unknown[];
  nullable?: boolean;
  format?: string;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}
export interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses: Record<string, { 'x-codes'?: string[] }>;
  'x-permission'?: string;
}
interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}
export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One operation of the document, ready to be asked by somebody who may. */
export interface Operation {
  id: string;
  verb: Verb;
  path: string;
  /** The address with guessed ids and the first value of every enumeration. */
  url: string;
  permission: string;
  /** Headers it needs: who asks, and If-Match. */
  headers: Record<string, string>;
  needsKey: boolean;
  parameters: Parameter[];
  /** Schema of its JSON body, references resolved one level; null where it takes none. */
  body: Schema | null;
  codes: string[];
}

/** An id that no row has. */
const GUESSED = '2f1c9d0e-0000-4000-8000-000000000000';
const VALUES: Record<string, string> = {
  year: '2035',
  name: 'categories',
  line: GUESSED,
  id: GUESSED,
  member: GUESSED,
  bid: GUESSED,
  clarification: GUESSED,
  recipient: GUESSED,
  record: GUESSED,
  resolution: GUESSED,
  milestone: GUESSED,
  visit: GUESSED,
  finding: GUESSED,
  opinion: GUESSED,
  plan: GUESSED,
  payment: GUESSED,
  extension: GUESSED,
  invoice: GUESSED,
  report: GUESSED,
  settlement: GUESSED,
  worker: GUESSED,
  change: GUESSED,
  bar: GUESSED,
  merge: GUESSED,
  draw: GUESSED,
  no: '1',
};

const isOf = (parameter: Parameter, place: string) => parameter.in === place;

/** Reads the document of a running application and signs in whoever is needed to ask all of it. */
export async function readOperations(
  app: TestApp,
): Promise<{ operations: Operation[]; resolve: (s: Schema) => Schema }> {
  const document = await readDocument<Document>(app);
  const people = new Map<Role, Record<string, string>>();
  const operations: Operation[] = [];
  for (const [path, methods] of Object.entries(document.paths))
    for (const [verb, described] of Object.entries(methods)) {
      const permission = described['x-permission'] ?? 'public';
      const parameters = described.parameters ?? [];
      const named = (name: string) => parameters.some((p) => isOf(p, 'header') && p.name === name && p.required);
      operations.push({
        id: described.operationId,
        verb: verb as Verb,
        path,
        url: fill(path, parameters),
        permission,
        headers: {
          ...(await headersOf(app, people, permission)),
          ...(named('If-Match') && { 'If-Match': '"1"' }),
        },
        needsKey: named('Idempotency-Key'),
        parameters,
        body: findJsonBody(described),
        codes: listCodes(described),
      });
    }
  return { operations, resolve: (schema) => resolve(document, schema) };
}

/** What it reads whole; a file of JSON is read as it comes in. */
function findJsonBody({ requestBody }: Described): Schema | null {
  const schema = requestBody?.content['application/json']?.schema;
  return schema === undefined || schema.format === 'binary' ? null : schema;
}

/** Every code the operation refuses with, beside those of every request. */
export const listCodes = ({ responses }: Pick<Described, 'responses'>): string[] =>
  Object.entries(responses).flatMap(([status, { 'x-codes': codes = [] }]) => (status === 'default' ? [] : codes));

function fill(path: string, parameters: Parameter[]): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const values = parameters.find((p) => isOf(p, 'path') && p.name === name)?.schema?.enum as string[] | undefined;
    return values?.[0] ?? VALUES[name] ?? 'x';
  });
}

async function headersOf(
  app: TestApp,
  people: Map<Role, Record<string, string>>,
  permission: string,
): Promise<Record<string, string>> {
  if (permission === 'public') return {};
  const role = ROLE_NAMES.find((r) => permission === 'signed_in' || listPermissions([r]).has(permission as never));
  if (!role) throw new Error(`no role may ${permission}`);
  const known = people.get(role) ?? (await makeUser(app, role)).auth;
  people.set(role, known);
  return known;
}

/** A schema without references, and without the wrapping that says it may be null; of a union the first. */
function resolve(document: Document, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return resolve(document, document.components.schemas[name] ?? {});
  const alternatives = (schema.allOf ?? schema.anyOf ?? schema.oneOf ?? []).filter((s) => s.type !== 'null');
  const [only, second] = alternatives;
  return only && (!second || schema.discriminator) ? { ...resolve(document, only) } : schema;
}
