import type { DynamicModule, Type } from '@nestjs/common';

/** Every business module, upstream first. */
export const MODULES: (Type | DynamicModule)[] = [];
