import * as openapi from "@nestjs/swagger";
/** A published notice. */
export class NoticeDto {
    id;
    dataset;
    tender;
    contract;
    kind;
    title;
    /** As precise as it was published: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
    publishedOn;
    url;
    reference;
    /** Last moment for bids: RFC 3339, or a date as precise as published. */
    deadline;
    region;
    regionText;
    category;
    method;
    buyerName;
    static of(row) {
        return {
            id: row.id,
            dataset: row.dataset,
            tender: row.tender_id,
            contract: row.contract_id,
            kind: row.kind,
            title: row.title,
            publishedOn: row.published_on,
            url: row.url,
            reference: row.reference,
            deadline: row.deadline,
            region: row.region,
            regionText: row.region_text,
            category: row.category,
            method: row.method,
            buyerName: row.buyer_name,
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, dataset: { required: true, type: () => String }, tender: { required: true, type: () => String }, contract: { required: true, type: () => String, nullable: true }, kind: { required: true, type: () => String }, title: { required: true, type: () => String }, publishedOn: { required: true, type: () => String, nullable: true, description: "As precise as it was published: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`." }, url: { required: true, type: () => String, nullable: true }, reference: { required: true, type: () => String, nullable: true }, deadline: { required: true, type: () => String, nullable: true, description: "Last moment for bids: RFC 3339, or a date as precise as published." }, region: { required: true, type: () => String, nullable: true }, regionText: { required: true, type: () => String, nullable: true }, category: { required: true, type: () => String, nullable: true }, method: { required: true, type: () => String, nullable: true }, buyerName: { required: true, type: () => String, nullable: true } };
    }
}
export class NoticeListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [NoticeDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=notice-view.dto.js.map