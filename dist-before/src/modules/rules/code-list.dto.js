import * as openapi from "@nestjs/swagger";
/** One code with its label in the language asked for. The last three are there for categories only. */
export class CodeItemDto {
    code;
    label;
    labels;
    /** Code of the government procurement catalogue of 2022. */
    catalogueCode;
    /** Residents receive it; null: not known. */
    publicService;
    /** It is meant to go on; null: not known. */
    continuous;
    static of(item, language) {
        return { ...item, label: item.label[language], labels: item.label };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String }, label: { required: true, type: () => String }, labels: { required: true, type: () => CodeLabelsDto }, catalogueCode: { required: false, type: () => String, nullable: true, description: "Code of the government procurement catalogue of 2022." }, publicService: { required: false, type: () => Boolean, nullable: true, description: "Residents receive it; null: not known." }, continuous: { required: false, type: () => Boolean, nullable: true, description: "It is meant to go on; null: not known." } };
    }
}
export class CodeLabelsDto {
    zh;
    en;
    static _OPENAPI_METADATA_FACTORY() {
        return { zh: { required: true, type: () => String }, en: { required: true, type: () => String } };
    }
}
export class CodeListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [CodeItemDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=code-list.dto.js.map