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

const WORDS: Record<MeasureOf, string> = {
  records: '服务次数',
  minutes: '服务分钟数',
  visits: '服务人次',
  recipients: '服务对象人数',
};

/** As the notice and the contract print it. */
export function measureText({ of, form, content }: Measure): string {
  const which = [
    form === null || form === undefined ? null : getCodeLabel('service-forms', form).zh,
    content === null || content === undefined ? null : contentLabel(content).zh,
  ].filter((text) => text !== null);
  return `按服务记录的${WORDS[of]}计${which.length === 0 ? '' : `，限${which.join('、')}`}`;
}
