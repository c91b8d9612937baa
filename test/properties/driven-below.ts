import type { Driven, Params, State } from './driven.js';

/** The one with this id among the items of a list. */
export const among =
  (id: string | undefined) =>
  (body: unknown): State => {
    const found = (body as { items: (State & { id: string })[] }).items.find((item) => item.id === id);
    if (found === undefined) throw new Error(`nothing ${id} in the list`);
    return found;
  };
/** What stands below a contract and is read there. */
export const under =
  (kind: string, param: string) =>
  (params: Params): ReturnType<NonNullable<Driven['below']>> => {
    const id = params[param] ?? '';
    return { at: `contracts/${params.id}/${kind}/${id}`, id };
  };
/** What is read in a list alone. */
export const listed =
  (listOf: (params: Params) => string, param: string) =>
  (params: Params): ReturnType<NonNullable<Driven['below']>> => {
    const [list, id] = [listOf(params), params[param] ?? ''];
    return { at: `${list}/${id}`, id, read: list, found: among(id) };
  };
/** Of a contract, and somebody who is none. */
export const PARTIES = ['bureau_officer', 'bureau_approver', 'agency_manager', 'stranger'] as const;
