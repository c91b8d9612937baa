import type { OperationTexts } from '../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const importsTexts: OperationTexts = {
  tags: {
    imports: { en: 'Files of notices from elsewhere', zh: '从其他来源导入公告文件' },
  },
  operations: {
    importNotices: '导入公告文件，每行一个 JSON 对象',
    getImport: '查看导入进度',
    listImportRejects: '查看未被接受的行及其行号、字段与原因',
  },
};
