import { describe, expect, it } from '@jest/globals';
import { EDITION_DAYS, getEdition } from './region-names.js';
import { findLastingRegion, resolveRegion } from './region-text.rules.js';
import { isKnownRegion } from './regions.js';

const resolve = (text: string, on: string | null) => {
  const region = resolveRegion(text, on);
  return 'code' in region ? region.code : { [region.reason]: region.candidates.map(({ code }) => code) };
};

/** Worked out by hand from the editions of GB/T 2260 and the decisions of the State Council on single places. */
describe('a text that names one place', () => {
  it.each([
    // In full, from the province down.
    ['甘肃省兰州市城关区', '2019-05-06', '620102'],
    ['宁夏回族自治区中卫市沙坡头区', '2021-03-01', '640502'],
    ['广西壮族自治区南宁市', '2020', '450100'],
    ['青海省', null, '630000'],
    // With the city left out, or the province, or both.
    ['江苏省宜兴市', '2018-04-02', '320282'],
    ['南京市鼓楼区', '2018-04-02', '320106'],
    ['天河区', '2022-01-10', '440106'],
    // As people write it: without suffixes, with spaces, with the groups that only the code has.
    ['内蒙古呼和浩特市新城区', '2015-06-01', '150102'],
    ['甘肃兰州城关区', '2019-05-06', '620102'],
    ['北京', null, '110000'],
    ['湖南省 长沙市-望城区', '2015-06-01', '430112'],
    ['上海市市辖区静安区', '2019-06-01', '310106'],
    ['北京市北京市朝阳区', '2019-06-01', '110105'],
    // Below the province without a city between.
    ['湖北省仙桃市', '2016-02', '429004'],
    ['新疆维吾尔自治区石河子市', '2016-02', '659001'],
    // The city has no counties, or is meant itself although a county of its name stands below it.
    ['广东省东莞市', '2020-01-01', '441900'],
    ['甘肃省嘉峪关市', '2020-01-01', '620200'],
    // A street, town or zone lies within the last place that has a code.
    ['广东省中山市横栏镇', '2017-03-01', '442000'],
    ['广东省佛山市顺德区（容桂街道）', '2019', '440606'],
    ['广东省广州市番禺区市桥街道东丽社区', '2019', '440113'],
    ['河南省郑州市高新区', '2019', '410100'],
    // The code of the day.
    ['广东省广州市从化市', '2012-05-01', '440184'],
    ['广州市从化区', '2012-05-01', '440184'],
    ['广州市从化区', '2016-05-01', '440117'],
    ['广州市从化市', '2016-05-01', '440117'],
    ['湖南省长沙市宁乡县', '2015-01-01', '430124'],
    ['湖南省长沙市宁乡市', '2017-06-20', '430182'],
    ['西藏自治区那曲市比如县', '2012-07-01', '542423'],
    ['山东省莱芜市莱城区', '2018-01-01', '371202'],
    ['山东省济南市莱芜区', '2020-01-01', '370116'],
    ['江苏省南通市崇川区', '2019-12-01', '320602'],
    ['江苏省南通市崇川区', '2022-01-01', '320613'],
    ['天津市滨海新区', '2018-01-01', '120116'],
    // After the last edition, that one; before the first, the first.
    ['浙江省杭州市临平区', '2026-01-01', '330113'],
    ['重庆市渝中区', '1999', '500103'],
  ])('%s on %s is %s', (text, on, code) => {
    expect(resolve(text, on)).toBe(code);
  });
});

describe('a text that has no code', () => {
  it.each([
    // Several places of one name; which of two codes held between two editions is not known.
    ['鼓楼区', '2019', { ambiguous: ['320106', '320302', '350102', '410204'] }],
    ['江苏省鼓楼区', '2019', { ambiguous: ['320106', '320302'] }],
    ['吉林', null, { ambiguous: ['220000', '220200'] }],
    ['江苏省南通市崇川区', '2020-12-01', { ambiguous: ['320602', '320613'] }],
    // Not there on the day, and no place of that stem was.
    ['浙江省杭州市临平区', '2018-01-01', { not_in_force: ['330113'] }],
    ['陕西省西安市户县', '2020-01-01', { not_in_force: ['610125'] }],
    // A county that nobody knows, two counties, no place at all.
    ['广东省广州市某区', '2020', { unknown: ['440100'] }],
    ['湖南省长沙市天心区、雨花区', '2020', { unknown: ['430103'] }],
    ['湖北省武汉市民政局', '2020', { unknown: ['420100'] }],
    ['X省Y市Z区', '2018', { unknown: [] }],
    ['横栏镇', '2018', { unknown: [] }],
    ['', null, { unknown: [] }],
  ])('%s on %s: %j', (text, on, reason) => {
    expect(resolve(text, on)).toEqual(reason);
  });

  it('lists the places with their full names', () => {
    expect(resolveRegion('江苏省鼓楼区', '2019')).toEqual({
      reason: 'ambiguous',
      candidates: [
        { code: '320106', fullName: '江苏省南京市鼓楼区' },
        { code: '320302', fullName: '江苏省徐州市鼓楼区' },
      ],
    });
  });
});

it.each([
  ['甘肃省兰州市城关区', '620102'],
  ['N省B市K区', '990203'],
  // Its code became another; it came later; there are several; nobody knows it.
  ['广东省广州市从化区', null],
  ['浙江省杭州市临平区', null],
  ['江苏省鼓楼区', null],
  ['X省Y市Z区', null],
])('%s has whatever the day the code %s', (text, code) => {
  expect(findLastingRegion(text)).toBe(code);
});

it('an invented region is known by its full name to the letter', () => {
  expect(resolve('N省B市K区', null)).toBe('990203');
  expect(resolve('N省B市', '2018')).toBe('990200');
  expect(resolve('K区', null)).toEqual({ unknown: [] });
});

it('every place that has a name has a known code, in editions one after another', () => {
  expect([...EDITION_DAYS].sort()).toEqual(EDITION_DAYS);
  for (const i of EDITION_DAYS.keys()) {
    const { byCode } = getEdition(i);
    expect(byCode.size).toBeGreaterThan(2_900);
    expect([...byCode.keys()].filter((code) => !isKnownRegion(code))).toEqual([]);
  }
});
