import type { OpenAPIObject, ParameterObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import type { ProblemCode } from '../errors/codes.js';
import { byStatus } from './codes.js';
import { X_CODES } from './keys.js';
import { isReference, PROBLEM_TYPE, refTo, type Described } from './operations.js';

/** How many operations must have a part in common before it stands once in `components`. */
const LEAST_USES = 2;

/** `if_match_required`, `If-Match` and `ifMatch` become `IfMatchRequired` and `IfMatch`. */
const toPascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

/** The name of a shared refusal says its codes, so that it does not change when others are added. */
export const responseName = (codes: readonly ProblemCode[]): string => codes.map(toPascal).join('Or');

/** The name of a shared parameter; those of paths often have the name of a filter and are told apart. */
const parameterName = ({ in: place, name }: ParameterObject): string =>
  `${toPascal(name)}${place === 'path' ? 'InPath' : ''}`;

/** Items by their key, in the order in which each key was first met. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** A parameter without its example: operations differ in what they show, not in what they take. */
const definitionOf = ({ example: _, ...definition }: ParameterObject): string => JSON.stringify(definition);

/**
 * Moves each parameter that several operations take into `components.parameters`. Of several definitions under one name
 * the one used most is shared, with the first example; the others stay where they are.
 */
function shareParameters(document: OpenAPIObject, operations: readonly Described[]): void {
  const shared: Record<string, ParameterObject> = {};
  const definitions = new Map<string, string>();
  const all = operations
    .flatMap(({ parameters = [] }) => parameters)
    .filter((parameter): parameter is ParameterObject => !isReference(parameter));
  for (const named of groupBy(all, parameterName)) {
    const [first, ...others] = groupBy(named, definitionOf);
    const most = others.reduce((a, b) => (b.length > a.length ? b : a), first as ParameterObject[]);
    const [parameter] = most;
    if (parameter === undefined || most.length < LEAST_USES) continue;
    const example: unknown = most.find((p) => p.example !== undefined)?.example;
    const name = parameterName(parameter);
    shared[name] = { ...parameter, ...(example !== undefined && { example }) };
    definitions.set(name, definitionOf(parameter));
  }
  for (const operation of operations)
    operation.parameters = operation.parameters?.map((parameter): ParameterObject | ReferenceObject => {
      if (isReference(parameter)) return parameter;
      const name = parameterName(parameter);
      return definitions.get(name) === definitionOf(parameter) ? refTo('parameters', name) : parameter;
    });
  document.components = { ...document.components, parameters: { ...document.components?.parameters, ...shared } };
}

/** Moves each set of refusals that several operations answer with into `components.responses`. */
function shareRefusals(document: OpenAPIObject, operations: readonly Described[]): void {
  const shared: Record<string, ResponseObject> = {};
  const places = operations.flatMap((operation) =>
    byStatus(operation[X_CODES] ?? []).map(([status, codes]) => ({ operation, status, name: responseName(codes) })),
  );
  for (const same of groupBy(places, ({ name }) => name))
    for (const { operation, status, name } of same.length < LEAST_USES ? [] : same) {
      const response = operation.responses[status];
      if (response === undefined || isReference(response) || !response.content?.[PROBLEM_TYPE]) continue;
      shared[name] ??= response;
      operation.responses[status] = refTo('responses', name);
    }
  document.components = { ...document.components, responses: { ...document.components?.responses, ...shared } };
}

/** What several operations have in common stands once, and each of them refers to it. */
export function shareParts(document: OpenAPIObject, operations: readonly Described[]): void {
  shareParameters(document, operations);
  shareRefusals(document, operations);
}
