import { Allow } from 'class-validator';

/** The body of a request that says no more than its address. */
export class NothingDto {}

// A class of which class-validator knows no property is refused as a whole; no property of JSON has this name.
Allow()(NothingDto.prototype, Symbol('none'));
