import type { Text } from '../../../../kernel/errors/texts.js';
import { contentLabel, getCodeLabel, type ServiceForm } from '../../../../law/code-lists/code-lists.js';

/**
 * What of the records of service counts toward a target: how many there are, their minutes, the recipients served in each
 * (人次), or the different recipients served (人).
 */
export const MEASURES = ['records', 'minutes', 'visits', 'recipients'] as const;
export type MeasureOf = (typeof MEASURES)[number];

/** How a standard is counted from the records; of every form and content where none is named. */
export interface Measure {
  of: MeasureOf;
  form?: ServiceForm | null;
  /** A code of the category's list of contents. */
  content?: string | null;
}

export const MEASURE_WORDS: Readonly<Record<MeasureOf, Text>> = {
  records: { en: 'times', zh: '服务次数' },
  minutes: { en: 'minutes', zh: '服务分钟数' },
  visits: { en: 'recipients served each time', zh: '服务人次' },
  recipients: { en: 'different recipients', zh: '服务对象人数' },
};

/** As the notice and the contract print it. */
export function measureText({ of, form, content }: Measure): string {
  const which = [
    form === null || form === undefined ? null : getCodeLabel('service-forms', form).zh,
    content === null || content === undefined ? null : contentLabel(content).zh,
  ].filter((text) => text !== null);
  return `按服务记录的${MEASURE_WORDS[of].zh}计${which.length === 0 ? '' : `，限${which.join('、')}`}`;
}
