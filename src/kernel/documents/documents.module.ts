import { Module } from '@nestjs/common';
import { DocumentReferences } from './document-references.js';
import { DocumentStore } from './document-store.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';
import { Antivirus } from './examination/antivirus.js';
import { FileExaminer } from './examination/file-examiner.js';
import { HeldDocuments } from './held-documents.js';
import { SealedFiles } from './sealed-files.js';

/** Uploaded files. Other modules import it to refer to documents and to say who sees their objects. */
@Module({
  controllers: [DocumentsController],
  providers: [Antivirus, DocumentsService, DocumentStore, DocumentReferences, FileExaminer, HeldDocuments, SealedFiles],
  exports: [DocumentReferences, DocumentStore, DocumentsService, FileExaminer, SealedFiles],
})
export class DocumentsModule {}
