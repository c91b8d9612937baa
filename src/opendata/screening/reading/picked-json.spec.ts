import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PickedReader, UNREAD, type Picked } from './picked-json.js';

const PICKED: Picked = { id: {}, list: { id: {}, name: {} }, tender: { value: { amount: {} }, id: {} } };

/** What is asked for of a value that `JSON.parse` gave. */
function pick(value: unknown, picked: Picked): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, picked));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => Object.hasOwn(picked, name));
  return Object.fromEntries(members.map(([name, inner]) => [name, pick(inner, picked[name] ?? {})]));
}

const reader = new PickedReader(PICKED);
/** The text stands between others, as a line does in its file. */
const read = (text: string): unknown => {
  const bytes = Buffer.from(`{"id":1}\n${text}\n{"id":2}`);
  return reader.read(bytes, 9, bytes.length - 9);
};

const name = fc.oneof(fc.constantFrom('id', 'list', 'tender', 'value', 'amount', 'name'), fc.string());
const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('valid', '社工', '\u2028', '"\\', '𠀀'));
const scalar = fc.oneof(word, fc.double({ noNaN: true }), fc.integer(), fc.constantFrom(null, true, false, -0, 1e300));
const { value: anyJson } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  ),
}));
const text = fc
  .tuple(anyJson, fc.constantFrom('', ' ', '\t'))
  .map(([value, space]) => JSON.stringify(value, null, space));

/** JSON.parse says what the text is, or that it is none. */
const parse = (json: string): { value: unknown } | null => {
  try {
    return { value: JSON.parse(json) as unknown };
  } catch {
    return null;
  }
};

describe('members picked from JSON', () => {
  it('are those that JSON.parse gives, of any text', () => {
    fc.assert(
      fc.property(text, (json) => {
        const value = read(json);
        if (value !== UNREAD) expect(value).toEqual(pick(JSON.parse(json), PICKED));
        else expect(json).toContain('\\');
      }),
    );
  });

  it('are never read of a text that JSON.parse refuses, nor otherwise where it is altered', () => {
    const piece = fc.constantFrom(
      ...'{}[]",:\\/0123456789.+-eEtfnu \t',
      'true',
      'null',
      '\u0001',
      '\\u00e',
      '\\x',
      '01',
      '--1',
      '1.',
      '.5',
      ',,',
    );
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 3 }), piece, (json, place, cut, put) => {
        const letters = [...json];
        letters.splice(place % (letters.length + 1), cut, put);
        const altered = letters.join('');
        const [value, parsed] = [read(altered), parse(altered)];
        if (parsed === null) expect(value).toBe(UNREAD);
        else if (value !== UNREAD) expect(value).toEqual(pick(parsed.value, PICKED));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"id":1,"id":"last"}', { id: 'last' }],
    [
      '{"id":{"a":1},"tender":[{"id":"x","value":null},7,"text"]}',
      { id: {}, tender: [{ id: 'x', value: null }, 7, 'text'] },
    ],
    [' { "id" : -0.5e-3 , "other" : [ 1 , { } , [ ] ] } ', { id: -0.0005 }],
    ['{"id":123456789012345678,"list":[1e999,-1e999,0]}', { id: 123456789012345680, list: [Infinity, -Infinity, 0] }],
    ['{"id":"\\u793e\\u5de5 \\"x\\"","x":"\\u793e\\n"}', { id: '社工 "x"' }],
    ['{"__proto__":{"id":1},"constructor":2}', {}],
    ['"text"', 'text'],
    ['[]', []],
    ['12', 12],
  ])('of %s are as they stand', (json, value) => {
    expect(read(json)).toEqual(value);
  });

  it.each([
    ['nothing', ''],
    ['spaces', '  '],
    ['a text that does not end', '{"id":"1}'],
    ['two values', '{"id":1}{"id":2}'],
    ['a control character', '{"other":"\u0001"}'],
    ['half an escape', '{"other":"\\u12g4"}'],
    ['a name that is escaped', '{"\\u0069d":1}'],
    ['a name without quotes', '{id:1}'],
    ['a comma too many', '{"other":[1,]}'],
    ['a number that begins with nought', '{"other":01}'],
    ['a word that is none', '{"other":nul}'],
    ['very deep nesting', `${'['.repeat(200)}${']'.repeat(200)}`],
  ])('are left to JSON.parse where there is %s', (_, json) => {
    expect(read(json)).toBe(UNREAD);
  });

  it('are texts of their own, however often others stood in their place', () => {
    const texts = Array.from({ length: 20_000 }, (_, n) => `body ${n}`);
    for (const id of [...texts, ...texts]) expect(read(JSON.stringify({ id }))).toEqual({ id });
  });
});
