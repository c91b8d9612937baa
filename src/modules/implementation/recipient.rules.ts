/** The number of a recipient as it is written: issued here, along a line. */
export const numberOf = (no: number): string => `R${String(no).padStart(6, '0')}`;

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** Whether a name holds what is looked for, whatever the spaces and the width of its letters. */
export const nameHolds = (name: string, sought: string): boolean => folded(name).includes(folded(sought));
