import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { List } from './list.js';

/** The class of a page of a list, by the class of its items. */
export function ListOf<T extends object>(item: Type<T>): Type<List<T>> {
  class Page implements List<T> {
    declare items: T[];
    declare next: string | null;
  }
  ApiProperty({ type: [item] })(Page.prototype, 'items');
  ApiProperty({ type: String, nullable: true })(Page.prototype, 'next');
  return Page;
}
