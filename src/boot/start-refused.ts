/** A start that cannot go on, in words for the person at the terminal. */
export class StartRefused extends Error {}
