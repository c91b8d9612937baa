import {
  composeFields,
  composeSection,
  createWords,
  findWord,
  inShanghai,
  UNKNOWN,
  type Paper,
  type PaperBlock,
} from '../../kernel/documents/papers/paper.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { formatCapitalAmount } from '../../kernel/money/capital-amount.rules.js';
import type { AcceptanceDto } from './acceptance-view.dto.js';
import { VERDICTS } from './acceptance.rules.js';
import NAMES from './acceptance-words.json' with { type: 'json' };

/** Who signs is shown to the parties alone; that nobody has signed yet follows from the state as well. */
function findMark({ state, members }: AcceptanceDto): Text | null {
  if (state === 'concluded' || state === 'published') return null;
  const signed = members.length > 0 && members.every(({ signedAt }) => signedAt !== null);
  return signed ? NAMES.marks.open : NAMES.marks.unsigned;
}

/**
 * A round of acceptance on paper, as its reader is shown it. What recipients said is counted: a paper passes through more
 * hands than the answer that names them by number. `about` says which contract it is of.
 */
export function composeAcceptancePaper(
  acceptance: AcceptanceDto,
  about: readonly (readonly [string, string | null])[],
  language: Language,
): Paper {
  const word = createWords(NAMES.words, language);
  const { records } = acceptance;
  const mark = findMark(acceptance);
  return {
    file: {
      ascii: `acceptance-${acceptance.no}-${acceptance.contract.slice(0, 8)}`,
      shown: `${word('title')} ${acceptance.no} ${about[0]?.[1] ?? ''}`,
    },
    title: word('title'),
    marks: mark === null ? [] : [mark[language]],
    dataset: acceptance.dataset,
    blocks: [
      { kind: 'title', text: word('title') },
      composeFields([
        ...about,
        [word('round'), acceptance.no],
        [word('state'), findWord(NAMES.states, acceptance.state, language)],
        [word('openedAt'), inShanghai(acceptance.openedAt)],
        ...(records === null
          ? []
          : ([
              [
                word('records'),
                `${records.records} / ${records.minutes} / ${records.recipients} / ${records.days}（${word('recordsText')}）`,
              ],
            ] as const)),
      ]),
      ...composeItems(acceptance, language),
      ...composeMilestones(acceptance, language),
      ...composeOpinions(acceptance, language),
      ...composeSection(
        word('members'),
        [word('no'), word('name'), word('capacity'), word('signedAt')],
        [10, 34, 26, 30],
        acceptance.members.map(({ no, name, capacity, signedAt }) => [
          String(no),
          name,
          findWord(NAMES.capacities, capacity, language),
          signedAt === null ? word('unsigned') : inShanghai(signedAt),
        ]),
      ),
      { kind: 'heading', text: word('conclusion') },
      composeConclusion(acceptance, language),
    ],
  };
}

function composeItems({ items, records }: AcceptanceDto, language: Language): PaperBlock[] {
  const word = createWords(NAMES.words, language);
  const isParty = records !== null;
  return composeSection(
    word('items'),
    [word('no'), word('standard'), word('target'), word('measured'), word('counted'), word('result'), word('note')],
    [7, 25, 14, 12, 12, 12, 18],
    items.map(({ no, text, target, unit, measured, counted, result, note }) => [
      String(no),
      text,
      target === null ? UNKNOWN : `${target} ${unit ?? ''}`.trim(),
      measured ?? UNKNOWN,
      counted ?? UNKNOWN,
      findWord(NAMES.ticks, result, language),
      isParty ? (note ?? UNKNOWN) : UNKNOWN,
    ]),
  );
}

function composeMilestones({ milestones }: AcceptanceDto, language: Language): PaperBlock[] {
  const word = createWords(NAMES.words, language);
  return composeSection(
    word('milestones'),
    [word('no'), word('name'), word('dueOn'), word('state')],
    [10, 50, 20, 20],
    (milestones ?? []).map(({ no, name, dueOn, state }) => [
      String(no),
      name,
      dueOn,
      findWord(NAMES.milestoneStates, state, language),
    ]),
  );
}

function composeOpinions({ opinions, recipientsHeard }: AcceptanceDto, language: Language): PaperBlock[] {
  const word = createWords(NAMES.words, language);
  return [
    { kind: 'heading', text: word('opinions') },
    composeFields([[word('heard'), recipientsHeard ?? word('few')]]),
    ...(opinions === null || opinions.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            head: [word('no'), word('form'), word('heldOn'), ...VERDICTS.map(word), word('silent')],
            widths: [8, 20, 18, 13, 14, 14, 13],
            rows: opinions.map(({ no, form, heldOn, voices }) => [
              String(no),
              findWord(NAMES.forms, form, language),
              heldOn,
              ...[...VERDICTS, null].map((verdict) => String(voices.filter((v) => v.verdict === verdict).length)),
            ]),
          },
        ]),
  ];
}

function composeConclusion(acceptance: AcceptanceDto, language: Language): PaperBlock {
  const word = createWords(NAMES.words, language);
  const { result, reason, newDueOn, acceptedPart, acceptedAmount } = acceptance;
  const said = [
    [word('reason'), reason],
    [word('newDueOn'), newDueOn],
    [word('acceptedPart'), acceptedPart],
    [word('acceptedAmount'), acceptedAmount],
    [word('capital'), acceptedAmount === null ? null : formatCapitalAmount(acceptedAmount)],
    [word('concludedOn'), acceptance.concludedOn],
    [word('publishedOn'), acceptance.publishedOn],
  ] as const;
  return composeFields([
    [word('result'), result === null ? word('open') : findWord(NAMES.results, result, language)],
    ...said.filter(([, value]) => value !== null),
  ]);
}
