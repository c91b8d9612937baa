/** However many are said to have taken part on a day: it is added up, and nobody is answered with a fault. */
export class ServiceDaysHoldMore1790000001010 {
    name = 'ServiceDaysHoldMore1790000001010';
    async up(runner) {
        await runner.query(`ALTER TABLE service_day ALTER minutes TYPE bigint, ALTER visits TYPE bigint`);
    }
    async down(runner) {
        await runner.query(`ALTER TABLE service_day ALTER minutes TYPE integer, ALTER visits TYPE integer`);
    }
}
//# sourceMappingURL=1790000001010-service-days-hold-more.js.map