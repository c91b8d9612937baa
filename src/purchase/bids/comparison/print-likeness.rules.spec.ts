import { describe, expect, it } from '@jest/globals';
import type { FilePrint } from '../../../kernel/documents/examination/examination-types.js';
import { findSharedMarks, type CommonMarks } from './print-likeness.rules.js';

const WHOLE: CommonMarks = { prints: [], isWhole: true, images: new Set(), devices: new Set() };
const IMAGE = 'ab'.repeat(32);
const kinds = (left: FilePrint, right: FilePrint, common: Partial<CommonMarks> = {}) =>
  findSharedMarks(
    [
      {
        bid: 'a',
        files: [
          { no: 1, print: {} },
          { no: 2, print: left },
        ],
      },
      { bid: 'b', files: [{ no: 1, print: right }] },
    ],
    { ...WHOLE, ...common },
  ).map(({ kind }) => kind);

describe('marks in files of two bids', () => {
  it('are an id of one creation, with the documents that bear it', () => {
    const print = { documentId: '00ab12cd', lastAuthor: '甲某' };
    expect(
      findSharedMarks(
        [
          { bid: 'a', files: [{ no: 3, print }] },
          { bid: 'b', files: [{ no: 1, print }] },
        ],
        WHOLE,
      ),
    ).toEqual([{ a: 'a', b: 'b', kind: 'document_id', value: '00ab12cd', noA: 3, noB: 1 }]);
    expect(kinds(print, { ...print, documentId: '00ab12ce' })).toEqual([]);
    expect(kinds({ instanceId: 'uuid:1' }, { instanceId: 'uuid:1' })).toEqual(['instance_id']);
    expect(kinds({ device: 'SN-77' }, { device: 'SN-77' })).toEqual(['device']);
  });

  it('are none where a form of the tender bears them', () => {
    const print = { documentId: '00ab12cd', embedded: [IMAGE], revisions: ['00000001', '00000002', '00000003'] };
    expect(kinds(print, print)).toEqual(['document_id', 'revisions', 'embedded']);
    expect(kinds(print, print, { prints: [print] })).toEqual([]);
    expect(kinds({ embedded: [IMAGE] }, { embedded: [IMAGE] }, { images: new Set([IMAGE]) })).toEqual([]);
    expect(kinds({ device: 'SN-77' }, { device: 'SN-77' }, { devices: new Set(['SN-77']) })).toEqual([]);
  });

  it('are, where the forms are not all known, only what one person saved', () => {
    const form = { documentId: '00ab12cd', author: '陆某', createdAt: '2025-11-01T08:00:00Z' };
    const saved = (lastAuthor: string) => ({ ...form, lastAuthor });
    expect(kinds(saved('甲某'), saved('乙某'), { isWhole: false })).toEqual([]);
    expect(kinds(saved('Administrator'), saved('Administrator'), { isWhole: false })).toEqual([]);
    expect(kinds(saved('甲某'), saved('甲某'), { isWhole: false })).toEqual(['document_id']);
    // Forms go round that no tender gave out.
    expect(kinds(saved('甲某'), saved('乙某'))).toEqual([]);
    expect(kinds(saved('甲某'), saved('甲某'))).toEqual(['document_id']);
  });

  it('are, of what different persons saved, a file that goes on where the other ended, and not two that began with one form', () => {
    const sittings = (...revisions: string[]): FilePrint => ({ documentId: '00ab12cd', revisions });
    const form = ['00000001', '00000002', '00000003'];
    expect(kinds(sittings(...form), sittings(...form, '0000000b'))).toEqual(['document_id', 'revisions']);
    expect(kinds(sittings(...form, '0000000a'), sittings(...form, '0000000b'))).toEqual([]);
    expect(kinds(sittings(...form), sittings(...form, '0000000b'), { isWhole: false })).toEqual([]);
    // Of a list that is cut off nobody knows what else it would hold.
    const long = Array.from({ length: 16 }, (_, n) => `000000${n + 10}`);
    expect(kinds(sittings(...long), sittings(...long))).toEqual([]);
  });

  it('are one person, program and minute together, not the program or a common name alone', () => {
    const saved = { lastAuthor: '甲某', application: 'WPS 文字', modifiedAt: '2025-11-01T08:00:00Z' };
    expect(kinds(saved, { ...saved, modifiedAt: '2025-11-01T08:00:59Z' })).toEqual(['author_and_time']);
    expect(kinds(saved, { ...saved, modifiedAt: '2025-11-01T08:01:00Z' })).toEqual([]);
    expect(kinds(saved, { ...saved, lastAuthor: '乙某' })).toEqual([]);
    expect(kinds(saved, { ...saved, application: 'Microsoft Word' })).toEqual([]);
    const nobody = { ...saved, lastAuthor: 'Administrator' };
    expect(kinds(nobody, nobody)).toEqual([]);
    expect(kinds({ application: 'WPS 文字' }, { application: 'WPS 文字' })).toEqual([]);
  });
});
