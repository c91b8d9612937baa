/**
 * Names for ids that are drawn anew in every installation. A name comes from where and as what a thing is first met (its
 * list, its number, its title), so that two runs give the same thing the same name whatever its id. Ids that the
 * demonstration makes from names (version 5) are the same everywhere and stay.
 */
import { createHash } from 'node:crypto';

const ANY_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const BEGINNING = /\b[0-9a-f]{8}\b(?!-)/g;
const IS_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What tells one item of a list from another. */
const TELLING = [
  ...['no', 'seq', 'round', 'rank', 'position', 'line', 'year', 'month', 'login', 'code', 'creditCode', 'externalIds'],
  ...['indicator', 'kind', 'type', 'event', 'action', 'form', 'content', 'dataset', 'role', 'purpose', 'template'],
  ...[
    'title',
    'name',
    'label',
    'fileName',
    'subject',
    'rootCause',
    'buyer',
    'supplier',
    'bidder',
    'evaluator',
    'organisation',
  ],
  ...[
    'contract',
    'tender',
    'lot',
    'recipient',
    'recipients',
    'data',
    'source',
    'reference',
    'url',
    'amount',
    'minutes',
  ],
  ...[
    'on',
    'date',
    'servedOn',
    'signedOn',
    'publishedOn',
    'heldOn',
    'visitedOn',
    'from',
    'to',
    'dueOn',
    'start',
    'end',
  ],
];

/** Nine digits: one more than the beginning of an id has. */
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 9);

export class Names {
  #names = new Map();
  #taken = new Map();
  #beginnings = new Map();
  /** name → where it comes from */
  origins = new Map();

  constructor(instants) {
    this.instants = instants;
  }

  isFixed(id) {
    return id[14] === '5' || id === '00000000-0000-4000-8000-000000000000';
  }

  #assign(id, label, origin) {
    if (this.isFixed(id) || this.#names.has(id)) return;
    const plain = `${label}-${digest(origin)}`;
    const n = (this.#taken.get(plain) ?? 0) + 1;
    this.#taken.set(plain, n);
    const name = n === 1 ? plain : `${plain}~${n}`;
    this.#names.set(id, name);
    this.#beginnings.set(id.slice(0, 8), `${name}…`);
    this.origins.set(name, origin);
  }

  of(id) {
    return this.isFixed(id) ? id : (this.#names.get(id) ?? '‹id›');
  }

  /** A text with the names of all ids in it, and of what begins as one of them does. */
  text(text) {
    return text
      .replace(ANY_ID, (id) => this.of(id))
      .replace(BEGINNING, (found) => this.#beginnings.get(found) ?? found);
  }

  /** Names what has an id of its own in this answer. Done for all answers before `rest` is done for any. */
  own(address, answer) {
    const path = address.split('?')[0].replace(/^\/api\/v1/, '');
    this.#walk(this.text(path), lastWord(path), answer, (object, scope, label) => {
      for (const field of ['id', 'aggregateId'])
        if (IS_ID.test(String(object[field])))
          this.#assign(object[field], object.aggregate ?? object.type ?? label, `${scope} ${this.#told(object)}`);
    });
  }

  /** Names what is left: ids that stand in the place of a value. */
  rest(address, answer) {
    const path = address.split('?')[0].replace(/^\/api\/v1/, '');
    this.#walk(this.text(path), lastWord(path), answer, (object, scope, label, inner) => {
      for (const name of Object.keys(object).sort()) {
        const found = [object[name]].flat().filter((value) => typeof value === 'string');
        for (const text of found) for (const [id] of text.matchAll(ANY_ID)) this.#assign(id, name, `${inner}/${name}`);
      }
    });
  }

  #walk(scope, label, value, see) {
    if (Array.isArray(value)) {
      for (const item of value) this.#walk(scope, label, item, see);
      return;
    }
    if (value === null || typeof value !== 'object') return;
    const own = () => (IS_ID.test(String(value.id)) ? this.of(value.id) : scope);
    see(value, scope, label, own());
    const inner = own();
    for (const name of Object.keys(value).sort()) {
      const isList = name === 'items' && Array.isArray(value.items);
      const next = value[name];
      if (next === null || typeof next !== 'object') continue;
      if (isList) this.#walk(inner, label, next, see);
      else if (Array.isArray(next)) for (const item of next) this.#walk(`${inner}/${name}`, name, item, see);
      else this.#walk(`${inner}/${name}`, name, next, see);
    }
  }

  /** What tells this object from its neighbours, without ids that differ from run to run. */
  #told(object) {
    const told = TELLING.filter((name) => object[name] !== undefined && object[name] !== null);
    return JSON.stringify(told.map((name) => [name, this.#plain(object[name])]));
  }

  #plain(value) {
    if (typeof value === 'string')
      return this.instants.text(value.replace(ANY_ID, (id) => (this.isFixed(id) ? id : '?')));
    if (Array.isArray(value)) return value.map((item) => this.#plain(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, this.#plain(value[key])]),
    );
  }
}

const lastWord = (path) => path.split('/').findLast((part) => part !== '' && !IS_ID.test(part)) ?? 'root';
