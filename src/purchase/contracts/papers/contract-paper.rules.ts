import {
  composeFields,
  composeSection,
  createWords,
  findWord,
  inShanghai,
  UNKNOWN,
  type Paper,
  type PaperBlock,
} from '../../../kernel/documents/papers/paper.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import { formatCapitalAmount } from '../../../kernel/money/capital-amount.rules.js';
import { byLargestRemainder } from '../../../kernel/money/largest-remainder.rules.js';
import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import type { ConductedContractDto, ContentPartiesDto, ContractPartyDto } from '../conducted/contract-here.dto.js';
import type { ContractContent } from '../content/content-types.js';
import { computeFixedPart } from '../content/price.rules.js';
import { contractText } from '../content/text.rules.js';
import type { ContractDetailDto } from '../contract-view.dto.js';
import { formatMemberValue, formatPlace, formatShare } from './change-words.rules.js';
import NAMES from './contract-words.json' with { type: 'json' };

type Word = (name: keyof typeof NAMES.words) => string;

/** What a contract is called on the papers of others: its number, else its title. */
export const nameContract = ({ number, title }: Pick<ContractDetailDto, 'number' | 'title'>): string =>
  number === null ? title : `${title}（${number}）`;

/** What every page says of a contract that both parties have not signed, or that is none. */
function findMark({ state, here }: ContractDetailDto): Text | null {
  if (state === 'void') return NAMES.marks.void;
  // One that was signed on paper and taken over is no draft: what stands here of it waits for both to confirm it.
  if (state !== 'draft') return here?.contentAgreed === false ? NAMES.marks.unconfirmed : null;
  return here?.signatures.length === 1 ? NAMES.marks.half : NAMES.marks.draft;
}

/** A contract on paper: as it stands, with the words that its parties sign where the reader may see them. `instalments` are those that stand, in yuan. */
export function composeContractPaper(
  contract: ContractDetailDto,
  language: Language,
  instalments: ReadonlyMap<number, string>,
): Paper {
  const word = createWords(NAMES.words, language);
  const { here } = contract;
  const mark = findMark(contract);
  return {
    file: {
      ascii: `contract-${contract.id.slice(0, 8)}`,
      shown: `${word('file')} ${nameContract(contract)}`,
    },
    title: `${word('title')} ${nameContract(contract)}`,
    marks: mark === null ? [] : [mark[language]],
    dataset: contract.dataset,
    blocks: [
      { kind: 'title', text: word('title') },
      composeHead(contract, language),
      ...(here === null
        ? [{ kind: 'text', text: word('recorded') } as const]
        : composeContent(contract, here, language, instalments)),
    ],
  };
}

/** A party by its name, with its credit code where the content is known. */
export const formatParty = (name: string | null, party: ContractPartyDto | undefined, word: Word): string | null =>
  party === undefined ? name : `${party.name}（${word('creditCode')}：${party.creditCode ?? UNKNOWN}）`;

/** Who buys together with party A, each on a line of its own. */
export const composeJointBuyers = (parties: ContentPartiesDto | undefined, word: Word): [string, string | null][] =>
  (parties?.jointBuyers ?? []).map((body) => [word('jointBuyer'), formatParty(body.name, body, word)]);

/** A draft has its days in its content alone. */
function formatTerm({ window, termText, here }: ContractDetailDto, word: Word): string | null {
  const start = window.start ?? here?.content.window.start ?? null;
  const end = window.end ?? here?.content.window.end ?? null;
  const days = start === null && end === null ? null : `${start ?? UNKNOWN} ${word('to')} ${end ?? UNKNOWN}`;
  return [days, termText].filter((part) => part !== null).join('；') || null;
}

