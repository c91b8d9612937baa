import { describe, expect, it } from '@jest/globals';
import { deriveMajority, type Finding } from './findings.rules.js';

const says = (member: string, passed: boolean, ground?: string, detail?: string): Finding => ({
  member,
  bid: 'a',
  passed,
  ground: ground ?? null,
  detail: detail ?? null,
});

describe('what a panel finds', () => {
  it('is what more than half of those who sit in it find, and nothing before', () => {
    expect(deriveMajority([], ['a'], 3)).toBeNull();
    expect(deriveMajority([says('1', true)], ['a'], 3)).toBeNull();
    expect(deriveMajority([says('1', true), says('2', false, 'documents', 'x')], ['a'], 3)).toBeNull();
    expect(deriveMajority([says('1', true), says('2', true)], ['a'], 4)).toBeNull();
    expect(deriveMajority([says('1', true), says('2', false, 'documents', 'x'), says('3', true)], ['a'], 3)).toEqual([
      { bid: 'a', passed: true, ground: null, detail: null },
    ]);
  });

  it('is found of every bid or of none', () => {
    const other = { ...says('1', true), bid: 'b' };
    const both = [says('1', true), says('2', true), other];
    expect(deriveMajority(both, ['a', 'b'], 3)).toBeNull();
    expect(deriveMajority([...both, { ...other, member: '3' }], ['a', 'b'], 3)).toHaveLength(2);
  });

  it('rejects on the ground that most name, with the words of all who name it', () => {
    const of = [
      says('1', false, 'unsigned', '未盖章'),
      says('2', false, 'documents', 'x'),
      says('3', false, 'documents', 'y'),
    ];
    expect(deriveMajority(of, ['a'], 5)).toEqual([{ bid: 'a', passed: false, ground: 'documents', detail: 'x；y' }]);
    expect(deriveMajority([...of, says('4', false, 'unsigned', '未盖章')], ['a'], 5)?.[0]).toEqual({
      bid: 'a',
      passed: false,
      ground: 'unsigned',
      detail: '未盖章',
    });
  });
});
