import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { IsVisible } from '../../../../kernel/http/is-visible.js';
import { REGISTRATION_CLAIM } from '../../acting/acting-kinds.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { isBoundClaim } from '../../acting/bound-row.js';
import { agencyBody } from '../../../organisations/agency-body.js';
import { ReasonDto, RequiredReasonDto } from '../../reason.dto.js';
import { endRegistrationMails } from '../mails/registration-mail-rows.js';
import { findMailbox, orderSetupCode, tellApplicant } from '../mails/tell-applicant.js';
import { LOGIN } from '../../sessions/login.rules.js';
import { createSeatedUser } from '../../users/new-user.js';
import { lockBodies } from '../../seat-standing.queries.js';
import { lockCreditCode, registrationSubject, type LockedRegistration } from '../registration.subject.js';

/** Confirms a registration; its login may be another than the one wished for. */
class ConfirmRegistrationDto extends ReasonDto {
  /** Another login than the one wished for. */
  @IsOptional()
  @IsString()
  @Matches(LOGIN)
  login?: string;
}

const CODE_TAKEN = {
  pointer: '/creditCode',
  code: 'not_unique',
  text: { en: 'A body with this code has accounts', zh: '该代码的组织已有账号' },
};

/**
 * Whether somebody has a seat in a body with this credit code: a body that purchases name is often known before it
 * registers. Of two registrations of one agency that are confirmed at once, the second looks after the first.
 */
const hasAccounts: Fact<LockedRegistration, boolean> = async ({ tx, root }) => {
  await lockCreditCode(tx, root.credit_code);
  const rows = await tx.query(
    `SELECT FROM organisation o JOIN seat s ON s.organisation_id = o.id
     WHERE o.credit_code = $1 AND o.dataset = 'live' LIMIT 1`,
    [root.credit_code],
  );
  return rows.length > 0;
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
    credit_code_registered: guard({ hasAccounts }, (facts) => (facts.hasAccounts ? { errors: [CODE_TAKEN] } : null)),
  },
  async effect({ tx, root, given, principal, use }) {
    const { agency_name: name, credit_code: creditCode, region } = root;
    const organisation = await agencyBody(tx, { name, creditCode, region });
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
  summary: { en: 'Reject a registration', zh: '驳回注册申请' },
  async effect({ tx, root, given, principal, use }) {
    await tellApplicant(tx, root, 'rejected', use);
    return { set: { reason: given.reason, mailSealed: null, decidedBy: principal.id, ...decidedNow() } };
  },
});
