export const PRINT_FIELDS = [
    'author',
    'lastAuthor',
    'company',
    'application',
    'producer',
    'createdAt',
    'modifiedAt',
    'documentId',
];
/** It unfolds to more than any document does. */
export class UnfoldsTooFar extends Error {
}
/** Longer ones are cut: what is compared is a name or a number. */
const MAX_CHARACTERS = 120;
/** What is left of given texts: no empty ones, no control characters. */
export function printOf(given) {
    const print = {};
    for (const field of PRINT_FIELDS) {
        const text = given[field]
            ?.toWellFormed()
            .replaceAll(/\p{Cc}+/gu, ' ')
            .trim();
        if (text)
            print[field] = [...text].slice(0, MAX_CHARACTERS).join('');
    }
    return print;
}
//# sourceMappingURL=examination.types.js.map