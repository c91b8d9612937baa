import type { OpenAPIObject, ParameterObject, ReferenceObject, ResponseObject } from '@nestjs/swagger';
import type { ProblemCode } from '../errors/codes.js';
import type { Language } from '../errors/texts.js';
import { byStatus, codeNames, codeTexts } from './codes.js';
import { X_CODES } from './keys.js';
import { isReference, problem, PROBLEM_TYPE, createReference, type Described } from './operations.js';
import { PARAMETERS_ZH } from './shared.texts.js';

/** How many operations must have a part in common before it stands once in `components`. */
const LEAST_USES = 2;
/** Of more refusals than these together the titles are not said again: all stand in `problems.md`. */
const MOST_TITLES = 2;

/** `if_match_required`, `If-Match` and `ifMatch` become `IfMatchRequired` and `IfMatch`. */
const toPascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

/** The name of a shared refusal says its codes, so that it does not change when others are added. */
const responseName = (codes: readonly ProblemCode[]): string => codes.map(toPascal).join('Or');

/** The name of a shared parameter; those of paths often have the name of a filter and are told apart. */
const parameterName = ({ in: place, name }: ParameterObject): string =>
  `${toPascal(name)}${place === 'path' ? 'InPath' : ''}`;

/** Items by their key, in the order in which each key was first met. */
function groupItems<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** A parameter without its example: operations differ in what they show, not in what they take. */
const formatDefinition = ({ example: _, ...definition }: ParameterObject): string => JSON.stringify(definition);

/** Names of several definitions of one parameter, the one used most first: another that must or need not be given says so. */
function variantNames(variants: readonly ParameterObject[]): string[] {
  const [first] = variants;
  return variants.map((variant, i) => {
    const name = parameterName(variant);
    if (i === 0) return name;
    if (variant.required !== first?.required) return `${name}${variant.required === true ? 'Required' : 'Optional'}`;
    return `${name}${i + 1}`;
  });
}

/**
 * Moves each parameter that several operations take into `components.parameters`, under each of its definitions that several
 * operations share, with the first example.
 */
function shareParameters(document: OpenAPIObject, operations: readonly Described[], language: Language): void {
  const shared: Record<string, ParameterObject> = {};
  const names = new Map<string, string>();
  const all = operations
    .flatMap(({ parameters = [] }) => parameters)
    .filter((parameter): parameter is ParameterObject => !isReference(parameter));
  for (const named of groupItems(all, parameterName)) {
    const uses = groupItems(named, formatDefinition)
      .filter((same) => same.length >= LEAST_USES)
      .sort((a, b) => b.length - a.length);
    const variants = uses.flatMap(([parameter]) => parameter ?? []);
    for (const [i, name] of variantNames(variants).entries()) {
      const parameter = variants[i] as ParameterObject;
      const example: unknown = uses[i]?.find((p) => p.example !== undefined)?.example;
      const chinese = language === 'zh' ? PARAMETERS_ZH[name] : undefined;
      shared[name] = {
        ...parameter,
        ...(chinese !== undefined && { description: chinese }),
        ...(example !== undefined && { example }),
      };
      names.set(formatDefinition(parameter), name);
    }
  }
  for (const operation of operations)
    operation.parameters = operation.parameters?.map((parameter): ParameterObject | ReferenceObject => {
      if (isReference(parameter)) return parameter;
      const name = names.get(formatDefinition(parameter));
      return name === undefined ? parameter : createReference('parameters', name);
    });
  document.components = { ...document.components, parameters: { ...document.components?.parameters, ...shared } };
}

/** Moves each set of refusals that several operations answer with into `components.responses`, where the titles of a few stand. */
function shareRefusals(document: OpenAPIObject, operations: readonly Described[], language: Language): void {
  const shared: Record<string, ResponseObject> = {};
  const places = operations.flatMap((operation) =>
    byStatus(operation[X_CODES] ?? []).map(([status, codes]) => ({ operation, status, codes, name: responseName(codes) })),
  );
  for (const same of groupItems(places, ({ name }) => name))
    for (const { operation, status, codes, name } of same.length < LEAST_USES ? [] : same) {
      const response = operation.responses[status];
      if (response === undefined || isReference(response) || !response.content?.[PROBLEM_TYPE]) continue;
      shared[name] ??= problem(codes.length > MOST_TITLES ? codeNames(codes) : codeTexts(codes, language), codes);
      operation.responses[status] = createReference('responses', name);
    }
  document.components = { ...document.components, responses: { ...document.components?.responses, ...shared } };
}

/** What several operations have in common stands once, and each of them refers to it. */
export function shareParts(document: OpenAPIObject, operations: readonly Described[], language: Language): void {
  shareParameters(document, operations, language);
  shareRefusals(document, operations, language);
  // Each answer says its own.
  for (const operation of operations) delete operation[X_CODES];
}
