/**
 * Every id that was met, by the place of a path that it fits. Nothing is read from the database: a contract is known
 * because a list shows it, a milestone because the list of its contract does, an award because a tender names it.
 */
import { collectionsOf } from './routes.mjs';

const API = '/api/v1/';
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Fields that name what they refer to by its part in the matter and not by its kind. */
const PARTS = {
  organisations: [
    'buyer',
    'supplier',
    'bidder',
    'agency',
    'agent',
    'responsible',
    'owner',
    'runner',
    'evaluator',
    'proposed',
    'rated',
    'receiver',
    'committee',
    'payee',
    'body',
    'heldBy',
  ],
  users: ['user', 'actor', 'assignee', 'author', 'by', 'member'],
  'service-lines': ['line', 'lines'],
  documents: ['file', 'files', 'evidence', 'report', 'attachment', 'attachments', 'paper'],
  tenders: ['tenderId'],
  'risk/flags': ['flag', 'flags'],
  imports: ['import'],
};

const kebab = (name) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`).replaceAll('_', '-');
const plurals = (word) => [word, `${word}s`, `${word}es`, word.replace(/y$/, 'ies')];

export class Universe {
  /** Address of a list → what stands after it, in the order of meeting. */
  #places = new Map();
  /** Addresses that answers lead to. */
  #links = new Set();
  /** `type:id` of what has a history. */
  #subjects = new Map();
  #collections;
  #parts = new Map();

  constructor(routes) {
    this.#collections = new Set(collectionsOf(routes));
    for (const [collection, names] of Object.entries(PARTS))
      if (this.#collections.has(collection)) for (const name of names) this.#parts.set(kebab(name), collection);
  }

  /** What may stand after this address. */
  after(address) {
    return [...(this.#places.get(address) ?? [])];
  }

  ids(collection) {
    return this.after(API + collection);
  }

  get links() {
    return [...this.#links];
  }

  get subjects() {
    return [...this.#subjects.values()];
  }

  get collections() {
    return [...this.#collections];
  }

  #add(address, place) {
    const known = this.#places.get(address) ?? new Set();
    this.#places.set(address, known.add(String(place)));
  }

  #collectionFor(name) {
    const word = kebab(name);
    return plurals(word).find((plural) => this.#collections.has(plural)) ?? this.#parts.get(word) ?? null;
  }

  /** Reads one answer: what its objects are called and what they refer to. */
  learn(route, address, answer) {
    const [path] = address.split('?');
    if (answer === null || typeof answer !== 'object') return;
    if (Array.isArray(answer.items)) {
      const last = path.slice(path.lastIndexOf('/') + 1);
      for (const item of answer.items) {
        if (item === null || typeof item !== 'object') continue;
        this.#place(path, item, last);
        this.#read(item, item.id === undefined ? path : `${path}/${item.id}`);
      }
    }
    const { items, ...rest } = answer;
    this.#read(Array.isArray(items) ? rest : answer, path);
  }

  /** An object of a list: by its id, and by the numbers and years that some paths take. */
  #place(path, item, name) {
    for (const key of ['id', 'no', 'year', 'code'])
      if (item[key] !== undefined && item[key] !== null) this.#add(key === 'id' ? path : `${path}#${key}`, item[key]);
    const collection = this.#collectionFor(name);
    if (collection !== null && ID.test(String(item.id))) this.#add(API + collection, item.id);
  }

  #read(object, path) {
    this.#subject(object);
    for (const [name, value] of Object.entries(object)) this.#value(name, value, path);
  }

  #value(name, value, path) {
    if (typeof value === 'string') {
      if (ID.test(value)) this.#refer(name, value);
      else if (value.startsWith(API) && name !== 'next') this.#links.add(value);
    } else if (Array.isArray(value)) {
      const inner = `${path}/${kebab(name)}`;
      for (const item of value)
        if (typeof item === 'string') this.#value(name, item, path);
        else if (item !== null && typeof item === 'object') {
          this.#place(inner, item, name);
          this.#read(item, item.id === undefined ? inner : `${inner}/${item.id}`);
        }
    } else if (value !== null && typeof value === 'object') {
      if (ID.test(String(value.id))) this.#refer(name, value.id);
      this.#read(value, `${path}/${kebab(name)}`);
    }
  }

  #refer(name, id) {
    const collection = this.#collectionFor(name);
    if (collection !== null) this.#add(API + collection, id);
  }

  /** `{type, id}` and `{aggregate, id}` say of what they speak. */
  #subject({ type, aggregate, aggregateId, id }) {
    const kind = aggregate ?? type;
    const which = aggregateId ?? id;
    if (typeof kind !== 'string' || !ID.test(String(which))) return;
    this.#refer(kind, which);
    this.#subjects.set(`${kind}:${which}`, { kind, id: which });
  }

  /** Every way to fill the places of a route, in the order of meeting. */
  fill(route) {
    let filled = [''];
    for (const segment of route.segments) {
      const name = /^\{(.+)\}$/.exec(segment)?.[1];
      if (name === undefined) filled = filled.map((path) => `${path}/${segment}`);
      else filled = filled.flatMap((path) => this.#choices(route, name, path).map((v) => `${path}/${v}`));
    }
    return filled;
  }

  #choices(route, name, path) {
    const { schema } = route.places.find((place) => place.name === name) ?? { schema: {} };
    if (schema.enum) return schema.enum;
    if (schema.format === 'uuid' || name === 'id') return this.after(path).filter((id) => ID.test(id));
    return this.after(`${path}#${name}`);
  }
}
