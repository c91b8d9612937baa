/**
 * Files of compiled OCDS releases for measuring: about 3 KB and 3 to 6 bids each, drawn from a seed, in English or in Chinese.
 * Buyers and suppliers are as many whatever the number of releases. Nothing in them is real.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

const BUYERS = 400;
const SUPPLIERS = 4_000;
const RELEASES_A_WRITE = 500;
const DAY = 86_400_000;

const WORDS = {
  english: {
    buyer: (n) => `Civil affairs bureau of county ${n}`,
    supplier: (n) => `Agency for social services number ${n}`,
    title: 'Home care for older residents, one year',
    text: 'Visits at home with help in daily life, meals and company, counselling of families, and records of each visit. ',
    item: 'Hours of a care assistant',
  },
  chinese: {
    buyer: (n) => `第${n}县民政局`,
    supplier: (n) => `第${n}社会工作服务中心`,
    title: '居家养老服务采购项目（一年）',
    text: '为辖区老年人提供上门探访、助餐助浴、精神慰藉、家庭支持与服务记录等居家养老服务，服务期一年，按月考核。',
    item: '护理员服务工时',
  },
};

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function draw(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function makeRelease(n, random, language) {
  const words = WORDS[language];
  const pick = (many) => Math.floor(random() * many);
  const instant = (day) => new Date(1_640_995_200_000 + day * DAY).toISOString();
  const start = pick(1_000);
  const end = start + 8 + pick(25);
  const buyer = pick(BUYERS);
  const cost = 50_000 + pick(950_000);
  const tenderers = Array.from(new Set(Array.from({ length: 3 + pick(4) }, () => pick(SUPPLIERS))));
  const bids = tenderers.map((by, i) => ({
    id: `bid-${i}`,
    date: instant(end - random() * 3 + (random() < 0.01 ? 4 : 0)),
    status: random() < 0.06 ? 'disqualified' : 'valid',
    tenderers: [{ id: `S-${by}`, name: words.supplier(by) }],
    value: { amount: Math.round(cost * (1 + 0.2 * random())), currency: 'CNY' },
  }));
  const valid = bids.filter(({ status }) => status === 'valid').sort((a, b) => a.value.amount - b.value.amount);
  const [winner] = valid.length > 0 ? valid : bids;
  const item = (i) => ({ id: `${i}`, description: words.item, classification: { scheme: 'CPV', id: `${85 + pick(10)}310000` }, quantity: pick(900) }); // prettier-ignore
  const organisation = ({ id, name }, role) => ({
    id,
    name,
    roles: [role],
    address: { countryName: 'CN', locality: name },
  });
  const buying = { id: `B-${buyer}`, name: words.buyer(buyer) };
  return {
    ocid: `ocds-bench0-${n}`,
    id: `ocds-bench0-${n}-1`,
    date: instant(end + 20),
    tag: ['compiled'],
    initiationType: 'tender',
    language: language === 'chinese' ? 'zh' : 'en',
    parties: [organisation(buying, 'buyer'), ...bids.map((bid) => organisation(bid.tenderers[0], 'tenderer'))],
    buyer: buying,
    tender: {
      id: `t-${n}`,
      title: words.title,
      description: words.text.repeat(2),
      status: random() < 0.02 ? 'cancelled' : 'complete',
      procuringEntity: buying,
      procurementMethod: ['open', 'selective', 'direct'][pick(3)],
      procurementMethodDetails: ['open tender', 'consultation', 'single source'][pick(3)],
      numberOfTenderers: bids.length,
      tenderPeriod: { startDate: instant(start), endDate: instant(end) },
      items: [item(1), item(2)],
      value: { amount: Math.round(cost * 1.25), currency: 'CNY' },
    },
    bids: { details: bids },
    awards: [
      {
        ...{ id: `a-${n}`, date: instant(end + 10), status: random() < 0.03 ? 'pending' : 'active' },
        ...{ suppliers: winner.tenderers, value: winner.value, items: [item(1)] },
      },
    ],
    contracts: [
      { id: `c-${n}`, awardID: `a-${n}`, status: 'active', value: winner.value, dateSigned: instant(end + 15) },
    ],
  };
}

/** @returns how many bytes were written */
export function writeOcdsFile(path, { releases, seed, language }) {
  const random = draw(seed);
  const file = openSync(path, 'w');
  let bytes = 0;
  try {
    for (let n = 0; n < releases; n += RELEASES_A_WRITE) {
      const some = Array.from({ length: Math.min(RELEASES_A_WRITE, releases - n) }, (_, i) =>
        JSON.stringify(makeRelease(n + i, random, language)),
      );
      bytes += writeSync(file, `${some.join('\n')}\n`);
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}
