import { categoryOf } from '../rules/code-lists.js';
/** The Chinese label of a category, as in the study's table 1. */
export const labelOf = (category) => categoryOf(category)?.label.zh ?? category;
//# sourceMappingURL=labels.js.map