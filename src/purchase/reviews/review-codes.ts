/** From here on the law asks that the reviewers' names are published with the result (Order 87 article 69). */
export const RESULT: readonly string[] = ['result_published', 'contracted'];