function composeHead(contract: ContractDetailDto, language: Language): PaperBlock {
  const word = createWords(NAMES.words, language);
  const { here } = contract;
  const content = here?.content;
  const amount = contract.amount ?? content?.amount ?? null;
  return composeFields([
    [word('number'), contract.number ?? content?.number ?? null],
    [word('project'), content?.tender.title ?? contract.title],
    ...(content === undefined
      ? []
      : ([
          [word('projectNo'), content.tender.projectNo],
          ['OCID', content.tender.ocid],
        ] as const)),
    [word('lot'), contract.lot ?? word('wholePurchase')],
    [word('buyer'), formatParty(contract.buyer?.name ?? null, content?.parties.buyer, word)],
    ...composeJointBuyers(content?.parties, word),
    [word('supplier'), formatParty(contract.supplier?.name ?? null, content?.parties.supplier, word)],
    [word('amount'), amount],
    [word('capital'), amount === null ? null : formatCapitalAmount(amount)],
    ...(here === null && parseYuan(contract.supplements) === 0n
      ? []
      : composeSupplements(amount, here?.supplements ?? contract.supplements, word)),
    [word('term'), formatTerm(contract, word)],
    [word('signedOn'), contract.signedOn],
    [word('state'), findWord(NAMES.states, contract.state, language)],
    ...(contract.terminatedOn === null ? [] : ([[word('terminatedOn'), contract.terminatedOn]] as const)),
    ...(here === null || here.publishedOn === null ? [] : ([[word('publishedOn'), here.publishedOn]] as const)),
  ]);
}

/** What amendments in force have added, and what it all comes to. */
function composeSupplements(amount: string | null, supplements: string, word: Word): [string, string | null][] {
  const added: [string, string] = [word('supplements'), supplements];
  if (amount === null || parseYuan(supplements) === 0n) return [added];
  const whole = formatYuan(parseYuan(amount) + parseYuan(supplements));
  return [added, [word('whole'), whole], [word('wholeCapital'), formatCapitalAmount(whole)]];
}

/** What each instalment comes to, in yuan, as its payment is or will be due; null where the sum is not known. */
function splitAmount(
  { amount, price }: ContractContent,
  payments: readonly { no: number; share: number }[],
  known: ReadonlyMap<number, string>,
): (string | null)[] {
  const whole = price?.kind === 'mixed' ? (price.fixed ?? null) : amount;
  if (payments.every(({ no }) => known.has(no))) return payments.map(({ no }) => known.get(no) ?? null);
  if (whole === null) return payments.map(() => null);
  const parts = byLargestRemainder(
    parseYuan(whole),
    payments.map(({ share }) => share),
  );
  return parts.map((part) => formatYuan(part));
}

function composeContent(
  { signedOn }: ContractDetailDto,
  here: ConductedContractDto,
  language: Language,
  instalments: ReadonlyMap<number, string>,
): PaperBlock[] {
  const word = createWords(NAMES.words, language);
  const { content, contentHash } = here;
  const payments = content.payments.toSorted((a, b) => a.no - b.no);
  const amounts = splitAmount(content as ContractContent, payments, instalments);
  const inForce = here.amendments.filter(({ state }) => state === 'in_force');
  // Of a contract that is paid by the unit a supplement raises what settlements may come to.
  const supplements = computeFixedPart(content) !== null ? [] : inForce.filter(({ supplement }) => supplement !== null);
  const elsewhere = here.takenOverAt === null ? null : { signedOn, confirmations: here.signatures };
  const words = contractText(content as ContractContent, contentHash, elsewhere)
    .split('\n')
    .filter((line) => line !== '');
  return [
    ...composeSection(
      word('standards'),
      [word('no'), word('what'), word('target')],
      [10, 66, 24],
      content.standards.map(({ no, text, target, unit }) => [
        String(no),
        text,
        target === null || target === undefined ? UNKNOWN : `${target} ${unit ?? ''}`.trim(),
      ]),
    ),
    ...composeSection(
      word('milestones'),
      [word('no'), word('what'), word('dueOn'), word('shownBy')],
      [10, 44, 18, 28],
      (content.milestones ?? []).map(({ no, name, dueOn, shownBy }) => [String(no), name, dueOn, shownBy ?? UNKNOWN]),
    ),
    ...composeSection(
      word('payments'),
      [word('no'), word('trigger'), word('share'), word('instalment')],
      [10, 50, 16, 24],
      [
        ...payments.map(({ no, trigger, of, share }, i) => [
          String(no),
          formatTrigger(trigger, of, language),
          formatShare(share),
          amounts[i] ?? UNKNOWN,
        ]),
        ...supplements.map(({ no, supplement }) => {
          const { trigger, of } = payments.at(-1) ?? { trigger: 'acceptance' };
          return [`${word('amendment')} ${no}`, formatTrigger(trigger, of, language), UNKNOWN, supplement ?? UNKNOWN];
        }),
      ],
    ),
    { kind: 'heading', text: word(inForce.length > 0 ? 'textAmended' : elsewhere === null ? 'text' : 'textElsewhere') },
    ...words.map((text): PaperBlock => ({ kind: 'text', text })),
    ...composeSection(
      word('amendments'),
      [word('no'), word('state'), word('reason'), word('supplement'), word('inForceOn')],
      [10, 20, 36, 18, 16],
      here.amendments.map(({ no, state, reason, supplement, inForceOn }) => [
        String(no),
        findWord(NAMES.amendmentStates, state, language),
        reason,
        supplement ?? UNKNOWN,
        inForceOn ?? UNKNOWN,
      ]),
    ),
    ...here.amendments.flatMap(({ no, reasonCode, difference }) =>
      composeSection(
        `${word('amendment')} ${no}（${findWord(NAMES.amendmentReasons, reasonCode, language)}）`,
        [word('place'), word('before'), word('after')],
        [24, 38, 38],
        difference.map(({ pointer, old, new: now }) => [
          formatPlace(pointer, language),
          ...[old, now].map((value) => formatMemberValue(pointer.split('/').at(-1) ?? '', value, language)),
        ]),
      ),
    ),
    { kind: 'heading', text: word(elsewhere === null ? 'signatures' : 'confirmations') },
    composeSignatures(here, language),
    { kind: 'text', text: `${word('hash')}：${contentHash}` },
    { kind: 'text', text: describeAgreement(here, inForce.length > 0, signedOn, word) },
  ];
}

