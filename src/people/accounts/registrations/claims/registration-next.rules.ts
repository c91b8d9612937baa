import type { Language, Text } from '../../../../kernel/errors/texts.js';
import type { RegistrationState } from '../registration.lifecycle.js';
import type { NextStep, RegistrationNextDto } from './registration-next.dto.js';

const TITLES: Readonly<Record<NextStep, Text>> = {
  decide: {
    en: 'An administrator decides, or asks for what is missing; until then it may be corrected or withdrawn',
    zh: '待管理员审核；审核前可补正或撤回',
  },
  correct: {
    en: 'Complete what is asked for; then an administrator decides',
    zh: '请按要求补正，补正后由管理员审核',
  },
  take_setup_code: {
    en: 'Be shown the setup code, unless a mail brings it, and set a password with it',
    zh: '领取账号设置码（已选择邮件送达的除外），并用其设置密码',
  },
  sign_in: { en: 'Sign in', zh: '登录' },
  apply_anew: { en: 'Apply anew, without what it was rejected for', zh: '可消除驳回原因后重新申请' },
};

const HREFS: Readonly<Record<NextStep, string | null>> = {
  decide: null,
  correct: '/api/v1/registrations/claims/corrections',
  take_setup_code: '/api/v1/registrations/claims/setup-code',
  sign_in: '/api/v1/auth/sessions',
  apply_anew: '/api/v1/registrations',
};

/** Null once it was withdrawn. */
function findStep(state: RegistrationState, isInUse: boolean): NextStep | null {
  switch (state) {
    case 'received':
      return 'decide';
    case 'asked':
      return 'correct';
    case 'confirmed':
      return isInUse ? 'sign_in' : 'take_setup_code';
    case 'rejected':
      return 'apply_anew';
    case 'withdrawn':
      return null;
  }
}

export function describeNext(state: RegistrationState, isInUse: boolean, lang: Language): RegistrationNextDto | null {
  const step = findStep(state, isInUse);
  if (step === null) return null;
  return { by: step === 'decide' ? 'administrator' : 'applicant', step, title: TITLES[step][lang], href: HREFS[step] };
}
