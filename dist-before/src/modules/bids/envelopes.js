var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Problem } from '../../platform/errors/problem.js';
import { closeEnvelope, LARGEST_CONTENT, openEnvelope, sizeClassOf } from '../../platform/sealing/envelope.js';
import { OnlineKeys } from '../../platform/sealing/online-keys.js';
import { textOf } from './bid-content.rules.js';
const COLUMNS = 'id, blind, size_class, ciphertext';
/** The one table of envelopes. A draft and a sealed offer are rows of one form, rewritten whole each time. */
let Envelopes = class Envelopes {
    keys;
    constructor(keys) {
        this.keys = keys;
    }
    /** Under every key, the one in use first. */
    blinds(organisation, lot) {
        return this.keys.blinds(organisation, lot);
    }
    uncover({ id, ciphertext }) {
        const { head, body } = openEnvelope(this.keys.cover, id, ciphertext);
        return { head: head && JSON.parse(head.toString()), body };
    }
    async byId(reader, id) {
        const [row] = await reader.query(`SELECT ${COLUMNS} FROM sealed_envelope WHERE id = $1`, [id]);
        return row;
    }
    async byBlinds(reader, blinds) {
        return reader.query(`SELECT ${COLUMNS} FROM sealed_envelope WHERE blind = ANY ($1::bytea[])`, [
            blinds,
        ]);
    }
    /**
     * By an advisory lock: a row lock gives the transaction its number, and a page of another table that is tidied up while
     * it is read would then bear that number in the write-ahead log.
     */
    async lock(tx, id) {
        await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('envelope ' || $1::uuid::text, 0))`, [id]);
        return this.byId(tx.manager, id);
    }
    /** A new one, or the id of that which is there already for this body and lot. */
    async make(tx, blinds, head, content) {
        const [before] = await this.byBlinds(tx.manager, blinds);
        if (before)
            return before.id;
        const id = randomUUID();
        const text = textOf(content);
        const size = classOf(text);
        const [row] = await tx.query(`INSERT INTO sealed_envelope (id, blind, size_class, ciphertext) VALUES ($1, $2, $3, $4)
       ON CONFLICT (blind) DO NOTHING RETURNING id`, [id, blinds[0], size, this.cover(id, head, text, size)]);
        return row?.id ?? (await this.byBlinds(tx.manager, blinds))[0].id;
    }
    /** One that is sealed from its beginning. False where another lies there for the same names: that one stays. */
    async place(tx, id, blinds, head, body, size) {
        const rows = await tx.query(`INSERT INTO sealed_envelope (id, blind, size_class, ciphertext) VALUES ($1, $2, $3, $4)
       ON CONFLICT (blind) DO NOTHING RETURNING id`, [id, blinds[0], size, this.cover(id, head, body, size)]);
        return rows.length > 0;
    }
    async rewrite(tx, id, head, body, size) {
        await tx.query(`UPDATE sealed_envelope SET size_class = $2, ciphertext = $3 WHERE id = $1`, [
            id,
            size,
            this.cover(id, head, body, size),
        ]);
    }
    cover(id, head, body, size) {
        return closeEnvelope(this.keys.cover[0], id, Buffer.from(JSON.stringify(head)), body, size);
    }
};
Envelopes = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [OnlineKeys])
], Envelopes);
export { Envelopes };
/** The class of a content's text, whether it lies there as a draft or sealed. */
export function classOf(text) {
    const size = sizeClassOf(text.length);
    if (size !== undefined)
        return size;
    throw new Problem('payload_too_large', {
        errors: [
            {
                pointer: '/content',
                code: 'too_large',
                text: {
                    en: `The whole content of a bid is at most ${LARGEST_CONTENT} bytes, whatever it was put together from`,
                    zh: `响应文件内容合计不得超过 ${LARGEST_CONTENT} 字节，无论分几次提交`,
                },
            },
        ],
    });
}
//# sourceMappingURL=envelopes.js.map