/** What the caller may do next, as an answer lists it. */
export interface AllowedAction {
  action: string;
  method: 'POST' | 'PUT';
  href: string;
}

/** The names of the actions that an answer allows. */
export const actionNames = (allowed: readonly (AllowedAction | string)[]): string[] =>
  allowed.map((each) => (typeof each === 'string' ? each : each.action));
