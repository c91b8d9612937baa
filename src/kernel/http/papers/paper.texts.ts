import type { Text } from '../../errors/texts.js';

export const MADE_AT: Text = { en: 'Made (Beijing time)', zh: '生成时间（北京时间）' };

const DATASETS: Readonly<Record<string, Text>> = {
  study: {
    en: 'DEMONSTRATION DATA (study): reconstructed from notices, nothing of it is under way',
    zh: '演示数据（study）：据公开公告重建，并非正在办理',
  },
  fiction: {
    en: 'DEMONSTRATION DATA (fiction): invented, nothing of it took place',
    zh: '演示数据（fiction）：均为虚构，并无其事',
  },
};

/** What a paper says of the data it is of; null for what is real. */
export const getDatasetMark = (dataset: string): Text | null =>
  dataset === 'live'
    ? null
    : (DATASETS[dataset] ?? { en: `Imported data (${dataset})`, zh: `导入的数据（${dataset}）` });
