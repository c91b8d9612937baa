export const PURPOSES = ['acceptance', 'evaluation', 'line'];
export const QUESTION_KINDS = ['yes_no', 'scale', 'choice', 'text'];
/** What a question is about, where it says so: whether the service was received at all. */
export const QUESTION_ABOUT = ['received'];
export const SCALE_MAX = 5;
export const MAX_WORDS = 1000;
//# sourceMappingURL=survey.types.js.map