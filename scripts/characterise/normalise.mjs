/** What differs from run to run and is no behaviour, said in the same words in every run; each rule with its reason. */
import { createHash } from 'node:crypto';

/** Fields whose values are drawn or counted anew in every installation. */
const VOLATILE = [
  { field: /^requestId$/, as: '‹request›', why: 'drawn for each request' },
  {
    field: /^(seal|signature|publicKey|inputsHash|recordsHash|recipientsHash|contentHash)$/,
    as: '‹hash›',
    why: 'made with keys, ids or instants of the installation',
  },
  {
    field: /^(position|entry)$/,
    as: '‹position›',
    why: 'identity columns: a transaction that was rolled back leaves a gap',
  },
  {
    field: /^(anchors|notYetAnchored)$/,
    as: '‹anchors›',
    isWhole: true,
    why: 'the audit is anchored by the wall clock, so a slower run has more anchors',
  },
];

export const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const JSON_TYPE = /\bjson\b/;
const TEXT_TYPE = /^text\/|svg|xml|calendar/;

export class Normaliser {
  constructor(names, instants) {
    Object.assign(this, { names, instants });
  }

  text(text) {
    return this.instants.text(this.names.text(text));
  }

  /** A value of JSON: ids and instants named, fields in the order of the alphabet. */
  value(value, field = '') {
    const isPlain = typeof value === 'string' || typeof value === 'number';
    const rule = VOLATILE.find((r) => r.field.test(field));
    if (rule && (isPlain || rule.isWhole)) return rule.as;
    if (isPlain) {
      return typeof value === 'string' ? this.#plain(value) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.value(item, field));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((name) => [this.text(name), this.value(value[name], name)]),
    );
  }

  #plain(text) {
    return this.text(text).replace(/([?&](?:cursor|after)=)[^&]+/g, '$1‹place›');
  }

  headers(headers) {
    const { etag, location, ...rest } = headers;
    return {
      ...rest,
      ...(location !== undefined && { location: this.#plain(location) }),
      ...(etag !== undefined && { etag: /^"\d+"$/.test(etag) ? etag : '‹hash›' }),
    };
  }

  /** What is kept of a body that is no list. */
  body(route, type, bytes) {
    if (JSON_TYPE.test(type)) return this.value(JSON.parse(bytes.toString('utf8')));
    if (route === '/metrics') return { gauges: metrics(bytes.toString('utf8')) };
    if (!TEXT_TYPE.test(type)) return { bytes: bytes.length, sha256: hashOf(bytes) };
    const text = this.text(bytes.toString('utf8'));
    if (!/svg/.test(type)) return { text };
    const words = [...text.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, inner]) =>
      inner.replace(/<[^>]*>/g, ''),
    );
    return { sha256: hashOf(text), words };
  }
}

/** What is measured; not what was measured. */
const metrics = (text) => [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, type]) => `${name} ${type}`);
