import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = `'bureau_officer', 'bureau_approver', 'procurement_agent', 'agency_manager', 'agency_worker', 'panel_member',
  'evaluator', 'community_worker', 'finance_authority', 'supervisor', 'integrator', 'admin', 'system_admin', 'auditor'`;
const WITHOUT_BODY = `('admin', 'system_admin', 'auditor')`;

/** Security administrator, system administrator and auditor are three roles. */
export class SeparateAdministrators1800000000083 implements MigrationInterface {
  name = 'SeparateAdministrators1800000000083';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE seat
        DROP CONSTRAINT seat_role_check, ADD CONSTRAINT seat_role_check CHECK (role IN (${ROLES})),
        DROP CONSTRAINT seat_check, ADD CONSTRAINT seat_check CHECK (organisation_id IS NOT NULL OR role IN ${WITHOUT_BODY})`);
    await runner.query(`
      ALTER TABLE account_request
        DROP CONSTRAINT account_request_role_check, ADD CONSTRAINT account_request_role_check CHECK (role IN (${ROLES})),
        DROP CONSTRAINT account_request_seat,
        ADD CONSTRAINT account_request_seat CHECK (role IS NULL OR role IN ${WITHOUT_BODY} OR organisation_id IS NOT NULL)`);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward; an empty database begins anew.');
  }
}
