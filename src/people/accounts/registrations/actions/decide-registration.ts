import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { IsVisible } from '../../../../kernel/http/is-visible.js';
import { REGISTRATION_CLAIM } from '../../acting/acting-kinds.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { isBoundClaim } from '../../acting/bound-row.js';
import { enterAgencyBody, lockAgencyBody, type KnownAgency } from '../../../organisations/identity/agency-body.js';
import { isSupplierKind } from '../../../organisations/organisation-codes.js';
import { ReasonDto, RequiredReasonDto } from '../../reason.dto.js';
import { endRegistrationMails } from '../mails/registration-mail-rows.js';
import { findMailbox, orderSetupCode, tellApplicant } from '../mails/tell-applicant.js';
import { LOGIN } from '../../sessions/login.rules.js';
import { createSeatedUser } from '../../users/new-user.js';
import { loadSitting, lockBodies } from '../../seat-standing.queries.js';
import { lockCreditCode, registrationSubject, type LockedRegistration } from '../registration.subject.js';

/** Confirms a registration; its login may be another than the one wished for. */
class ConfirmRegistrationDto extends ReasonDto {
  /** Another login than the one wished for. */
  @IsOptional()
  @IsString()
  @Matches(LOGIN)
  login?: string;
}

const BODY_TAKEN = {
  pointer: '/creditCode',
  code: 'not_unique',
  text: { en: 'The body with this code or name has accounts', zh: '该代码或名称的组织已有账号' },
};

const toAgency = ({ agency_name: name, credit_code: creditCode, region }: LockedRegistration) => ({
  ...{ name, creditCode, region },
});

/**
 * The body on record that registers: one that purchases name is often known before. Of two registrations of one agency that
 * are confirmed at once, the second looks after the first; nobody gives a seat there meanwhile.
 */
const findBody: Fact<LockedRegistration, KnownAgency | null> = async ({ tx, root }) => {
  await lockCreditCode(tx, root.credit_code);
  const body = await lockAgencyBody(tx, toAgency(root));
  if (body) await lockBodies(tx, [body.id]);
  return body;
};

/** Whether somebody sits there, or did whose seat was taken away by hand: a registration enters no such body. */
const hasAccounts: Fact<LockedRegistration, boolean> = async (situation) => {
  const body = await situation.load(findBody);
  return body !== null && (await loadSitting(situation.tx, body.id, null)).somebody;
};

const isOtherKind: Fact<LockedRegistration, boolean> = async (situation) => {
  const kind = (await situation.load(findBody))?.kind ?? null;
  return kind !== null && !isSupplierKind(kind);
};

/** Accounts live by the real clock, whatever the business time is. */
const decidedNow = () => ({ decidedAt: new Date() });

/** Makes the body and its manager. The one-time code is mailed or shown to the applicant alone. */
export const confirmRegistration = action(registrationSubject, 'confirm', ConfirmRegistrationDto, {
  operationId: 'confirmRegistration',
  summary: {
    en: 'Confirm a registration; its applicant gets the setup code by mail or by the claim code',
    zh: '通过注册申请，设置码由申请人经邮箱或查询码领取',
  },
  refuses: ['login_taken'],
  guards: {
    credit_code_registered: guard({ hasAccounts }, (facts) => (facts.hasAccounts ? { errors: [BODY_TAKEN] } : null)),
    body_no_supplier: guard({ isOtherKind }, (facts) => (facts.isOtherKind ? {} : null)),
  },
  async effect(situation) {
    const { tx, root, given, principal, use } = situation;
    const organisation = await enterAgencyBody(tx, await situation.load(findBody), toAgency(root));
    await lockBodies(tx, [organisation]);
    const seats = [{ organisation, role: 'agency_manager' as const }];
    const login = given.login ?? root.login;
    const user = await createSeatedUser(tx, {
      login,
      name: root.contact_name,
      seats,
    });
    // A claim code that others put there would be shown the code of this account.
    const isClaimed = root.claim_expires_at !== null && (await isBoundClaim(tx, use(ActingRows), root.id));
    if (isClaimed) tx.bindRow(REGISTRATION_CLAIM, root.id, root.id);
    // Who confirms may have filed: the mailbox may be their own, like the claim code.
    const box = await findMailbox(tx, root, use);
    if (box && (await orderSetupCode(tx, { user, box, askedBy: principal.id }, use)))
      await endRegistrationMails(tx, root.id);
    else await tellApplicant(tx, root, 'confirmed', use);
    return {
      set: {
        organisationId: organisation,
        login,
        mailSealed: null,
        userId: user,
        ...(!isClaimed && { claimHash: null }),
        reason: given.reason ?? null,
        decidedBy: principal.id,
        ...decidedNow(),
      },
      data: { organisation, user },
    };
  },
});

/** What is missing: in words, and documents by name. */
class AskApplicantDto extends RequiredReasonDto {
  /** Names of documents that the applicant is to give. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @IsVisible({ each: true })
  @MaxLength(200, { each: true })
  documents?: string[];
}

export const askApplicant = action(registrationSubject, 'ask', AskApplicantDto, {
  operationId: 'askApplicant',
  summary: { en: 'Ask an applicant to complete a registration', zh: '要求申请人补正注册申请' },
  async effect({ tx, root, given, use }) {
    await tellApplicant(tx, root, 'asked', use);
    return { set: { reason: given.reason, askedDocuments: given.documents ?? [] } };
  },
});

export const rejectRegistration = action(registrationSubject, 'reject', RequiredReasonDto, {
  operationId: 'rejectRegistration',
  summary: { en: 'Reject the application of a body for an account', zh: '驳回机构的账号注册申请' },
  async effect({ tx, root, given, principal, use }) {
    await tellApplicant(tx, root, 'rejected', use);
    return { set: { reason: given.reason, mailSealed: null, decidedBy: principal.id, ...decidedNow() } };
  },
});
