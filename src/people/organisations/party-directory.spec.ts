import { describe, expect, it } from '@jest/globals';
import { distinct, PartyDirectory } from './party-directory.js';

const body = (id: string, name: string, credit_code: string | null = null) => ({ id, name, credit_code });

describe('which body a named party is', () => {
  it('its id first, then its credit code, then its name', () => {
    const directory = new PartyDirectory([body('1', '甲', 'X'), body('2', '乙')]);
    expect(directory.find({ organisation: '2', creditCode: 'X', name: '甲' })?.id).toBe('2');
    expect(directory.find({ creditCode: 'X', name: '乙' })?.id).toBe('1');
    expect(directory.find({ name: '乙' })?.id).toBe('2');
    expect(directory.find({ creditCode: 'Y', name: '甲' })).toBeUndefined();
    expect(directory.find({})).toBeUndefined();
  });

  it('a name alone means the body that has only that name, else the one identified body of that name', () => {
    expect(new PartyDirectory([body('1', '甲', 'X')]).find({ name: '甲' })?.id).toBe('1');
    expect(new PartyDirectory([body('1', '甲', 'X'), body('2', '甲')]).find({ name: '甲' })?.id).toBe('2');
    expect(new PartyDirectory([body('1', '甲', 'X'), body('2', '甲', 'Y')]).find({ name: '甲' })).toBeUndefined();
  });

  it('a body that is found to have a credit code is no longer known by its name alone', () => {
    const directory = new PartyDirectory([body('1', '甲')]);
    expect(directory.findNamelessBody('甲')?.id).toBe('1');
    directory.add(body('1', '甲', 'X'));
    expect(directory.findNamelessBody('甲')).toBeUndefined();
    expect([directory.find({ creditCode: 'X' })?.id, directory.find({ name: '甲' })?.id]).toEqual(['1', '1']);
  });

  it('a body that has another name meanwhile is no longer known by the former one', () => {
    const directory = new PartyDirectory([body('1', '甲')]);
    directory.add(body('1', '乙', 'X'));
    expect([directory.findNamelessBody('甲'), directory.find({ name: '甲' })]).toEqual([undefined, undefined]);
    expect(directory.find({ name: '乙' })?.credit_code).toBe('X');
  });

  it('new bodies stand once each, those with a code first, with the name that any of them gives', () => {
    expect(
      distinct([{ name: '乙' }, { creditCode: 'X' }, { name: '乙' }, { creditCode: 'X', name: '甲' }, { name: '甲' }]),
    ).toEqual([{ creditCode: 'X', name: '甲' }, { name: '乙' }, { name: '甲' }]);
  });
});
