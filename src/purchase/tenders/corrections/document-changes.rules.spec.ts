import { describe, expect, it } from '@jest/globals';
import { listDocumentChanges } from './document-changes.rules.js';

describe('what two documents differ in', () => {
  it('is nothing where they say the same, null or not at all', () => {
    expect(listDocumentChanges({ a: 1, b: null, c: [1] }, { a: 1, c: [1] })).toEqual([]);
  });

  it('names the place and both values', () => {
    expect(
      listDocumentChanges({ window: { start: '2025-01-01', end: null } }, { window: { start: '2026-01-01' } }),
    ).toEqual([{ path: '/window/start', before: '2025-01-01', after: '2026-01-01' }]);
    expect(listDocumentChanges({ tie: null }, { tie: 'x' })).toEqual([{ path: '/tie', after: 'x' }]);
    expect(listDocumentChanges({ 'a/b': { '~': 1 } }, { 'a/b': { '~': 2 } })[0]?.path).toBe('/a~1b/~0');
  });

  it('knows a member by its number, wherever it stands', () => {
    const [one, two, three] = [
      { no: 1, ceiling: '10.00' },
      { no: 2, ceiling: '20.00' },
      { no: 3, ceiling: '30.00' },
    ];
    expect(listDocumentChanges({ lots: [one, two] }, { lots: [three, { ...two, ceiling: '21.00' }] })).toEqual([
      { path: '/lots/0', before: one },
      { path: '/lots/0', after: three },
      { path: '/lots/1/ceiling', before: '20.00', after: '21.00' },
    ]);
  });

  it('compares a plain list place by place, and what takes another form whole', () => {
    expect(listDocumentChanges(['a', 'b'], ['a', 'c', 'd'])).toEqual([
      { path: '/1', before: 'b', after: 'c' },
      { path: '/2', after: 'd' },
    ]);
    expect(listDocumentChanges({ a: [{ no: 1 }] }, { a: [] })).toEqual([{ path: '/a/0', before: { no: 1 } }]);
    expect(listDocumentChanges({ a: { b: 1 } }, { a: 'b' })).toEqual([{ path: '/a', before: { b: 1 }, after: 'b' }]);
  });
});
