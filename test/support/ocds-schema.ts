import Ajv04 from 'ajv-draft-04';
import type { ErrorObject, ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './csv.js';
import type { Json } from './ocds-rules.js';

const VENDOR = join(import.meta.dirname, '../vendor/ocds-schema');
const EXTENSIONS = ['bids', 'enquiries', 'lots'] as const;
const ID = 'https://standard.open-contracting.org/schema/1__1__5/';

const PAGE = `${ID}pagination-of-releases`;

/** A code that a publisher adds to an open list. */
const OWN = /^x_/;

const readJson = (path: string): Json => JSON.parse(readFileSync(join(VENDOR, path), 'utf8')) as Json;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7396, by which extensions change the schema. */
function patch(target: Json, change: Json): Json {
  const patched = { ...target };
  for (const [name, value] of Object.entries(change))
    if (value === null) delete patched[name];
    else patched[name] = isObject(value) ? patch(isObject(target[name]) ? target[name] : {}, value) : value;
  return patched;
}

/** Codes of a list, those that the extensions add among them. */
function readCodes(list: string): ReadonlySet<string> {
  const files = [
    `standard/codelists/${list}`,
    ...EXTENSIONS.flatMap((name) => [`${name}/codelists/${list}`, `${name}/codelists/+${list}`]),
  ];
  const there = new Set(readdirSync(VENDOR, { recursive: true }).map(String));
  return new Set(
    files
      .filter((file) => there.has(file))
      .flatMap((file) => {
        const [head = [], ...rows] = parseCsv(readFileSync(join(VENDOR, file), 'utf8'));
        return rows.map((row) => row[head.indexOf('Code')] ?? '');
      }),
  );
}

/** The same schema, where what it does not name is an error: the standard lets publishers add what they like. */
function close(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(close);
  if (!isObject(schema)) return schema;
  const closed = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, close(part)]));
  return isObject(schema['properties']) && schema['type'] !== undefined
    ? { ...closed, additionalProperties: false }
    : closed;
}

/**
 * Holds packages to the published schema of OCDS 1.1.5 with the extensions that the export declares. Stricter than the standard
 * asks: nothing beside what the schema names, and codes of open lists too.
 */
export class OcdsSchema {
  private readonly ajv = new Ajv04.default({ strict: false, allErrors: true });
  private readonly codes = new Map<string, ReadonlySet<string>>();

  constructor() {
    formats.default(this.ajv);
    this.ajv.addKeyword({
      keyword: 'codelist',
      validate: (list: string, value: unknown) =>
        [value].flat().every((code) => typeof code !== 'string' || OWN.test(code) || this.listCodes(list).has(code)),
    });
    const extended = EXTENSIONS.reduce(
      (schema, name) => patch(schema, readJson(`${name}/release-schema.json`)),
      readJson('standard/release-schema.json'),
    );
    for (const schema of [extended, readJson('standard/versioned-release-validation-schema.json')])
      this.ajv.addSchema(close(schema) as Json);
    for (const name of ['release-package-schema', 'record-package-schema'])
      this.ajv.addSchema(readJson(`standard/${name}.json`));
    // Of its own it requires nothing, which draft 4 says by no list rather than by an empty one.
    this.ajv.addSchema(patch(readJson('pagination/release-package-schema.json'), { id: PAGE, required: null }));
  }

  /** What is wrong with a package, by its place; a page of releases is one with the members of the pagination extension. */
  listFaults(of: 'release' | 'record' | 'page', given: unknown): string[] {
    if (of === 'page') return [...this.listFaults('release', given), ...this.listFaultsOf(PAGE, given)];
    return this.listFaultsOf(`${ID}${of}-package-schema.json`, given);
  }

  private listFaultsOf(schema: string, given: unknown): string[] {
    const validate = this.ajv.getSchema(schema) as ValidateFunction;
    return validate(given) ? [] : (validate.errors ?? []).map(toFault);
  }

  private listCodes(list: string): ReadonlySet<string> {
    const known = this.codes.get(list) ?? readCodes(list);
    this.codes.set(list, known);
    return known;
  }
}

const toFault = ({ instancePath, keyword, message, params }: ErrorObject): string =>
  `${instancePath} ${keyword} ${message ?? ''} ${JSON.stringify(params)}`;
