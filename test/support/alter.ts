/** A text that differs in its first character for certain, whatever that was. */
export const alterFirst = (text: string): string => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
