var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
import { Problem } from '../../platform/errors/problem.js';
import { permissionsOf } from '../accounts/roles.js';
/**
 * Whose the name of an import is. A row that is known may be changed by one that comes again under the same name, so a
 * name belongs to the body that first imported under it, or to the system itself.
 */
let ImportNames = class ImportNames {
    /**
     * The body that imports under a name; null for the system. The first that does takes the name; one that only tries, does
     * not. Of the bodies that the caller imports for, the one that the name belongs to. @throws Problem `import_name_taken`
     */
    async bodyFor(tx, dataset, principal, dryRun) {
        const bodies = principal.seats
            .filter(({ role }) => permissionsOf([role]).has('import.run'))
            .map(({ organisation }) => organisation);
        const own = bodies[0] ?? null;
        if (own === null && principal.kind !== 'system')
            throw new Problem('not_permitted');
        // Another that is about to take it is waited for.
        if (!dryRun)
            await tx.query(`INSERT INTO import_name (dataset, organisation_id) VALUES ($1, $2) ON CONFLICT (dataset) DO NOTHING`, [dataset, own]);
        const owner = await this.ownerOf(tx, dataset);
        if (owner === undefined || owner === own)
            return own;
        if (owner === null || !bodies.includes(owner))
            throw new Problem('import_name_taken');
        return owner;
    }
    /** Whether a name has come to belong to another meanwhile. */
    async isLost(tx, dataset, body) {
        const owner = await this.ownerOf(tx, dataset);
        return owner !== undefined && owner !== body;
    }
    /** `undefined`: nobody's yet. */
    async ownerOf(tx, dataset) {
        const [row] = await tx.query(`SELECT organisation_id AS owner FROM import_name WHERE dataset = $1`, [dataset]);
        return row?.owner;
    }
};
ImportNames = __decorate([
    Injectable()
], ImportNames);
export { ImportNames };
//# sourceMappingURL=import.names.js.map