import { describe, expect, it } from '@jest/globals';
import { renderSvg, type Picture } from '../pictures/drawing.js';
import { bidsPicture } from './bids-picture.js';
import { matrixPicture } from './matrix-picture.js';

const NAMES = ['甲社会工作服务中心', '乙社会工作服务中心', '丙社会工作服务中心', '丁社会工作服务中心'];
const [FIRST = '', SECOND = '', THIRD = '', FOURTH = ''] = NAMES;

interface Placed {
  x: number;
  y: number;
}

/** What of a drawing stands where: its texts, the signs of its series, and boxes by their middle. */
async function draw(picture: Picture) {
  const svg = (await renderSvg(picture)).toString();
  const toPlace = (x = '', y = ''): Placed => ({ x: Number(x), y: Number(y) });
  const texts = [
    ...svg.matchAll(
      /<text[^>]*transform="(?:translate\(|matrix\((?:[-\d.]+,){4})([-\d.]+)[ ,]([-\d.]+)\)"[^>]*>([^<]*)</g,
    ),
  ].map(([, x, y, text = '']) => ({ text, ...toPlace(x, y) }));
  const signs = [
    ...svg.matchAll(
      /<path d="([^"]*)" transform="matrix\([-\d.]+,0,0,[-\d.]+,([\d.]+),([\d.]+)\)" fill="([^"]*)"[^>]*ecmeta_ssr_type="chart"/g,
    ),
  ].map(([, path = '', x, y, fill]) => ({ form: path.includes('A') ? 'circle' : 'diamond', fill, ...toPlace(x, y) }));
  const boxes = [
    ...svg.matchAll(
      /<path d="M([\d.]+) ([\d.]+)l([\d.]+) 0l0 ([\d.]+)[^"]*" fill="([^"]*)"[^>]*ecmeta_ssr_type="chart"/g,
    ),
  ].map(([, x, y, width, height, fill]) => ({
    fill,
    ...{ x: Number(x) + Number(width) / 2, y: Number(y) + Number(height) / 2 },
  }));
  const dashed = /<path d="M([\d.]+) [\d.]+L\1 [\d.]+"[^>]*stroke-dasharray/.exec(svg);
  return { svg, texts, signs, boxes, dashed: dashed === null ? null : Number(dashed[1]) };
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1;
const onRow = <T extends Placed>(placed: readonly T[], y: number): T[] => placed.filter((one) => near(one.y, y));

describe.each([
  ['en', 'Awarded', 'Not awarded', 'Ceiling 200,000', 'Price (yuan)'],
  ['zh', '成交', '未成交', '最高限价 200,000', '报价（元）'],
] as const)('the picture of the bids of a lot in %s', (lang, won, lost, ceiling, axis) => {
  const bids = [191_260.5, 180_123.45, 187_548.15, 187_548.15].map((price, i) => ({
    bidder: NAMES[i] ?? '',
    price,
    won: i === 2,
    named: false,
  }));
  const drawn = draw(bidsPicture({ name: '第一包', ceiling: 200_000, bids, decided: true, lotsLeftOut: 0 }, lang));

  it('has one sign for each bid, in the row of its bidder, where its price is on the axis', async () => {
    const { texts, signs } = await drawn;
    const find = (text: string) => texts.filter((one) => one.text === text);
    const [low, high] = [find('180,000')[0], find('190,000')[0]];
    const toPrice = (x: number) => 180_000 + (10_000 * (x - (low?.x ?? NaN))) / ((high?.x ?? NaN) - (low?.x ?? NaN));
    expect(signs).toHaveLength(bids.length);
    for (const { bidder, price, won: isWinner } of bids) {
      const [name] = find(bidder);
      const row = onRow(signs, name?.y ?? NaN);
      expect([bidder, row.length, row[0]?.form]).toEqual([bidder, 1, isWinner ? 'circle' : 'diamond']);
      // A point of the drawing is some fifty yuan.
      expect(Math.abs(toPrice(row[0]?.x ?? NaN) - price)).toBeLessThan(60);
      const told = price === 191_260.5 ? '191,260.50' : price === 180_123.45 ? '180,123.45' : '187,548.15';
      expect(onRow(find(told), name?.y ?? NaN)).toHaveLength(1);
    }
  });

  it('has the rows from the lowest price down, equal ones by name, and a dashed line at the ceiling', async () => {
    const { texts, dashed } = await drawn;
    const rows = texts.filter(({ text }) => NAMES.includes(text)).toSorted((a, b) => a.y - b.y);
    const equal = [THIRD, FOURTH].toSorted();
    expect(rows.map(({ text }) => text)).toEqual([SECOND, ...equal, FIRST]);
    const tick = texts.find(({ text }) => text === '200,000');
    expect(near(dashed ?? NaN, tick?.x ?? NaN)).toBe(true);
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining([won, lost, ceiling, axis]));
  });

  it('says the same to who cannot see it', async () => {
    const { svg } = await drawn;
    const told = /<desc>([^<]*)</.exec(svg)?.[1] ?? '';
    for (const words of [`${FIRST} 191,260.50`, `${SECOND} 180,123.45`, `${FOURTH} 187,548.15`, ceiling])
      expect(told).toContain(words);
  });
});

describe('the picture of the bids of a lot', () => {
  const bid = { bidder: FIRST, price: 100, won: false, named: false };

  it('has no line for a ceiling that is not known, and does not speak of one', async () => {
    const { dashed, svg } = await draw(
      bidsPicture({ name: '第一包', ceiling: null, bids: [bid], decided: true, lotsLeftOut: 0 }, 'zh'),
    );
    expect([dashed, svg.includes('最高限价')]).toEqual([null, false]);
  });

  it('has the line of its ceiling also where nobody was awarded', async () => {
    const { dashed, signs, texts } = await draw(
      bidsPicture({ name: '第一包', ceiling: 110, bids: [bid], decided: true, lotsLeftOut: 0 }, 'zh'),
    );
    expect([dashed === null, signs.length, texts.some(({ text }) => text === '最高限价 110')]).toEqual([
      false,
      1,
      true,
    ]);
  });

  it.each([
    ['zh', '报价'],
    ['en', 'Bid'],
  ] as const)('calls no bid unsuccessful before an award is published (%s)', async (lang, word) => {
    const bids = [bid, { ...bid, bidder: SECOND, price: 105 }];
    const picture = bidsPicture({ name: '第一包', ceiling: 110, bids, decided: false, lotsLeftOut: 0 }, lang);
    const { dashed, signs, svg, texts } = await draw(picture);
    expect([signs.length, new Set(signs.map(({ fill }) => fill)).size, dashed === null]).toEqual([2, 1, false]);
    expect(texts.map(({ text }) => text)).toContain(word);
    expect(svg).not.toMatch(/成交|[Aa]warded/);
  });

  it.each([
    ['zh', '共 60 个报价；画出 16 个：先成交的、本预警列出的，再最低的；另有 2 个包未画'],
    [
      'en',
      '60 bids; 16 of them drawn: awarded ones, those that the finding names, then the lowest; 2 more lots not drawn',
    ],
  ] as const)(
    'draws of sixty bids the awarded, those that the finding names and the lowest, and says so (%s)',
    async (lang, words) => {
      const bids = Array.from({ length: 60 }, (_, i) => ({
        ...{ bidder: `第${i}中心`, price: 100_000 + i, won: i === 59, named: i === 40 || i === 50 },
      }));
      const picture = bidsPicture({ name: '第一包', ceiling: null, bids, decided: true, lotsLeftOut: 2 }, lang);
      const { signs, texts } = await draw(picture);
      const drawn = texts.flatMap(({ text }) => /^第(\d+)中心$/.exec(text)?.[1] ?? []).map(Number);
      expect(drawn.sort((a, b) => a - b)).toEqual([...Array.from({ length: 13 }, (_, i) => i), 40, 50, 59]);
      expect([signs.length, picture.height]).toEqual([16, 744]);
      expect(texts.map(({ text }) => text)).toContain(words);
      expect(picture.description).toContain(words);
    },
  );
});

describe('a bidder whose name holds what cannot be drawn', () => {
  const name = '甲\u0007社\u202e会\ufffe工作\u2066中心';
  const bids = [{ bidder: name, price: 1_234.5, won: true, named: true }];
  it.each([
    ['prices', bidsPicture({ name, ceiling: null, bids, decided: true, lotsLeftOut: 0 }, 'zh')],
    [
      'lots',
      matrixPicture(
        {
          bodies: [name, name],
          bodiesLeftOut: 0,
          lots: [{ name, on: '2014-10-20', outcomes: [[0, 'won']] }],
          listed: null,
        },
        'zh',
      ),
    ],
  ])('leaves the picture of %s a document, with its figures as they are', async (_, picture) => {
    const svg = (await renderSvg(picture)).toString();
    // No document of XML holds a control character; a mark of direction would turn the figure behind the name.
    expect(svg).not.toMatch(/(?!\n)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/u);
    expect(svg).toContain('工作');
  });
});

describe('the picture of bidders and lots', () => {
  const lots = [
    {
      name: '甲',
      on: '2014-10-20',
      outcomes: [
        [0, 'won'],
        [1, 'lost'],
      ],
    },
    { name: '乙', on: '2015-10-20', outcomes: [[2, 'won']] },
    {
      name: '丙',
      on: '2016-10-20',
      outcomes: [
        [0, 'lost'],
        [1, 'won'],
        [3, 'lost'],
      ],
    },
  ] as const;
  const ground = { bodies: NAMES, bodiesLeftOut: 0, lots, listed: null };
  const drawn = draw(matrixPicture(ground, 'zh'));

  it('has a cell where a bidder took part, in its row and in the column of the lot, and none elsewhere', async () => {
    const { texts, boxes } = await drawn;
    expect(boxes).toHaveLength(6);
    for (const { on, outcomes } of lots)
      for (const [member, bidder] of NAMES.entries()) {
        const outcome = outcomes.find(([at]) => at === member);
        const [column, row] = [on, bidder].map((text) => texts.find((one) => one.text === text));
        const isHere = (one: Placed) => near(one.x, column?.x ?? NaN) && near(one.y, row?.y ?? NaN);
        const here = boxes.filter(isHere);
        expect([on, bidder, here.length]).toEqual([on, bidder, outcome === undefined ? 0 : 1]);
        // The sign repeats what the colour says.
        const signs = texts.filter(({ text }) => text === '●' || text === '○').filter(isHere);
        expect(signs.map(({ text }) => text)).toEqual(outcome === undefined ? [] : [outcome[1] === 'won' ? '●' : '○']);
      }
    const colours = (won: boolean) =>
      new Set(
        boxes
          .filter((box) =>
            texts.some((one) => one.text === (won ? '●' : '○') && near(one.x, box.x) && near(one.y, box.y)),
          )
          .map(({ fill }) => fill),
      );
    expect([colours(true).size, colours(false).size, new Set([...colours(true), ...colours(false)]).size]).toEqual([
      1, 1, 2,
    ]);
  });

  it('says how often each took part and was awarded', async () => {
    const { svg } = await drawn;
    expect(svg).toContain('图中供应商近 3 个已公布结果的采购包，其中 2 个有两家以上同时参加');
    for (const words of [
      `${FIRST}：参加 2 次，成交 1 次`,
      `${THIRD}：参加 1 次，成交 1 次`,
      `${FOURTH}：参加 1 次，成交 0 次`,
    ])
      expect(svg).toContain(words);
  });

  it.each([
    ['zh', '撤回', '另有 12 家供应商未画', '2016-10-20：甲社会工作服务中心 撤回'],
    ['en', 'Withdrawn', '12 more bidders not drawn', '2016-10-20: 甲社会工作服务中心 Withdrawn'],
  ] as const)(
    'has a sign of its own for a bid that was withdrawn, and counts who is not drawn (%s)',
    async (lang, word, left, told) => {
      const withdrawn = [{ name: '丁', on: '2016-10-20', outcomes: [[0, 'withdrawn']] }] as const;
      const picture = matrixPicture({ bodies: NAMES, bodiesLeftOut: 12, lots: withdrawn, listed: 1 }, lang);
      const { texts, svg } = await draw(picture);
      expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['×', word]));
      expect(svg.split(left)).toHaveLength(3);
      expect(picture.description).toContain(told);
      expect((await drawn).texts.map(({ text }) => text)).not.toContain('撤回');
    },
  );

  it.each([
    ['zh', 3, '本预警所列的 3 个包'],
    ['zh', 5, '本预警所列 5 个包中的 3 个，其余结果未公布或日期较早'],
    ['en', 3, 'The 3 lots that the finding lists'],
    ['en', 5, '3 of the 5 lots that the finding lists; the others have no published result, or are earlier'],
  ] as const)(
    'says in %s of lots that a rule chose out of %i that the finding lists them, and no shares',
    async (lang, listed, words) => {
      const picture = matrixPicture({ ...ground, listed }, lang);
      const { svg, texts } = await draw(picture);
      expect(texts.map(({ text }) => text)).toContain(words);
      // What a rule picked for its outcome tells nothing of how often somebody takes part or wins.
      expect(svg).not.toMatch(/参加 \d|成交 \d|\d (bids|awards)|latest|近 \d/);
      expect(picture.description).toContain(
        lang === 'zh' ? `2014-10-20：${FIRST} 成交，` : `2014-10-20: ${FIRST} Awarded, `,
      );
    },
  );
});
