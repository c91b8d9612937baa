/** Extensions of the document. */
export const X_PERMISSION = 'x-permission';
export const X_CODES = 'x-codes';
/** The generator empties the summary of a handler that has a comment; it is kept here until the document is made. */
export const X_SUMMARY = 'x-summary';
