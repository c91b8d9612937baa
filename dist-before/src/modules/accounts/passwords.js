var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
/** argon2id (the library's default kind) with the first choice of OWASP's Password Storage Cheat Sheet: 19 MiB, t = 2, p = 1. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** One password typed on two keyboards may differ in composed characters; NIST SP 800-63B 5.1.1.2 asks for one form. */
const oneForm = (password) => password.normalize('NFKC');
let Passwords = class Passwords {
    /** Hash of a password nobody knows: an account that is not there costs as much time as one that is. */
    nobody = this.hash(randomBytes(32).toString('base64'));
    hash(password) {
        return hash(oneForm(password), PARAMETERS);
    }
    /** True only where there is a hash and the password made it; takes the same time where there is none. */
    async verify(stored, password) {
        const right = await verify(stored ?? (await this.nobody), oneForm(password));
        return right && typeof stored === 'string';
    }
};
Passwords = __decorate([
    Injectable()
], Passwords);
export { Passwords };
//# sourceMappingURL=passwords.js.map