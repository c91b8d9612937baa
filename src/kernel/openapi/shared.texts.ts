import type { Text } from '../errors/texts.js';

/** Headers of answers that many operations share. */
export const HEADER_TEXTS = {
  ETag: { en: 'Version of the record, for If-Match.', zh: '记录的版本，用于 If-Match。' },
  Location: { en: 'Address of what was made.', zh: '新建对象的地址。' },
  RetryAfter: { en: 'Seconds after which to ask again.', zh: '可再次请求前的秒数。' },
  IdempotentReplay: {
    en: 'Present where the answer is that of an earlier request with the same key.',
    zh: '答复取自以同一键提交的先前请求时出现。',
  },
} as const satisfies Record<string, Text>;

/** What any request may be answered with. */
export const FAULT_TEXT: Text = { en: 'What any request may meet.', zh: '任何请求都可能遇到。' };

/** Answers that went well, by status. */
export const STATUS_TEXTS: Readonly<Record<string, Text>> = {
  200: { en: 'OK', zh: '成功' },
  201: { en: 'Created', zh: '已新建' },
  202: { en: 'Accepted', zh: '已受理' },
  204: { en: 'No Content', zh: '已完成，无内容' },
};

const KEY_ZH =
  '24 小时内以同一键、同一内容（上传时为同一文件、名称与参数）再次提交，得到同一答复；处理未完成或内容不同时予以拒绝。';

/** Parameters that many operations share, in Chinese; their English stands where they are declared. */
export const PARAMETERS_ZH: Readonly<Record<string, string>> = {
  AcceptLanguage: '文字所用语言：中文（`zh`）或英文。',
  Cursor: '不透明标记，取自上一页的 `next` 链接。按会变化的内容排序时（`updatedSince`、`sort=deadline`），其间有变化的条目可能再次出现，也可能不再出现。',
  Dataset: '仅限此数据集；不填则为可见的全部数据集。',
  Dataset2: '默认为设置项 `DEFAULT_DATASET` 所定的数据集。',
  ExternalId: '其他系统的编号，格式 `system:id`。',
  Expand: '指向其他对象的字段：调用者可读的对象一并返回，位于 `expanded` 下，按字段和 ID 排列。',
  Fields: '每个条目返回哪些字段；默认全部。',
  Format: '以表格返回整个列表，不分页；优先于 `Accept`。',
  IdempotencyKey: KEY_ZH,
  IdempotencyKeyRequired: KEY_ZH,
  IfMatch: '读取记录时得到的 ETag。',
  IfMatchOptional: '读取记录时得到的 ETag；填写时予以核对。',
  Limit: '每页最多条数。',
  Region: '区划代码，含其下级区划。',
  UpdatedSince: '在此时间（RFC 3339）或之后有变更。可能重复；无遗漏的变更流见 `/changes`。',
  UpdatedSince2: '在此时间（RFC 3339）或之后有变更。',
};
