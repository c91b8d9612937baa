import type { HandedIn } from '../facts/handed-in-facts.js';
import type { Text } from '../runs/assessment-types.js';
import { BACKGROUND, chooseClause } from '../rules/bids/collusion-basis.rules.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  countPairs,
  findNothingComparable,
  findUnknownParts,
  joinNames,
  listHolders,
  listSharedMarks,
  listStandingBids,
  toMarkEvidence,
  type SharedMark,
} from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-2';

/**
 * C02: bids of different bidders that are to be asked about at one telephone number or one e-mail address, or that one account
 * submitted here. One network for two bids is said and triggers nothing: whole buildings have one address. That a network is not
 * known, as behind a proxy that is not listed, is said too.
 */
export const C02: Indicator<'lot'> = {
  id: 'C02',
  version: 3,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C02,
  parameters: [policy('sharedContacts', 0, 'pair')],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'startIsLatest', 'bidCount', 'handedIn', 'withdrawn'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findNothingComparable(facts);
    if (silence !== null) return silence;
    const bids = listStandingBids(facts);
    const phones = listSharedMarks(bids, ({ phones: list }) => list ?? []);
    const mails = listSharedMarks(bids, ({ mails: list }) => list ?? []);
    const accounts = listSharedMarks(bids, ({ origin }) => (origin ? [origin.account] : []));
    const places = listSharedMarks(bids, ({ origin }) => (origin?.network ? [origin.network] : []));
    const note = describeNetworks(bids, places);
    const beside = places.flatMap((mark) => toMarkEvidence(mark, 'network'));
    const basis = chooseClause(CLAUSE, facts);
    if (phones.length + mails.length + accounts.length === 0) {
      const gap = findUnknownParts(facts, 'contacts', hasAddress);
      if (gap !== null) return gap;
      if (bids.some(({ here, origin }) => here && origin === null)) return insufficient({ missing: ['origins'] });
      const explanation = {
        en: `No two of the ${bids.length} bids name the same telephone number or e-mail address, and no account submitted two of them.${note.en}`,
        zh: `${bids.length} 份投标（响应）文件中没有相同的联系电话或电子邮箱，也没有由同一账号提交的。${note.zh}`,
      };
      return clear({ basis, value: '0', threshold: '0', unit: 'pair', evidence: beside, explanation });
    }
    const said = [
      ...phones.map((mark) => ({ mark, en: 'name the same telephone number', zh: '填写的联系电话相同' })),
      ...mails.map((mark) => ({ mark, en: 'name the same e-mail address', zh: '填写的电子邮箱相同' })),
      ...accounts.map((mark) => ({ mark, en: 'were submitted by one account', zh: '由同一账号提交' })),
    ].map(({ mark, en, zh }): Text => {
      const names = joinNames(mark.bids);
      return { en: `${names.en} ${en} (${mark.label})`, zh: `${names.zh}${zh}（${mark.label}）` };
    });
    return triggerFinding({
      basis,
      value: String(countPairs([...phones, ...mails, ...accounts])),
      threshold: '0',
      unit: 'pair',
      evidence: [
        ...phones.flatMap((mark) => toMarkEvidence(mark, 'phones')),
        ...mails.flatMap((mark) => toMarkEvidence(mark, 'mails')),
        ...accounts.flatMap((mark) => toMarkEvidence(mark, 'account')),
        ...beside,
      ],
      speaksOf: listHolders([...phones, ...mails, ...accounts]),
      // That is no finding about them.
      namesBeside: listHolders(places),
      explanation: {
        en: `${said.map(({ en }) => en).join('; ')}. What would settle it: who answers there, and on whose behalf.${note.en}`,
        zh: `${said.map(({ zh }) => zh).join('；')}。需要核实：该联系方式由谁使用、代表哪一方。${note.zh}`,
      },
    });
  },
};

/** A bid that names nobody who can be reached leaves nothing to compare. */
const hasAddress = ({ phones, mails }: HandedIn): boolean => (phones?.length ?? 0) + (mails?.length ?? 0) > 0;

/** From where bids came: facts beside, in words. Of what is not known nothing is concluded. */
function describeNetworks(bids: readonly HandedIn[], places: readonly SharedMark[]): Text {
  const shared = describePlaces(places);
  const unknown = bids.filter(({ here, origin }) => here && origin !== null && origin.network === null).length;
  if (unknown === 0) return shared;
  return {
    en: `${shared.en} From which network ${unknown} of the ${bids.length} bids came is not known, as behind a proxy that is not listed; of these nothing is compared.`,
    zh: `${shared.zh}${bids.length} 份投标（响应）文件中有 ${unknown} 份的来源网络地址未知（例如经由未登记的代理服务器），未作比较。`,
  };
}

/** One address for several bids. */
function describePlaces(places: readonly SharedMark[]): Text {
  if (places.length === 0) return { en: '', zh: '' };
  const names = places.map(({ bids }) => joinNames(bids));
  return {
    en: ` The bids of ${names.map(({ en }) => en).join('; ')} came from one network address, which is no sign by itself: a building or an operator gives one to many.`,
    zh: `${names.map(({ zh }) => zh).join('；')}的提交来自同一网络地址，其本身不构成迹象：同一楼宇或运营商可能共用一个地址。`,
  };
}
