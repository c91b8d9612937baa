import { PROBLEMS, type ProblemCode } from '../errors/codes.js';
import type { CommonFacts } from './loaded-facts.js';
import type { FieldError, ProblemDetails } from '../errors/problem.js';

/** How it is asked what refuses an action before anybody takes it. */
export interface NeedsQuestion {
  /** The guards that are asked; without them all of the action's. */
  codes?: readonly string[];
  /** The body of the request. */
  given?: object;
  /** Handed on from one action of the row to the next: what they all rest on is loaded once. */
  common?: CommonFacts;
  /** Guards behind which none is asked once they refuse. */
  last?: readonly string[];
}

/** What one guard refuses with. */
export interface Refusal {
  code: ProblemCode;
  details: ProblemDetails;
}

/** Every fault of several refusals with the code and the rule it belongs to; a refusal that names no field is one of the whole. */
export const listNeeds = (refusals: readonly Refusal[]): FieldError[] =>
  refusals.flatMap(({ code, details: { errors = [], rule, detail } }) => {
    const faults = errors.length > 0 ? errors : [{ pointer: '', code, text: detail ?? PROBLEMS[code].title }];
    return faults.map((fault) => ({ ...fault, refusal: code, ...(rule && { rule }) }));
  });

/** The first refusal, with the faults and the facts of all of them. */
export const joinRefusals = (first: Refusal, all: readonly Refusal[]): ProblemDetails => {
  // Where two name the same fact, that of the first stands.
  const facts = Object.fromEntries([...all].reverse().flatMap(({ details }) => Object.entries(details.facts ?? {})));
  return { ...first.details, errors: listNeeds(all), ...(Object.keys(facts).length > 0 && { facts }) };
};
