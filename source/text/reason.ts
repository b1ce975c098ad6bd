import type {Text} from './text.js';

type TroubleOf = Parameters<Text['status']['causes']['crash']>[0] & {
	readonly namespace: string;
	readonly name: string;
	readonly cause: keyof Text['status']['causes'];
};

/** `NAMESPACE/NAME CAUSE`: a pod in trouble as one line. Holds text from outside. */
export const troubleText = (words: Text['status'], trouble: TroubleOf): string =>
	`${words.pod(trouble.namespace, trouble.name)} ${words.causes[trouble.cause](trouble)}`;

/** Why the verdict is what it is, in one sentence. Holds text from outside. */
export const reasonText = (
	words: Text['status'],
	reason: {
		readonly id: keyof Text['status']['reasons'];
		readonly subject: string;
		readonly detail: string;
		readonly trouble?: TroubleOf;
	},
): string =>
	reason.trouble === undefined
		? words.reasons[reason.id](reason.subject, reason.detail)
		: troubleText(words, reason.trouble);
