import { Module } from '@nestjs/common';
import { DocumentReferences } from './document-references.js';
import { DocumentStore } from './document-store.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';

/** Uploaded files. Other modules import it to refer to documents and to say who sees their objects. */
@Module({
  controllers: [DocumentsController],
  providers: [DocumentsService, DocumentStore, DocumentReferences],
  exports: [DocumentReferences, DocumentStore, DocumentsService],
})
export class DocumentsModule {}
