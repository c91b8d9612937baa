import type { Rule } from 'eslint';

export const functionNames: Rule.RuleModule;
