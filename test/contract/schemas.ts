import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';

/**
 * The committed document. Only the build knows the types behind it; `npm run drift` holds that it is what the build makes.
 */
export const committedDocument = (): OpenAPIObject =>
  JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')) as OpenAPIObject;

/** Ours to check elsewhere; a validator has no use for it. */
const FILES = ['binary'];

/** An answer that holds a field which the document does not name is a gap of the document. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const schema = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  const isObject = schema.type === 'object' || (Array.isArray(schema.type) && schema.type.includes('object'));
  if (isObject && typeof schema.properties === 'object') schema.additionalProperties ??= false;
  return schema;
}

const escaped = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The schemas of the document, to try real requests and answers on. */
export class Schemas {
  private readonly ajv: Ajv2020;
  private readonly known = new Map<string, ValidateFunction>();

  constructor(document: OpenAPIObject) {
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(this.ajv);
    for (const format of FILES) this.ajv.addFormat(format, true);
    this.ajv.addSchema({ ...(closed(document) as object), $id: 'openapi' });
  }

  /** What is wrong with the value by the schema at this place of the document; empty where nothing is. */
  faults(place: readonly string[], value: unknown): string[] {
    const $ref = `openapi#/${place.map(escaped).join('/')}`;
    const validate = this.known.get($ref) ?? this.ajv.compile({ $ref });
    this.known.set($ref, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (e: ErrorObject) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
    );
  }
}
