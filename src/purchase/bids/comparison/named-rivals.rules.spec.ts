import { describe, expect, it } from '@jest/globals';
import { findNamedRivals, type NamedBody } from './named-rivals.rules.js';
import { normalizeWords } from './text-shingles.rules.js';

const body = (bid: string, name: string, creditCode: string | null = null): NamedBody => ({ bid, name, creditCode });
const OWN = body('a', '示例区阳光社工服务中心南山站');
const RIVAL = body('b', '示例区晨星社工服务中心', '52990203MJ00000001');
const find = (text: string, others = [RIVAL], bodies: string[] = [], documents: string[] = []) =>
  findNamedRivals(OWN, [{ no: 2, text: normalizeWords(text) }], others, { bodies, documents });

describe("another bidder's name in a bid", () => {
  it('is found by name and by credit code, with its place and how often', () => {
    expect(find('由示例区晨星社工 服务中心承担。示例区晨星社工服务中心负责')).toEqual([
      { bid: 'a', named: 'b', kind: 'name', no: 2, times: 2 },
    ]);
    expect(find('统一社会信用代码：52990203-MJ0000-0001')).toMatchObject([{ kind: 'code', times: 1 }]);
    expect(find('本中心承担')).toEqual([]);
  });

  it('does not count where the bid has a reason to say it', () => {
    const text = '与示例区晨星社工服务中心合作';
    expect(find(text, [RIVAL], ['示例区晨星社工服务中心'])).toEqual([]);
    expect(find(text, [RIVAL], [], [normalizeWords('原服务单位为示例区晨星社工服务中心')])).toEqual([]);
  });

  it('does not count inside the own longer name, and where it is too short to be one', () => {
    const parent = body('c', '示例区阳光社工服务中心');
    expect(find('我们是示例区阳光社工服务中心南山站', [parent])).toEqual([]);
    expect(find('总部为示例区阳光社工服务中心', [parent])).toMatchObject([{ named: 'c', times: 1 }]);
    expect(find('晨星合作', [body('d', '晨星')])).toEqual([]);
  });

  it('counts members of a rival consortium as rivals, and those of the own one never', () => {
    const member = { name: '示例区暖阳助餐中心', creditCode: '52990203MJ00000002' };
    const text = '由示例区暖阳助餐中心送餐，代码52990203MJ00000002';
    expect(find(text, [{ ...RIVAL, members: [{ name: RIVAL.name, creditCode: RIVAL.creditCode }, member] }])).toEqual([
      { bid: 'a', named: 'b', member: member.name, kind: 'name', no: 2, times: 1 },
      { bid: 'a', named: 'b', member: member.name, kind: 'code', no: 2, times: 1 },
    ]);
    const own = { ...OWN, members: [member] };
    const rival = { ...RIVAL, members: [member] };
    const parts = [{ no: 2, text: normalizeWords(text) }];
    expect(findNamedRivals(own, parts, [rival], { bodies: [], documents: [] })).toEqual([]);
  });
});