/** What an instalment waits for, by the number of the milestone or report where it names one. */
function formatTrigger(trigger: string, of: number | null | undefined, language: Language): string {
  const named = typeof of === 'number' && trigger in NAMES.namedTriggers;
  return named
    ? findWord(NAMES.namedTriggers, trigger, language).replace('N', String(of))
    : findWord(NAMES.triggers, trigger, language);
}

/** What both parties signed here, or confirmed here of what they signed elsewhere. */
function describeAgreement(here: ConductedContractDto, amended: boolean, signedOn: string | null, word: Word): string {
  if (here.takenOverAt === null) return word(!here.contentAgreed ? 'notAgreed' : amended ? 'agreedAmended' : 'agreed');
  const agreed = word(!here.contentAgreed ? 'notConfirmed' : amended ? 'confirmedAmended' : 'confirmed');
  return agreed.replace('DAY', signedOn ?? word('unknownDay'));
}

/** Each signature with what it names; a side that did not sign the contract is said not to have. */
function composeSignatures(here: ConductedContractDto, language: Language): PaperBlock {
  const { content, signatures, amendments } = here;
  const confirms = here.takenOverAt !== null;
  const word = createWords(NAMES.words, language);
  const unsigned = (['buyer', 'supplier'] as const).filter((side) => !signatures.some((s) => s.side === side));
  const name = (side: 'buyer' | 'supplier'): string => `${word(side)}：${content.parties[side].name}`;
  return {
    kind: 'table',
    head: [word('side'), word(confirms ? 'ofConfirmed' : 'of'), word(confirms ? 'confirmedAt' : 'signedAt')],
    widths: [36, 42, 22],
    rows: [
      ...signatures.map(({ side, hash, signedAt }) => [
        name(side),
        `${word(confirms ? 'confirmedContract' : 'contract')} ${hash}`,
        inShanghai(signedAt),
      ]),
      ...unsigned.map((side) => [
        name(side),
        word(confirms ? 'confirmedContract' : 'contract'),
        word(confirms ? 'unconfirmed' : 'unsigned'),
      ]),
      ...amendments.flatMap(({ no, signatures: signed }) =>
        signed.map(({ side, hash, signedAt }) => [
          name(side),
          `${word('amendment')} ${no} ${hash}`,
          inShanghai(signedAt),
        ]),
      ),
    ],
  };
}
