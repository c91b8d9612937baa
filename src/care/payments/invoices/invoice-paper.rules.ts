import {
  composeFields,
  createWords,
  findWord,
  inShanghai,
  type Paper,
} from '../../../kernel/documents/papers/paper.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { formatCapitalAmount } from '../../../kernel/money/capital-amount.rules.js';
import type { InvoiceDto } from './invoice.dto.js';
import NAMES from './invoice-words.json' with { type: 'json' };

/** What is recorded of an invoice, on paper; every page says that it is none. `about` says of which contract. */
export function composeInvoicePaper(
  invoice: InvoiceDto,
  about: readonly (readonly [string, string | null])[],
  language: Language,
): Paper {
  const word = createWords(NAMES.words, language);
  const { state, amount, decidedAt, reason } = invoice;
  const marks = [NAMES.marks.note, ...(state === 'accepted' ? [] : [NAMES.marks[state]])];
  return {
    file: { ascii: `invoice-record-${invoice.id.slice(0, 8)}`, shown: `${word('title')} ${invoice.number}` },
    title: `${word('title')} ${invoice.number}`,
    marks: marks.map((mark) => mark[language]),
    dataset: invoice.dataset,
    blocks: [
      { kind: 'title', text: word('title') },
      { kind: 'text', text: word('note') },
      composeFields([
        ...about,
        [word('number'), invoice.number],
        [word('amount'), amount],
        [word('capital'), formatCapitalAmount(amount)],
        [word('issuedOn'), invoice.issuedOn],
        [word('state'), findWord(NAMES.states, state, language)],
        [word('receivedAt'), inShanghai(invoice.receivedAt)],
        ...(decidedAt === null ? [] : ([[word('decidedAt'), inShanghai(decidedAt)]] as const)),
        ...(reason === null ? [] : ([[word('reason'), reason]] as const)),
        [word('documents'), invoice.documents.length],
      ]),
    ],
  };
}
