import type { Language } from '../../../kernel/errors/texts.js';

interface CodeSaid {
  login: string;
  code: string;
  /** Where the product is reached, where its operator says. */
  origin: string | undefined;
  /** The registration that led to the account was confirmed, with what the administrator said; null where none did. */
  confirmed: { reason: string | null } | null;
}

/** The mail by which somebody takes an account into use. */
export const writeSetupMail = (
  { login, code, origin = '', confirmed }: CodeSaid,
  lang: Language,
): { subject: string; text: string } =>
  lang === 'zh'
    ? {
        subject: '接续：启用您的账号',
        text: `${confirmed ? `账号申请已通过。\n${confirmed.reason === null ? '' : `审核意见：${confirmed.reason}\n`}\n` : ''}登录名：${login}\n设置码：${code}\n\n请在7日内凭设置码设置密码（POST ${origin}/api/v1/auth/setup）。设置码仅可使用一次；如再次收到邮件，以最后一封为准。如与您无关，请忽略本邮件。\n`,
      }
    : {
        subject: 'Throughline: take your account into use',
        text: `${confirmed ? `Your registration was confirmed.\n${confirmed.reason === null ? '' : `The administrator says: ${confirmed.reason}\n`}\n` : ''}Login: ${login}\nOne-time code: ${code}\n\nSet a password with it within 7 days (POST ${origin}/api/v1/auth/setup). It works once; of several mails the last one counts. If this is not for you, do nothing.\n`,
      };
