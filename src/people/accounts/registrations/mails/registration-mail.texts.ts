import type { Language } from '../../../../kernel/errors/texts.js';
import type { MailedState } from './registration-mail.entity.js';

/** How a registration stands. Nothing that the applicant wrote: a mailbox may be a stranger's. */
export interface RegistrationSaid {
  state: MailedState;
  id: string;
  creditCode: string;
  /** What the administrator said. */
  reason: string | null;
  /** Names of the documents that are asked for. */
  askedDocuments: readonly string[];
  /** Where the product is reached, where its operator says. */
  origin: string | undefined;
}

type Wording = (said: RegistrationSaid, claims: string) => { subject: string; lines: string[] };

const ZH: Record<MailedState, Wording> = {
  received: (_, claims) => ({
    subject: '接续：已收到账号申请',
    lines: [`申请由管理员审核。审核前，请凭查询码查看进度、提交证照材料（POST ${claims}）。`],
  }),
  asked: ({ reason, askedDocuments }, claims) => ({
    subject: '接续：账号申请需要补正',
    lines: [
      ...(reason === null ? [] : [`补正要求：${reason}`]),
      ...askedDocuments.map((name) => `需提交材料：${name}`),
      `请凭查询码补正（POST ${claims}/corrections）。`,
    ],
  }),
  rejected: ({ reason }) => ({
    subject: '接续：账号申请未通过',
    lines: [...(reason === null ? [] : [`理由：${reason}`]), '可重新提交申请。'],
  }),
  confirmed: ({ reason }, claims) => ({
    subject: '接续：账号申请已通过',
    lines: [
      ...(reason === null ? [] : [`审核意见：${reason}`]),
      `请凭查询码领取设置码，启用账号（POST ${claims}/setup-code）。`,
    ],
  }),
};

const EN: Record<MailedState, Wording> = {
  received: (_, claims) => ({
    subject: 'Throughline: your registration was received',
    lines: [
      `An administrator decides on it. Until then your claim code shows how it stands and takes licences and certificates (POST ${claims}).`,
    ],
  }),
  asked: ({ reason, askedDocuments }, claims) => ({
    subject: 'Throughline: your registration is to be completed',
    lines: [
      ...(reason === null ? [] : [`What is asked: ${reason}`]),
      ...askedDocuments.map((name) => `Document asked for: ${name}`),
      `Complete it with your claim code (POST ${claims}/corrections).`,
    ],
  }),
  rejected: ({ reason }) => ({
    subject: 'Throughline: your registration was rejected',
    lines: [...(reason === null ? [] : [`Reason: ${reason}`]), 'You may register again.'],
  }),
  confirmed: ({ reason }, claims) => ({
    subject: 'Throughline: your registration was confirmed',
    lines: [
      ...(reason === null ? [] : [`The administrator says: ${reason}`]),
      `Your claim code shows the one-time code that takes the account into use (POST ${claims}/setup-code).`,
    ],
  }),
};

/** The mail that says how a registration stands. */
export function writeRegistrationMail(said: RegistrationSaid, lang: Language): { subject: string; text: string } {
  const claims = `${said.origin ?? ''}/api/v1/registrations/claims`;
  const { subject, lines } = (lang === 'zh' ? ZH : EN)[said.state](said, claims);
  const head =
    lang === 'zh'
      ? [`申请编号：${said.id}`, `统一社会信用代码：${said.creditCode}`]
      : [`Registration: ${said.id}`, `Credit code: ${said.creditCode}`];
  const end = lang === 'zh' ? '如与您无关，请忽略本邮件。' : 'If this is not for you, do nothing.';
  return { subject, text: [...head, '', ...lines, '', end, ''].join('\n') };
}
