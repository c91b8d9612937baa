import { GROUP_TYPES, type Evidence, type Text } from '../../runs/assessment-types.js';

/** Why a piece of evidence is not shown to the body that a flag is about. */
export type Withholding = 'person_key' | 'other_body' | 'unopened_bid' | 'result_not_public' | 'not_cleared';

/** What is known of a record that evidence names. */
export interface KnownRecord {
  /** Bodies whose record it is. */
  owners: readonly string[];
  /** Of a bid: it was opened, and its price may be told; of a contract: it was signed. */
  published: boolean;
}

export const WITHHELD: Readonly<Record<Withholding, Text>> = {
  person_key: {
    en: 'A key of a person, account, device or network; that it is the same is said, what it is helps nobody to answer',
    zh: '属于人员、账号、设备或网络的标识；仅说明其相同，不提供标识本身',
  },
  other_body: {
    en: 'A figure or paper of another body that is not published',
    zh: '属于其他机构且尚未公开的数据或材料',
  },
  unopened_bid: {
    en: 'Part of a bid that is not opened, or whose price may not be told yet',
    zh: '属于尚未开启、或者报价尚不得公开的投标（响应）文件',
  },
  result_not_public: {
    en: 'Not told before the result of the purchase is public: who else was invited, took part or reviewed',
    zh: '在采购结果公布前不予提供：涉及其他受邀、参加采购的供应商或者评审情况',
  },
  not_cleared: {
    en: 'A kind of record of which it is not settled who may read it',
    zh: '该类记录可由何人查阅尚未明确',
  },
};

/** Fields that hold keys by which persons, accounts or devices are compared, whoever they belong to. */
const KEY_FIELD =
  /^bond\.|(^|\.)(identity|person|account|session|device|network|address|phone|email|contact|bond|fingerprint|creation)(s|Key|Keys|Hash|Hashes|Id|Ids|Account|Accounts)?$/i;
/** Persons in another body, by their names. */
const PERSON_FIELD = /^(heads|founders|members|team|signed|represented|reviewed|evaluated|wrote|seat)$/;
/** What a result, an opening in public or a contract notice tells of everybody. */
const TOLD_OF_BIDS: ReadonlySet<string> = new Set([
  ...['price', 'bidder', 'status', 'rank', 'items', 'finalPrice', 'replacedBy'],
]);
const TOLD_OF_CONTRACTS: ReadonlySet<string> = new Set([
  ...['window', 'window.start', 'window.end', 'signedOn', 'amount', 'supplier', 'method', 'startedOn', 'termText'],
  ...['publishedOn', 'terminatedOn', 'overlap', 'gap', 'subcontractor', 'subcontractors'],
]);
/** What a lot's evidence holds of every bidder: its points, and when it came in, are for itself. */
const OF_EACH_BIDDER: ReadonlySet<string> = new Set(['bids', 'receivedAt']);
/** What a finding over many lots says of the points of all members together: each reads its own, lot by lot. */
const OF_POINTS: ReadonlySet<string> = new Set(['shift', 'standardError', 'panelDeviation', 'scoreDeviation']);
/** Records of the purchase or the service itself, which its parties read. */
const OF_THE_CASE: ReadonlySet<string> = new Set([
  ...['tender', 'lot', 'programme', 'service_line', 'fact', 'rule', 'baseline', 'calendar', 'community', 'need'],
  ...[
    'budget_line',
    'payment',
    'acceptance',
    'handover',
    'continuity_plan',
    'survey',
    'evaluation',
    'evaluation_scheme',
  ],
  ...['review', 'meeting', 'award', 'method_approval', 'method_change', 'expert_draw', 'line'],
]);

/** Records of which nobody outside reads before the result; of a lot also how many bid is not told until then. */
const BEFORE_RESULT: ReadonlySet<string> = new Set(['review', 'meeting', 'award', 'expert_draw', ...GROUP_TYPES]);
const isUntilResult = (type: string, field: string): boolean =>
  BEFORE_RESULT.has(type) || (type === 'lot' && /^(bidCount|invited|withdrawn)/.test(field));

/** Pieces of which there is one for each bid, or for each who came: their number tells how many bid. */
export function isOneOfEach({ record, field }: Pick<Evidence, 'record' | 'field'>): boolean {
  const [type = ''] = record.split(':');
  return type === 'bid' || type === 'meeting' || (type === 'lot' && OF_EACH_BIDDER.has(field));
}

/**
 * Why one piece of evidence is kept from a body that a flag is about; null where it reads it. What is not known to be
 * readable is withheld.
 * @param own ids of the bodies that read
 * @param known of the record; undefined where it is no bid, contract or body on record
 * @param unpublished what was found rests on a lot whose result is not public
 */
export function findWithholding(
  { record, field }: Evidence,
  own: ReadonlySet<string>,
  known: KnownRecord | undefined,
  unpublished = false,
): Withholding | null {
  const [type = '', id = ''] = record.split(':');
  if (KEY_FIELD.test(field)) return 'person_key';
  if (unpublished && isUntilResult(type, field)) return 'result_not_public';
  if (type === 'lot' && OF_EACH_BIDDER.has(field)) return 'other_body';
  const isOwn = own.has(id) || (known?.owners.some((owner) => own.has(owner)) ?? false);
  switch (type) {
    case 'bid':
      if (known === undefined || !known.published) return isOwn && known !== undefined ? null : 'unopened_bid';
      return isOwn || TOLD_OF_BIDS.has(field) ? null : 'other_body';
    case 'contract':
      if (isOwn || (known?.published === true && TOLD_OF_CONTRACTS.has(field))) return null;
      return 'other_body';
    case 'organisation':
    case 'agency':
    case 'buyer':
    case 'evaluator':
      return isOwn ? null : PERSON_FIELD.test(field) ? 'person_key' : 'other_body';
    case 'bidder_group':
    case 'buyer_agency':
      // Counts and shares of what results told of everybody.
      return OF_POINTS.has(field) ? 'other_body' : null;
    default:
      return OF_THE_CASE.has(type) ? null : 'not_cleared';
  }
}
