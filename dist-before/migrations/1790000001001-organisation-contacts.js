/** Notices say where buyer, agent and supplier sit and whom to ask (Order 87 articles 13 and 69): what a body makes public of itself. */
export class OrganisationContacts1790000001001 {
    name = 'OrganisationContacts1790000001001';
    async up(runner) {
        await runner.query(`
      ALTER TABLE organisation ADD COLUMN address text, ADD COLUMN contact_name text, ADD COLUMN contact_phone text`);
    }
    async down(runner) {
        await runner.query(`
      ALTER TABLE organisation DROP COLUMN address, DROP COLUMN contact_name, DROP COLUMN contact_phone`);
    }
}
//# sourceMappingURL=1790000001001-organisation-contacts.js.map