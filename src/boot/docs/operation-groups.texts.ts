import type { Text } from '../../kernel/errors/texts.js';
import groups from './operation-groups.texts.json' with { type: 'json' };

/** The groups of operations, in the order in which a reader meets them. */
export const OPERATION_GROUPS: Readonly<Record<string, Text>> = groups;
