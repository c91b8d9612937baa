import type { Language } from '../../../kernel/errors/texts.js';

/** The mail that shows whose a mailbox is. */
export const writeCodeMail = (code: string, lang: Language): { subject: string; text: string } =>
  lang === 'zh'
    ? {
        subject: '接续：确认邮箱',
        text: `验证码：${code}\n\n请在24小时内于系统中填写，以确认此邮箱归您使用。如非本人操作，请忽略本邮件。\n`,
      }
    : {
        subject: 'Throughline: confirm your mailbox',
        text: `Code: ${code}\n\nEnter it within 24 hours to confirm that this mailbox is yours. If you did not ask for it, do nothing.\n`,
      };
