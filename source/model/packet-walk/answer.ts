/** What a condition says of a packet. `unread`: it could not be evaluated. */
export type Answer = 'yes' | 'no' | 'unread';

export const and = (a: Answer, b: Answer): Answer =>
	a === 'no' || b === 'no' ? 'no' : a === 'unread' || b === 'unread' ? 'unread' : 'yes';

export const not = (a: Answer): Answer => (a === 'unread' ? a : a === 'yes' ? 'no' : 'yes');

export const when = (condition: boolean): Answer => (condition ? 'yes' : 'no');

/** Turned round where the rule says `!`. */
export const negated = (isNegated: boolean, answer: Answer): Answer => (isNegated ? not(answer) : answer);
