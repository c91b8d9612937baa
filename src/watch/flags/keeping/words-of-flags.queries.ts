import { isFlaggedForWordsSql } from '../../../purchase/bids/comparison/kept-words.queries.js';

/** C04 and C06 read what bids say: nobody decides of them, or of an appeal, without the words. */
isFlaggedForWordsSql.contribute(
  () => `EXISTS (SELECT FROM flag f JOIN flag_subject s ON s.flag_id = f.id
     WHERE s.subject_type = 'lot' AND s.subject_id = l.id AND f.indicator IN ('C04', 'C06')
       AND (f.state IN ('open', 'in_review', 'appealed')
         OR f.state = 'confirmed' AND f.appeal_until >= (business_now() AT TIME ZONE 'Asia/Shanghai')::date))`,
);
