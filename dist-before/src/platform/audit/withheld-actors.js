var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Injectable } from '@nestjs/common';
/**
 * Rows that a caller may see without learning who acted. The audit itself stays whole; what is kept back is kept back
 * wherever it is read.
 */
let WithheldActors = class WithheldActors {
    conditions = [];
    contribute(condition) {
        this.conditions.push(condition);
    }
    /** SQL that is never null. */
    of(sql, scope, alias) {
        if (scope.everything || this.conditions.length === 0)
            return 'false';
        return `coalesce(${this.conditions.map((condition) => `(${condition(sql, scope, alias)})`).join(' OR ')}, false)`;
    }
};
WithheldActors = __decorate([
    Injectable()
], WithheldActors);
export { WithheldActors };
//# sourceMappingURL=withheld-actors.js.map