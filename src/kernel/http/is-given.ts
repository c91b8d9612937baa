/** For `@ValidateIf`: a property that may be left out, but is not null where it is there. */
export const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;
