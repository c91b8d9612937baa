/**
 * The parts of docx that papers are written with. It is no package of a production installation: the build replaces this
 * module in `dist` by a bundle of itself and what it imports (scripts/lib/compile-dist.mjs).
 */
export {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
