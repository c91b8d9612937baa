import { categoryOf, type CategoryCode } from '../law/code-lists/code-lists.js';

/** The Chinese label of a category, as in the study's table 1. */
export const labelOf = (category: CategoryCode): string => categoryOf(category)?.label.zh ?? category;
