import { describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { functionNames } from '../../scripts/lint/function-names.mjs';

const linter = new Linter();
/** Messages of the rule on a source, without their advice. */
const lint = (source: string): string[] =>
  linter
    .verify(source, {
      languageOptions: { parser: tseslint.parser },
      plugins: { house: { rules: { 'function-names': functionNames } } },
      rules: { 'house/function-names': 'error' },
    })
    .map(({ message }) => message.split(':')[0] ?? '');

describe('house/function-names', () => {
  it.each([
    ['a function', 'export function moneyOf() {}', 'moneyOf ends in a preposition'],
    ['an arrow function of a constant', 'const seenUnder = () => 1;', 'seenUnder ends in a preposition'],
    ['a method', 'class Queries { of() {} }', 'of ends in a preposition'],
    ['a private method', 'class Calendar { #daysOf() {} }', 'daysOf ends in a preposition'],
    ['a property that holds a function', 'class Steps { told = () => 1; }', 'told ends in a participle'],
    [
      'an abstract method',
      'abstract class Store { abstract lock(): void; abstract kept(): void; }',
      'kept ends in a participle',
    ],
    ['a regular participle', 'function scaled() {}', 'scaled ends in a participle'],
    ['a verb with a participle as its object', 'function lockConcerned() {}', 'lockConcerned ends in a participle'],
    ['a question that ends in a preposition', 'const isWithin = () => true;', 'isWithin ends in a preposition'],
    ['a name in capitals', 'const RECORDED = () => 1;', 'RECORDED ends in a participle'],
  ])('refuses %s', (_, source, message) => {
    expect(lint(source)).toEqual([message]);
  });

  it.each([
    ['a verb with its object', 'export function loadContractMoney() {}'],
    ['a question that ends in a participle', 'const isSigned = () => true;'],
    ['SQL', 'const contractEndSql = () => "";'],
    ['a noun in -ed', 'function computeSeed() {} function findNeed() {}'],
    ['an infinitive that is its own participle', 'class Reader { read() {} runOnce = () => 1; }'],
    ['a decorator', 'export const OneOf = () => () => undefined; export const SignedIn = () => undefined;'],
    ['a name that is allowed', 'class Sessions { signIn() {} signOut() {} }'],
    ['a value that is no function', 'const told = 1; const { given } = { given: 2 };'],
  ])('lets %s stand', (_, source) => {
    expect(lint(source)).toEqual([]);
  });
});
