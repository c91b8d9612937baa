var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { DocumentReferences } from './document-references.js';
import { DocumentStore } from './document-store.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';
import { FileExaminer } from './examination/file-examiner.js';
import { SealedFiles } from './sealed-files.js';
/** Uploaded files. Other modules import it to refer to documents and to say who sees their objects. */
let DocumentsModule = class DocumentsModule {
};
DocumentsModule = __decorate([
    Module({
        controllers: [DocumentsController],
        providers: [DocumentsService, DocumentStore, DocumentReferences, FileExaminer, SealedFiles],
        exports: [DocumentReferences, DocumentStore, DocumentsService, SealedFiles],
    })
], DocumentsModule);
export { DocumentsModule };
//# sourceMappingURL=documents.module.js.map