/** What stands where a name was taken out, and nobody writes another one. */
export const TAKEN_OUT = '—';
