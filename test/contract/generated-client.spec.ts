import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject, SchemaObject } from '@nestjs/swagger';
import openapiTypes, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { resolve } from '../../src/kernel/openapi/schemas.js';
import { committedDocument } from './schemas.js';

/** Facts as a client would write them, by kind: what each says is said by no other kind in the same way, or by few. */
const TENDER_FACTS = {
  intention: `{ publishedOn: '2025-11-20' }`,
  notice: `{ singleSource: true, documentsFrom: '2025-11-20' }`,
  correction: `{ openingAt: '2025-12-03T09:30:00+08:00', deadline: '2025-12-03T09:30:00+08:00' }`,
  clarification: `{ text: 'x' }`,
  opening: `{ heldAt: '2025-12-02T09:30:00+08:00' }`,
  bid: `{ bidder: { name: 'x' }, status: 'valid' }`,
  award: `{ decidedOn: '2025-12-04', bidCount: 3 }`,
  contract: `{ signedOn: '2025-12-10', number: 'x' }`,
  failure: `{ on: '2025-12-04', reason: 'x' }`,
  cancellation: `{ reason: 'x' }`,
};
const CONTRACT_FACTS = {
  signed: `{ signedOn: '2025-12-10' }`,
  started: `{ on: '2026-01-01' }`,
  payment: `{ on: '2026-02-01', amount: '1000.00' }`,
  milestone: `{ final: true, name: 'x' }`,
  plan: `{ kind: 'none', agreedOn: '2026-10-01' }`,
  handover: `{ recipients: 12 }`,
  delivered: `{ on: '2026-12-31' }`,
  acceptance: `{ recipientsTookPart: true }`,
  evaluation: `{ score: '87.5', grade: 'x' }`,
  termination: `{ on: '2026-06-30', reason: 'x' }`,
};
const UNIONS = { TenderFactDto: TENDER_FACTS, ContractFactDto: CONTRACT_FACTS };

interface Pair {
  union: string;
  kind: string;
  /** The kind that the data is written for. */
  data: string;
  compiles: boolean;
}

/** Whether a kind's data has these members, and none is missing that it must have. */
function hasMembers(schema: SchemaObject, data: string): boolean {
  const written = [...data.replace(/\{ name: [^}]*\}/, '').matchAll(/(\w+):(?= )/g)].map(([, name = '']) => name);
  const known = Object.keys(schema.properties ?? {});
  return (
    written.every((name) => known.includes(name)) && (schema.required ?? []).every((name) => written.includes(name))
  );
}

describe('a client that is generated from the document', () => {
  let document: OpenAPIObject;
  let pairs: Pair[];
  /** What the compiler says of the line of each pair. */
  let faults: Map<number, string[]>;

  const variantOf = (union: string, kind: string): SchemaObject => {
    const { discriminator } = resolve(document, { $ref: `#/components/schemas/${union}` });
    const $ref = discriminator?.mapping?.[kind] ?? '';
    return resolve(document, { $ref });
  };
  const dataOf = (union: string, kind: string): SchemaObject =>
    resolve(document, variantOf(union, kind).properties?.data);

  beforeAll(async () => {
    document = committedDocument();
    pairs = Object.entries(UNIONS).flatMap(([union, facts]) =>
      Object.keys(facts).flatMap((kind) =>
        Object.entries(facts).map(([data, text]) => ({
          ...{ union, kind, data },
          compiles: hasMembers(dataOf(union, kind), text),
        })),
      ),
    );
    // The generator writes into what it is given.
    const client = astToString(await openapiTypes({ ...committedDocument(), paths: {} } as never));
    const lines = pairs.map(({ union, kind, data }, i) => {
      const text = (UNIONS[union as keyof typeof UNIONS] as Record<string, string>)[data];
      const fact = `{ kind: '${kind}', data: ${text}, source: { kind: 'statement' } }`;
      return `export const fact${i}: components['schemas']['${union}'] = ${fact};`;
    });
    faults = compile({
      '/client.ts': client,
      '/facts.ts': ['import type { components } from "./client.js";', ...lines].join('\n'),
    });
  });

  /** The messages of the compiler about /facts.ts, by line; any about another file fails. */
  function compile(files: Readonly<Record<string, string>>): Map<number, string[]> {
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: [],
    };
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists, getSourceFile } = host;
    host.fileExists = (name) => name in files || fileExists(name);
    host.readFile = (name) => files[name] ?? readFile(name);
    host.getSourceFile = (name, target, ...more) => {
      const text = files[name];
      return text === undefined ? getSourceFile(name, target, ...more) : ts.createSourceFile(name, text, target);
    };
    const found = new Map<number, string[]>();
    const program = ts.createProgram(['/facts.ts'], options, host);
    for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(program)) {
      const message = ts.flattenDiagnosticMessageText(messageText, ' ');
      if (file?.fileName !== '/facts.ts') throw new Error(`${file?.fileName ?? ''}: ${message}`);
      const { line } = file.getLineAndCharacterOfPosition(start);
      found.set(line - 1, [...(found.get(line - 1) ?? []), message]);
    }
    return found;
  }

  it('knows every kind of fact, by a discriminator', () => {
    for (const union of Object.keys(UNIONS)) {
      const { oneOf = [], discriminator } = resolve(document, { $ref: `#/components/schemas/${union}` });
      expect(discriminator?.propertyName).toBe('kind');
      const mapped = Object.values(discriminator?.mapping ?? {});
      expect(oneOf.map((one) => ('$ref' in one ? one.$ref : '')).toSorted()).toEqual(mapped.toSorted());
      for (const kind of Object.keys(discriminator?.mapping ?? {}))
        expect(variantOf(union, kind).properties?.kind).toEqual({ type: 'string', enum: [kind] });
    }
  });

  it('compiles a fact whose kind and data belong together, and no other', () => {
    expect(pairs.filter(({ kind, data }) => kind === data).every(({ compiles }) => compiles)).toBe(true);
    expect(pairs.filter(({ compiles }) => !compiles).length).toBeGreaterThan(100);
    expect(pairs.map((pair, i) => ({ ...pair, compiles: !faults.has(i) }))).toEqual(pairs);
  });
});
