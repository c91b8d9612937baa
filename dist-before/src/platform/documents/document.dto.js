var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
/** A stored file. Its content never changes. */
export class DocumentDto {
    id;
    /** As the sender named it. */
    name;
    mediaType;
    /** Bytes. */
    size;
    /** SHA-256 of the content, in hex. */
    sha256;
    /** Id of the account that uploaded it. */
    uploadedBy;
    /** The body for which it was uploaded. */
    organisation;
    createdAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, name: { required: true, type: () => String, description: "As the sender named it." }, mediaType: { required: true, type: () => String }, size: { required: true, type: () => Number, description: "Bytes." }, sha256: { required: true, type: () => String, description: "SHA-256 of the content, in hex." }, uploadedBy: { required: true, type: () => String, description: "Id of the account that uploaded it." }, organisation: { required: true, type: () => String, description: "The body for which it was uploaded." }, createdAt: { required: true, type: () => String } };
    }
}
/** A multipart form. */
export class DocumentUploadDto {
    /** pdf, ofd, png, jpg, docx, xlsx, pptx, doc, xls, txt or csv; what it is must agree with its name. */
    file;
    /** The body for which it is uploaded; default the caller's only one. */
    organisation;
    static _OPENAPI_METADATA_FACTORY() {
        return { file: { required: true, type: () => String, description: "pdf, ofd, png, jpg, docx, xlsx, pptx, doc, xls, txt or csv; what it is must agree with its name." }, organisation: { required: false, type: () => String, description: "The body for which it is uploaded; default the caller's only one." } };
    }
}
__decorate([
    ApiProperty({ type: 'string', format: 'binary' }),
    __metadata("design:type", String)
], DocumentUploadDto.prototype, "file", void 0);
//# sourceMappingURL=document.dto.js.map