import { refusal, type ProblemSpec } from '../kernel/errors/refusal.js';

/** Files that are imported. */
export const IMPORTS_REFUSALS = {
  upload_stalled: refusal(408, 'Nothing of the upload has come for too long', '上传长时间没有新数据，已终止'),
  import_name_taken: refusal(409, 'Somebody else imports under this name', '该导入名称已由他方使用'),
} as const satisfies Record<string, ProblemSpec>;
