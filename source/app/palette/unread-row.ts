/** The id of the row that reads what no name can be found of. */
export const unreadRow = 'unread' as const;
