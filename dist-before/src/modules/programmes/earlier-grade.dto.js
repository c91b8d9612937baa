import * as openapi from "@nestjs/swagger";
/**
 * How an earlier contract of the same buyer was judged, and why it stands here. It refuses nothing: a grade counts only where
 * the documents of a purchase announced it (law article 22 II, Regulation articles 19 and 20).
 */
export class EarlierGradeDto {
    contract;
    title;
    category;
    supplier;
    supplierName;
    kind;
    on;
    score;
    /** In the words of the publication. */
    grade;
    reason;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String }, title: { required: true, type: () => String }, category: { required: true, type: () => String, nullable: true }, supplier: { required: true, type: () => String, nullable: true }, supplierName: { required: true, type: () => String, nullable: true }, kind: { required: true, type: () => String, nullable: true }, on: { required: true, type: () => String, nullable: true }, score: { required: true, type: () => String, nullable: true }, grade: { required: true, type: () => String, nullable: true, description: "In the words of the publication." }, reason: { required: true, type: () => String } };
    }
}
//# sourceMappingURL=earlier-grade.dto.js.map