import { findCategory, type CategoryCode } from '../law/code-lists/code-lists.js';

/** The Chinese label of a category, as in the study's table 1. */
export const getCategoryLabel = (category: CategoryCode): string => findCategory(category)?.label.zh ?? category;
