import type { Text } from '../../errors/texts.js';

export const MADE_AT: Text = { en: 'Made (Beijing time)', zh: '生成时间（北京时间）' };

const DATASETS: Readonly<Record<string, Text>> = {
  study: {
    en: 'DEMONSTRATION DATA (study): reconstructed from published notices, no purchase under way',
    zh: '演示数据（study）：据公开公告重建，不是办理中的采购',
  },
  fiction: {
    en: 'DEMONSTRATION DATA (fiction): invented, nobody bought or served this',
    zh: '演示数据（fiction）：均为虚构，并无此采购与服务',
  },
};

/** What a paper says of the data it is of; null for what is real. */
export const getDatasetMark = (dataset: string): Text | null =>
  dataset === 'live'
    ? null
    : (DATASETS[dataset] ?? { en: `Imported data (${dataset})`, zh: `导入的数据（${dataset}）` });
