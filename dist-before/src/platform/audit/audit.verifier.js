import { verifyAudit } from './verification.js';
/** One verification at a time: it reads everything. */
export class AuditVerifier {
    dataSource;
    auditKeys;
    anchorFile;
    running;
    constructor(dataSource, auditKeys, anchorFile) {
        this.dataSource = dataSource;
        this.auditKeys = auditKeys;
        this.anchorFile = anchorFile;
    }
    verify() {
        this.running ??= verifyAudit(this.dataSource, this.auditKeys, this.anchorFile).finally(() => (this.running = undefined));
        return this.running;
    }
}
//# sourceMappingURL=audit.verifier.js.map