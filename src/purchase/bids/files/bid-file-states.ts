/** What became of a file of a bid until the opening. */
export type BidFileState = 'readable' | 'altered' | 'missing' | 'not_given';
