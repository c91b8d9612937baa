import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AuditAnchor } from './audit-anchor.entity.js';

/** One chain head that an anchor covers. */
@Entity('audit_anchor_leaf')
@Index('audit_anchor_leaf_anchor', ['anchor'])
export class AuditAnchorLeaf {
  @PrimaryColumn('text') aggregateType: string;
  @PrimaryColumn('text') aggregateId: string;
  @PrimaryColumn('integer') seq: number;
  @Column('bytea') seal: Buffer;
  @ForeignKey(() => AuditAnchor) @Column('bigint') anchor: string;
}
