import type { Reason, Text } from '../runs/assessment-types.js';
import texts from './reason.texts.json' with { type: 'json' };

/** Why a rule did not speak, in words. The codes are stable; the words may be improved. */
const REASONS: Readonly<Record<string, Text>> = texts.reasons;

const FIELDS: Readonly<Record<string, Text>> = texts.fields;

/** `detail` names of a coded reason that a reader needs; values that name fields are translated. */
const DETAILS: Readonly<Record<string, Text>> = texts.details;

/** A stored reason as a sentence; it never says more than the reason does. */
export function explainReason(state: 'not_applicable' | 'insufficient_data', reason: Reason): Text {
  const lead =
    state === 'not_applicable'
      ? { en: 'The rule does not apply', zh: '本规则不适用' }
      : { en: 'The rule cannot be assessed', zh: '无法判定' };
  if (Array.isArray(reason.missing)) {
    const names = reason.missing.map((name) => FIELDS[String(name)] ?? { en: String(name), zh: String(name) });
    const term = formatTermText(reason.termText);
    return {
      en: `${lead.en}: not known: ${names.map((name) => name.en).join(', ')}.${term.en}`,
      zh: `${lead.zh}：${names.map((name) => name.zh).join('、')}不详。${term.zh}`,
    };
  }
  const code = 'code' in reason ? reason.code : '';
  const why = REASONS[String(code)] ?? { en: String(code), zh: String(code) };
  const details = listReasonDetails(reason);
  const en = details.map((detail) => detail.en).join('; ');
  const zh = details.map((detail) => detail.zh).join('；');
  return {
    en: `${lead.en}: ${why.en.charAt(0).toLowerCase()}${why.en.slice(1)}${en === '' ? '' : ` (${en})`}.`,
    zh: `${lead.zh}：${why.zh}${zh === '' ? '' : `（${zh}）`}。`,
  };
}

/** What is there instead of dates. A sentence quotes a long term in part; the reason holds all of it. */
function formatTermText(words: unknown): Text {
  if (typeof words !== 'string') return { en: '', zh: '' };
  const quoted = [...words].length > QUOTED ? `${[...words].slice(0, QUOTED).join('')}…` : words;
  return {
    en: ` The term is published in words, “${quoted}”, and was not turned into dates.`,
    zh: `服务期限以文字公布：“${quoted}”，未换算为起止日期。`,
  };
}
const QUOTED = 120;

function listReasonDetails(reason: Reason): Text[] {
  return Object.entries(reason)
    .filter(([name]) => name in DETAILS)
    .map(([name, value]) => {
      const label = DETAILS[name] ?? { en: '', zh: '' };
      const values = (Array.isArray(value) ? value : [value]).map(String);
      return {
        en: label.en + values.map((one) => FIELDS[one]?.en ?? one).join(', '),
        zh: label.zh + values.map((one) => FIELDS[one]?.zh ?? one).join('、'),
      };
    });
}
