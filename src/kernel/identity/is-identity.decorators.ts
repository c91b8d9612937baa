export { IsCreditCode } from './is-credit-code.decorator.js';
export { IsKnownRegion, IsRegion, IsRegionCode } from './is-region-code.decorator.js';
export { IsResidentId } from './is-resident-id.decorator.js';
