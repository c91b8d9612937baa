/**
 * Readings of a clock, said as what they were read after: `‹2025-12-22T09:00+›` is some minute after business time was moved
 * there, `‹wall›` a reading of the wall clock during the run, `‹wall+7d›` seven days after one. Times that somebody gave
 * (on the full minute) stay as they are.
 */

const INSTANT = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)/g;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Longest time that is spent at one business time. */
const SPAN = 45 * MINUTE;
const MOST_DAYS = 400;

export class Instants {
  #anchors = [];

  /** @param begun when the run began, in milliseconds of the wall clock */
  constructor(begun) {
    this.begun = begun - MINUTE;
  }

  /** Business time was moved here. */
  moved(at) {
    this.#anchors.push({ at: Date.parse(at), label: at.slice(0, 16) });
    this.#anchors.sort((a, b) => b.at - a.at);
  }

  /** Called when everything has been asked: nothing read of the wall clock is later than now. */
  end() {
    this.ended = Date.now() + MINUTE;
  }

  text(text) {
    return text.replace(INSTANT, (found) => this.#name(found));
  }

  #name(found) {
    const at = Date.parse(found.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    if (Number.isNaN(at) || at % MINUTE === 0) return found;
    return this.#after(at, at) ?? this.#later(at) ?? found;
  }

  /** A reading of one of the clocks. */
  #after(at) {
    if (at >= this.begun && at <= this.ended) return '‹wall›';
    const anchor = this.#anchors.find((a) => at >= a.at && at < a.at + SPAN);
    return anchor ? `‹${anchor.label}+›` : null;
  }

  /** Whole days, or hours, after a reading. */
  #later(at) {
    for (let hours = 1; hours < 24; hours++) {
      const found = this.#after(at - hours * HOUR);
      if (found) return found.replace('›', `${hours}h›`).replace('wall', 'wall+');
    }
    for (let days = 1; days <= MOST_DAYS; days++) {
      const found = this.#after(at - days * DAY);
      if (found) return found.replace('›', `${days}d›`).replace('wall', 'wall+');
    }
    return null;
  }
}
