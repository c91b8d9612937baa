/** The number of a recipient as it is written: issued here, along a line. */
export const formatRecipientNumber = (no: number): string => `R${String(no).padStart(6, '0')}`;
